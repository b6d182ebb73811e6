package io.vestibule.login;

import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.ProofIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks a request up in the configuration in force, at every step: what was removed or disabled meanwhile is refused. */
@ApplicationScoped
class LoginContexts {
    private final Realms realms;
    private final Map<String, ProofIssuer> issuers;

    LoginContexts(Realms realms, @Any Instance<ProofIssuer> issuers) {
        this.realms = realms;
        this.issuers =
                issuers.stream().collect(Collectors.toUnmodifiableMap(ProofIssuer::protocol, Function.identity()));
    }

    Optional<LoginContext> of(AuthnRequest request) {
        return Optional.ofNullable(issuers.get(request.protocol()))
                .flatMap(issuer -> realms.find(request.realm())
                        .flatMap(realm -> issuer.relyingParty(realm, request.relyingParty())
                                .map(relyingParty -> new LoginContext(realm, relyingParty, issuer, request))));
    }
}
