package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.SessionRef;

/** A session that is over for one service provider, and the name it knows the person by. */
record LogoutOfPartner(ServiceProvider party, SessionRef session, PersonName name) {}
