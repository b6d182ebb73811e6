package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.xml.Algorithms;
import io.vestibule.protocol.saml.xml.RedirectBinding;
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
        return withKeys(provider, keys -> signatures.verify(object, keys, algorithms));
    }

    /** The octets of a query (SAML Bindings §3.4.4.1). */
    void verify(RedirectBinding.Received query, EntityMetadata provider) throws SamlRefused {
        withKeys(provider, keys -> {
            RedirectBinding.verify(query, keys, algorithms);
            return query;
        });
    }

    private interface Verification<T> {
        T by(List<PublicKey> keys) throws SamlRefused;
    }

    private <T> T withKeys(EntityMetadata provider, Verification<T> verification) throws SamlRefused {
        try {
            return verification.by(keys(provider));
        } catch (SamlRefused refused) {
            Optional<EntityMetadata> newer =
                    refused.reason().equals(BAD_SIGNATURE) ? providers.newerThan(provider) : Optional.empty();
            if (newer.isEmpty()) {
                throw refused;
            }
            return verification.by(keys(newer.get()));
        }
    }

    private static List<PublicKey> keys(EntityMetadata provider) {
        return provider.identityProvider().map(role -> role.keys().signing()).orElse(List.of());
    }
}
