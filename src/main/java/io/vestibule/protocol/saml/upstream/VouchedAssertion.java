package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.xml.Decryption;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.Verified;
import java.util.Optional;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Response;

/**
 * From an answer to the one assertion in it that the identity provider's signature covers. There is no way around a
 * signature: what nobody signed is refused, whatever the settings (security cases 3 and 17).
 */
final class VouchedAssertion {
    private final SamlConnectorConfig config;
    private final ProviderSignatures signatures;
    private final Decryption decryption;
    private final OwnKeys keys;

    VouchedAssertion(SamlConnectorConfig config, ProviderSignatures signatures, Decryption decryption, OwnKeys keys) {
        this.config = config;
        this.signatures = signatures;
        this.decryption = decryption;
        this.keys = keys;
    }

    /**
     * An answer as it was received.
     *
     * @param carried the same answer when a signature around it already covers it
     */
    record Received(Response response, Optional<Verified<Response>> carried) {}

    Verified<Assertion> in(Received received, EntityMetadata provider) throws SamlRefused {
        Response response = received.response();
        // A signature that is there must be right, even where another one would do.
        Optional<Verified<Response>> whole =
                Signatures.isSigned(response) ? Optional.of(signatures.verify(response, provider)) : received.carried();
        boolean encrypted = !response.getEncryptedAssertions().isEmpty();
        Assertion assertion =
                encrypted ? decrypted(response) : response.getAssertions().getFirst();
        if (Signatures.isSigned(assertion)) {
            return signatures.verify(assertion, provider);
        }
        if (config.wantAssertionsSigned() || whole.isEmpty()) {
            throw new SamlRefused(
                    "unsigned-assertion",
                    config.wantAssertionsSigned() ? "a signed assertion" : "a signed assertion or response",
                    whole.isEmpty() ? "nothing is signed" : "only the response is signed");
        }
        if (encrypted) {
            // The response's signature covers the ciphertext; what came out of it is another document.
            throw new SamlRefused("unsigned-assertion", "a signature inside the encrypted assertion", "none");
        }
        return whole.get().child(assertion);
    }

    private Assertion decrypted(Response response) throws SamlRefused {
        return decryption.open(response.getEncryptedAssertions().getFirst(), keys.decrypting(), config.algorithms());
    }
}
