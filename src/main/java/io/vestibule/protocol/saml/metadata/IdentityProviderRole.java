package io.vestibule.protocol.saml.metadata;

import java.util.List;

/**
 * An entity as identity provider for SAML 2.0 (SAML Metadata §2.4.3).
 *
 * @param wantsSignedRequests WantAuthnRequestsSigned
 * @param scopes what it may vouch for: values scoped otherwise are dropped
 */
public record IdentityProviderRole(
        PartnerKeys keys,
        boolean wantsSignedRequests,
        List<Endpoint> singleSignOn,
        List<Endpoint> singleLogout,
        List<Endpoint> artifactResolution,
        List<String> nameIdFormats,
        Scopes scopes,
        Display display) {
    public IdentityProviderRole {
        singleSignOn = List.copyOf(singleSignOn);
        singleLogout = List.copyOf(singleLogout);
        artifactResolution = List.copyOf(artifactResolution);
        nameIdFormats = List.copyOf(nameIdFormats);
    }
}
