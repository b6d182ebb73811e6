package io.vestibule.protocol.keystone.partners;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.AuthnContext;
import io.vestibule.protocol.keystone.token.SubjectTokens;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.relyingparty.PartnerStatement;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may go to another Keystone, and what it is told: the holder of a token for a project, as that token has them. */
@ApplicationScoped
class Crossing {
    private static final String EC2 = "ec2credential";

    private final ServiceProviders providers;
    private final SubjectTokens tokens;
    private final OpenStackAttributes attributes;

    Crossing(ServiceProviders providers, SubjectTokens tokens, OpenStackAttributes attributes) {
        this.providers = providers;
        this.tokens = tokens;
        this.attributes = attributes;
    }

    /** Somebody let go. */
    record Allowed(ServiceProvider to, ValidToken token, PartnerStatement said) {}

    /** @param auth the member of the request's body, valid by its schema */
    Allowed of(Call call, ObjectNode auth) {
        // The token first: whoever has none learns nothing of service providers.
        String text = auth.path("identity").path("token").path("id").asText();
        ValidToken token = tokens.find(call.realm(), text, false)
                .map(SubjectTokens.Subject::token)
                .orElseThrow(() -> tokens.refusal(call.realm(), text));
        String id = auth.path("scope").path("service_provider").path("id").asText();
        ServiceProvider to =
                providers.find(call.realmName(), id).orElseThrow(() -> ServiceProvidersEndpoint.unknown(id));
        if (!to.enabled()) {
            throw KeystoneRefused.forbiddenSaying("Service Provider " + id + " is disabled")
                    .because("service-provider-disabled");
        }
        forbidLeavingADelegation(token);
        if (!(token.scope() instanceof TokenScope.OfProject project)) {
            throw KeystoneRefused.forbidden("Use a project scoped token when attempting to create a SAML assertion")
                    .because("not-of-a-project");
        }
        return new Allowed(
                to,
                token,
                new PartnerStatement(
                        URI.create(to.spUrl()),
                        to.entityId(),
                        token.userName(),
                        new AuthnContext(token.issuedAt(), acr(token.methods()), Set.copyOf(token.methods())),
                        token.expiresAt(),
                        attributes.of(call.realmName(), token, project)));
    }

    /** What somebody passed on is passed on no further: over there nobody would know its bounds, or its end. */
    private static void forbidLeavingADelegation(ValidToken token) {
        if (token.delegated()
                || token.methods().contains(EC2)
                || token.payload().thumbprint().isPresent()) {
            throw KeystoneRefused.forbidden("Using a delegated token to create a SAML assertion is not allowed")
                    .because("delegated-token");
        }
    }

    /** How many factors of its own this server saw; what others proved for it, it calls nothing. */
    private static Optional<String> acr(List<String> methods) {
        if (!methods.contains("password")) {
            return Optional.empty();
        }
        return Optional.of(methods.contains("totp") ? "2" : "1");
    }
}
