package io.vestibule.directory;

import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Says who somebody would be, as {@link Directory#resolve} would find it; makes, changes and refreshes nobody. */
@ApplicationScoped
public class Prospects {
    private static final Prospect ELSEWHERE = new Prospect.Refused("user-of-another-domain");

    private final UserRepository users;
    private final Profiles profiles;
    private final Newcomers newcomers;
    private final Activity activity;

    Prospects(UserRepository users, Profiles profiles, Newcomers newcomers, Activity activity) {
        this.users = users;
        this.profiles = profiles;
        this.newcomers = newcomers;
        this.activity = activity;
    }

    public Prospect of(Realm realm, UpstreamIdentity identity, MappedPerson mapped) {
        boolean ourOwn = realm.connector(identity.connector())
                .map(ConnectorDeclaration::kind)
                .filter(LocalCredentials.CONNECTOR_KIND::equals)
                .isPresent();
        if (ourOwn) {
            return ownUser(realm.name(), identity.subject(), mapped);
        }
        if (identity.subject().codePoints().anyMatch(PostgresDirectory::cannotBeKept)) {
            return new Prospect.Refused("unusable-subject");
        }
        return RetriedTransaction.of(() -> users.byIdentity(realm.name(), identity.connector(), identity.subject())
                .map(seen -> known(seen.user(), identity, mapped))
                .orElseGet(() -> stranger(realm, identity, mapped)));
    }

    private Prospect ownUser(RealmName realm, String subject, MappedPerson mapped) {
        return UserId.parse(subject)
                .flatMap(id -> users.read(realm, id.value()))
                .map(user -> shutOut(user, mapped).orElseGet(() -> new Prospect.Known(user, false)))
                .orElseGet(() -> new Prospect.Refused("unknown-user"));
    }

    private Prospect known(UserEntity row, UpstreamIdentity identity, MappedPerson mapped) {
        boolean theirs = row.origin.equals(identity.connector().value());
        return shutOut(row, mapped).orElseGet(() -> new Prospect.Known(row.user(), theirs));
    }

    private Optional<Prospect> shutOut(UserEntity row, MappedPerson mapped) {
        return shutOut(row.user(), mapped)
                .or(() -> activity.idleTooLong(row)
                        ? Optional.of(new Prospect.Refused("idle-too-long"))
                        : Optional.empty());
    }

    private static Optional<Prospect> shutOut(User user, MappedPerson mapped) {
        if (PostgresDirectory.isElsewhere(user, mapped)) {
            return Optional.of(ELSEWHERE);
        }
        return user.enabled() ? Optional.empty() : Optional.of(new Prospect.Refused("user-disabled"));
    }

    private Prospect stranger(Realm realm, UpstreamIdentity identity, MappedPerson mapped) {
        return switch (newcomers.of(realm, identity, mapped)) {
            case Newcomers.Fate.Joins(UserEntity row) ->
                shutOut(row, mapped).orElseGet(() -> new Prospect.Joins(row.user()));
            case Newcomers.Fate.ToBeAsked asked ->
                new Prospect.Asked(mapped.email()
                        .flatMap(address -> users.byEmail(realm.name(), SafeText.key(address)))
                        .map(UserEntity::user));
            case Newcomers.Fate.OfTheirOwn alone -> fresh(realm.name(), identity, mapped);
        };
    }

    private Prospect fresh(RealmName realm, UpstreamIdentity identity, MappedPerson mapped) {
        Optional<Domain> into = users.ofNewcomers(realm, mapped.domain());
        if (into.filter(domain -> !domain.enabled()).isPresent()) {
            return new Prospect.Refused("domain-disabled");
        }
        UserEntity row = profiles.newcomer(realm, identity.connector().value(), into, mapped.username());
        return new Prospect.Fresh(row.username, new DomainId(row.domainId));
    }
}
