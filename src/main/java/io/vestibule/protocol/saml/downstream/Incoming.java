package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.realm.Realm;
import java.net.URI;
import java.util.Optional;
import org.opensaml.saml.saml2.core.RequestAbstractType;

/**
 * A request as a binding delivered it, not yet believed.
 *
 * @param endpoint where it came in
 * @param byBrowser and not by SOAP, where a signed message need not say where it is going
 */
record Incoming<R extends RequestAbstractType>(
        Realm realm, URI endpoint, R message, Optional<String> relayState, boolean byBrowser, Proof<R> proof) {
    /** The signature that the binding carries. */
    interface Proof<R extends RequestAbstractType> {
        boolean isThere();

        /** The message as far as a key of this service provider signed it. */
        R verify(ServiceProvider party) throws SamlRefused;
    }
}
