package io.vestibule.login;

import io.vestibule.directory.User;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.mapping.Assertion;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.FederatedRules.Standing;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.Mapping;
import io.vestibule.mapping.MappingOutcome;
import io.vestibule.mapping.RuleEngine;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whom the rules would not let in is not linked either, and a link gives nothing that the rules do not. */
@ApplicationScoped
class LinkRules {
    private final FederatedRules rules;
    private final Mapping mapping;

    LinkRules(FederatedRules rules, Mapping mapping) {
        this.rules = rules;
        this.mapping = mapping;
    }

    /** What rules say of somebody who is to be linked. */
    sealed interface Word {
        /** @param person what comes with the link; nothing where rules give it, at the first login */
        record Welcome(Optional<MappedPerson> person) implements Word {}

        /** {@code reason} is a stable word for the audit log. */
        record Refused(Kind kind, String reason) implements Word {}
    }

    /** @param user to whom it is to lead: who lies where the rules do not reach could never come in by it */
    Word of(Realm realm, UpstreamIdentity identity, User user) {
        Standing standing = rules.forConnector(
                realm, identity.connector(), identity.context().nearestAuthority());
        return switch (standing) {
            case Standing.Closed closed -> new Word.Refused(Kind.ACCOUNT_REFUSED, closed.reason());
            case Standing.Unruled unruled -> new Word.Welcome(Optional.of(mapping.map(identity)));
            case Bound bound ->
                switch (RuleEngine.apply(bound.rules(), Assertion.of(identity))) {
                    case MappingOutcome.NoMatch none -> new Word.Refused(Kind.NO_RULE_MATCHES, "no-rule-matches");
                    case MappingOutcome.Faulty faulty -> new Word.Refused(Kind.ACCOUNT_REFUSED, "rules-faulty");
                    case MappingOutcome.Matched matched
                    when bound.limit()
                            .filter(only -> !only.equals(user.domain()))
                            .isPresent() -> new Word.Refused(Kind.ACCOUNT_REFUSED, "user-of-another-domain");
                    case MappingOutcome.Matched matched -> new Word.Welcome(Optional.empty());
                };
        };
    }
}
