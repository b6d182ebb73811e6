package io.vestibule.protocol.oidc.downstream;

import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.RequestedContext;
import io.vestibule.relyingparty.Scoping;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says in neutral words what an authorization request that broke no rule asks for. */
@ApplicationScoped
class AuthnRequests {
    private static final int LONGEST_HINT = 320; // an e-mail address at its longest

    private final AuthorizationRules rules;

    AuthnRequests(AuthorizationRules rules) {
        this.rules = rules;
    }

    AuthnRequest of(Asked asked) {
        return of(asked, Optional.empty());
    }

    /** For a device that waits elsewhere. */
    AuthnRequest of(Asked asked, OidcMemory.OfDevice device) {
        return of(asked, Optional.of(device));
    }

    private AuthnRequest of(Asked asked, Optional<OidcMemory.OfDevice> device) {
        ClaimsRequest claims = AuthorizationRules.claimsOrNone(asked);
        Set<String> scopes = AskedScopes.of(asked);
        Set<String> mayAsk = asked.client().oidc().scopes();
        Set<String> asks = new LinkedHashSet<>(scopes);
        if (scopes.contains(Scopes.OPENID)) {
            asks.addAll(asked.client().inIdTokenAlways()); // given out with the ID token, so agreed to like the rest
        }
        claims.scopes().stream().filter(mayAsk::contains).forEach(asks::add);
        OidcMemory memory = memory(asked, claims, scopes, asks);
        return new AuthnRequest(
                asked.client().realm().name(),
                asked.client().id(),
                OidcProofIssuer.PROTOCOL,
                context(asked, claims),
                Prompts.interactions(asked),
                hints(asked),
                Scoping.any(),
                asks,
                asked.redirectUri(),
                device.map(memory::on).orElse(memory).packed(),
                AskedPlace.wish(asked));
    }

    private static OidcMemory memory(Asked asked, ClaimsRequest claims, Set<String> scopes, Set<String> asks) {
        Parameters parameters = asked.parameters();
        return new OidcMemory(
                parameters.get("redirect_uri"),
                asked.mode(),
                parameters.get("state"),
                parameters.get("nonce"),
                parameters.get("code_challenge"),
                scopes,
                allowed(claims.idToken(), asks),
                allowed(claims.userinfo(), asks));
    }

    private static Set<String> allowed(Set<String> claims, Set<String> asks) {
        Set<String> allowed = new LinkedHashSet<>(claims);
        allowed.removeIf(
                claim -> StandardClaims.scopeOf(claim).filter(asks::contains).isEmpty());
        return allowed;
    }

    private static RequestedContext context(Asked asked, ClaimsRequest claims) {
        List<String> acrValues = claims.acrValues().isEmpty()
                ? List.copyOf(Scopes.values(asked.parameters().get("acr_values").orElse("")))
                : claims.acrValues();
        boolean essential = claims.acrEssential() && !claims.acrValues().isEmpty();
        Optional<Duration> maxAge =
                asked.parameters().get("max_age").map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
        return new RequestedContext(acrValues, essential, maxAge);
    }

    private Hints hints(Asked asked) {
        Parameters parameters = asked.parameters();
        return new Hints(
                parameters.get("login_hint").filter(hint -> hint.length() <= LONGEST_HINT),
                parameters
                        .get("idp_hint")
                        .or(() -> parameters.get("connector_id")) // dex
                        .or(() -> parameters.get("kc_idp_hint")), // Keycloak
                parameters.get("domain_hint").filter(hint -> hint.length() <= LONGEST_HINT),
                rules.expectedUser(asked),
                List.copyOf(Scopes.values(parameters.get("ui_locales").orElse(""))));
    }
}
