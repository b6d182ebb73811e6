package io.vestibule.protocol.keystone.federation.registry;

import io.vestibule.identity.DomainId;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.RuleSet;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who looks after what: what the realm's administrators made is theirs alone, what those of a domain made is theirs, too.
 * A domain's administrators must not lay hands on rules by which others come in, nor on who counts as an upstream for them.
 */
@ApplicationScoped
class Caretakers {
    private final Enforcer enforcer;

    Caretakers(Enforcer enforcer) {
        this.enforcer = enforcer;
    }

    /** Whose a new thing is: the realm's, or the domain's whose administrator calls. 401 or 403 when they may not make any. */
    Optional<DomainId> ofNew(Call call, String action, String fact) {
        if (enforcer.allows(call, action, Target.none())) {
            enforcer.enforce(call, action, Target.none());
            return Optional.empty();
        }
        Optional<DomainId> domain = callersDomain(call);
        enforcer.enforce(
                call,
                action,
                Target.none().with(fact, domain.map(DomainId::value).orElse(null)));
        return domain;
    }

    /** Whether the caller looks after the whole realm. */
    boolean ofRealm(Call call, String action) {
        return enforcer.allows(call, action, Target.none());
    }

    /** 403 when they may not; nothing is known of what is not there, so that only the realm's are told so. */
    void enforce(Call call, String action, Optional<IdentityProvider> idp) {
        enforcer.enforce(
                call,
                action,
                idp.map(known -> Target.none()
                                .with(
                                        "target.identity_provider.owner_domain_id",
                                        known.owner().map(DomainId::value).orElse(null)))
                        .orElseGet(Target::none));
    }

    void enforceMapping(Call call, String action, Optional<RuleSet> mapping) {
        enforcer.enforce(
                call,
                action,
                mapping.map(known -> Target.none()
                                .with(
                                        "target.mapping.owner_domain_id",
                                        known.owner().map(DomainId::value).orElse(null)))
                        .orElseGet(Target::none));
    }

    /** Of which domain's things the caller may have a list; none for all. */
    Optional<DomainId> listed(Call call, String action) {
        if (enforcer.allows(call, action, Target.none())) {
            return Optional.empty();
        }
        Optional<DomainId> domain = callersDomain(call);
        enforcer.enforce(
                call,
                action,
                Target.none()
                        .with("target.domain_id", domain.map(DomainId::value).orElse(null)));
        return domain;
    }

    private static Optional<DomainId> callersDomain(Call call) {
        return call.holder().token().scope() instanceof TokenScope.OfDomain domain
                ? Optional.of(domain.id())
                : Optional.empty();
    }
}
