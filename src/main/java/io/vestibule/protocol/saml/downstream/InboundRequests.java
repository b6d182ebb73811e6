package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.RedirectBinding;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.XmlReading;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.opensaml.saml.saml2.core.RequestAbstractType;

/** Requests as each binding brings them, and where it keeps their signature. */
@ApplicationScoped
class InboundRequests {
    private final XmlReading reading;
    private final Signatures signatures;

    InboundRequests(XmlReading reading, Signatures signatures) {
        this.reading = reading;
        this.signatures = signatures;
    }

    /** SAML Bindings §3.4: the signature is of the query; one inside the message would not be looked at, so there is none. */
    <R extends RequestAbstractType> Incoming<R> redirected(Realm realm, URI endpoint, String rawQuery, Class<R> type)
            throws SamlRefused {
        RedirectBinding.Received received = RedirectBinding.decode(rawQuery);
        if (received.parameter() != MessageParameter.SAML_REQUEST) {
            throw new SamlRefused("wrong-message", "SAMLRequest", "SAMLResponse");
        }
        R message = reading.message(received.xml(), type);
        if (Signatures.isSigned(message)) { // §3.4.4.1: must be removed
            throw new SamlRefused("signature-in-message", "a signature of the query", "one in the message");
        }
        return new Incoming<>(realm, endpoint, message, received.relayState(), true, new OfQuery<>(received, message));
    }

    <R extends RequestAbstractType> Incoming<R> posted(Realm realm, URI endpoint, PostedForm form, Class<R> type)
            throws SamlRefused {
        Optional<String> field = form.single("SAMLRequest");
        if (field.isEmpty()) {
            throw new SamlRefused("wrong-message", "SAMLRequest", "SAMLResponse");
        }
        R message = reading.message(PostBinding.decode(field.get()), type);
        return new Incoming<>(
                realm, endpoint, message, form.single("RelayState"), true, new OfMessage<>(signatures, message));
    }

    /** A message that came out of its envelope. */
    <R extends RequestAbstractType> Incoming<R> bySoap(Realm realm, URI endpoint, R message) {
        return new Incoming<>(realm, endpoint, message, Optional.empty(), false, new OfMessage<>(signatures, message));
    }

    private record OfQuery<R extends RequestAbstractType>(RedirectBinding.Received received, R message)
            implements Incoming.Proof<R> {
        @Override
        public boolean isThere() {
            return received.isSigned();
        }

        @Override
        public R verify(ServiceProvider party) throws SamlRefused {
            RedirectBinding.verify(received, party.partner().signingKeys(), party.algorithms());
            return message;
        }
    }

    private record OfMessage<R extends RequestAbstractType>(Signatures signatures, R message)
            implements Incoming.Proof<R> {
        @Override
        public boolean isThere() {
            return Signatures.isSigned(message);
        }

        @Override
        public R verify(ServiceProvider party) throws SamlRefused {
            return signatures
                    .verify(message, party.partner().signingKeys(), party.algorithms())
                    .object();
        }
    }
}
