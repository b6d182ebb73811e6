package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ResponseMode;
import java.net.URI;

/** An authorization request whose client and redirect URI are trusted: from here on a refusal goes back to the client. */
record Asked(Client client, Parameters parameters, URI redirectUri, ResponseMode mode) {}
