package io.vestibule.protocol.keystone.delegation;

import io.vestibule.access.DomainReach;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.Assertion;
import io.vestibule.mapping.DomainRef;
import io.vestibule.mapping.MappedUser;
import io.vestibule.mapping.MappingOutcome;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleEngine;
import io.vestibule.mapping.RuleSet;
import io.vestibule.protocol.keystone.token.ClientCertificates;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.ShownCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens for clients of OAuth 2.0 that show a certificate (RFC 8705 §2.1): the client is a user, the rules of a mapping say whose
 * the certificate is, and the token counts only beside it (§3).
 */
@ApplicationScoped
class CertifiedClients {
    private static final String METHOD = "oauth2_credential";

    private final HeldRoles held;
    private final DomainReach reach;
    private final Domains domains;
    private final Mappings mappings;
    private final TokenIssue tokens;
    private final Clock clock;

    CertifiedClients(
            HeldRoles held, DomainReach reach, Domains domains, Mappings mappings, TokenIssue tokens, Clock clock) {
        this.held = held;
        this.reach = reach;
        this.domains = domains;
        this.mappings = mappings;
        this.tokens = tokens;
        this.clock = clock;
    }

    Issued token(Call call, String client, ShownCertificate certificate) {
        KeystoneRealm settings = KeystoneRealm.of(call.realm());
        if (!settings.offers(METHOD)) {
            throw refused("method-switched-off");
        }
        User user = UserId.ofHex(client)
                .flatMap(id -> held.enabled(call.realmName(), id))
                .orElseThrow(() -> refused("client-unknown-or-disabled"));
        if (!certificate.isValidAt(clock.instant())) {
            throw refused("certificate-expired");
        }
        RuleSet rules = settings.clientCertificates()
                .map(ClientCertificates::mapping)
                .flatMap(mapping -> mappings.find(call.realmName(), mapping))
                .orElseThrow(() -> refused("no-mapping-of-certificates"));
        if (!isOf(call, certificate, rules, user)) {
            throw refused("certificate-of-another");
        }
        if (!reach.mayName(call.realmName(), rules.owner(), user)) {
            throw refused("unknown-user");
        }
        if (!user.mfa().satisfiedBy(Set.of(METHOD))) {
            throw refused("more-factors-needed");
        }
        ProjectId project = user.defaultProject().orElseThrow(() -> refused("client-without-project"));
        return tokens.issue(
                call.realm(),
                TokenRequest.of(user.id(), List.of(METHOD), Optional.of(new Scope.Project(project)))
                        .boundTo(certificate.thumbprint()));
    }

    /** Everything that the rules say of the user is so; and they say who it is, not only where from. */
    private boolean isOf(Call call, ShownCertificate certificate, RuleSet rules, User user) {
        if (!(RuleEngine.apply(rules.rules(), Assertion.ofVariables(certificate.names()))
                instanceof MappingOutcome.Matched matched)) {
            return false;
        }
        MappedUser said = matched.user();
        boolean named = said.id().isPresent()
                || said.name().isPresent() && said.domain().isPresent();
        return named
                && said.id().map(user.id().hex()::equals).orElse(true)
                && said.name().map(user.name()::equals).orElse(true)
                && said.email()
                        .map(email -> user.email().filter(email::equals).isPresent())
                        .orElse(true)
                && said.domain()
                        .map(domain -> isIn(call, domain, user.domain()))
                        .orElse(true);
    }

    private boolean isIn(Call call, DomainRef named, DomainId domain) {
        boolean byId = named.id().map(domain.value()::equals).orElse(true);
        boolean byName = named.name()
                .map(name -> domains.named(call.realmName(), name)
                        .filter(found -> found.id().equals(domain))
                        .isPresent())
                .orElse(true);
        return byId && byName;
    }

    private static KeystoneRefused refused(String reason) {
        return KeystoneRefused.unauthorized().because(reason);
    }
}
