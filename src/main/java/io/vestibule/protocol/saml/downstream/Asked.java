package io.vestibule.protocol.saml.downstream;

import java.util.Optional;
import org.opensaml.saml.saml2.core.AuthnRequest;

/** A request of a known service provider, and where its answer goes. */
record Asked(ServiceProvider party, AuthnRequest message, Consumer consumer, Optional<String> relayState) {
    boolean passive() {
        return Boolean.TRUE.equals(message.isPassive());
    }

    boolean forceAuthn() {
        return Boolean.TRUE.equals(message.isForceAuthn());
    }
}
