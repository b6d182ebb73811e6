package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.xml.Algorithms;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.Verified;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.common.SignableSAMLObject;

/** Verifies with the keys an identity provider publishes, and asks once more what they are when it signs with another. */
final class ProviderSignatures {
    private static final String BAD_SIGNATURE = "bad-signature"; // well-formed, but by none of the keys

    private final Signatures signatures;
    private final Providers providers;
    private final Algorithms algorithms;

    ProviderSignatures(Signatures signatures, Providers providers, Algorithms algorithms) {
        this.signatures = signatures;
        this.providers = providers;
        this.algorithms = algorithms;
    }

    <T extends SignableSAMLObject> Verified<T> verify(T object, EntityMetadata provider) throws SamlRefused {
        try {
            return signatures.verify(object, keys(provider), algorithms);
        } catch (SamlRefused refused) {
            if (!refused.reason().equals(BAD_SIGNATURE)) {
                throw refused;
            }
            Optional<EntityMetadata> newer = providers.newerThan(provider);
            if (newer.isEmpty()) {
                throw refused;
            }
            return signatures.verify(object, keys(newer.get()), algorithms);
        }
    }

    private static List<PublicKey> keys(EntityMetadata provider) {
        return provider.identityProvider().map(role -> role.keys().signing()).orElse(List.of());
    }
}
