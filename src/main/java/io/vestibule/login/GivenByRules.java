package io.vestibule.login;

import io.vestibule.access.Actor;
import io.vestibule.access.SourcedAssignments;
import io.vestibule.directory.DomainLeaving;
import io.vestibule.directory.Groups;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.Arrival;
import io.vestibule.mapping.Arrivals;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules of an identity provider gave goes with it. A login holds the provider while it writes what is given, and who
 * deletes it waits for that, takes everything back and deletes it at once: nothing is given by one that is no more, which no
 * later login would take back.
 */
@ApplicationScoped
public class GivenByRules {
    private final IdentityProviders providers;
    private final Arrivals arrivals;
    private final Groups groups;
    private final SourcedAssignments assignments;
    private final KeptForAWhile kept;

    GivenByRules(
            IdentityProviders providers,
            Arrivals arrivals,
            Groups groups,
            SourcedAssignments assignments,
            KeptForAWhile kept) {
        this.providers = providers;
        this.arrivals = arrivals;
        this.groups = groups;
        this.assignments = assignments;
        this.kept = kept;
    }

    /** What came of a login. */
    enum Came {
        /** The provider was deleted meanwhile: nobody comes in by it. */
        NOT,
        /** They are in the groups they were in. */
        AS_BEFORE,
        CHANGED
    }

    /** Somebody comes in just now, and has of this provider what its rules give and nothing else. */
    Came come(RealmName realm, UserId user, ConnectorId connector, IdentityProvider idp, NamedByRules.Found given) {
        return assignments.together(() -> {
            if (!providers.hold(realm, idp.id())) {
                return Came.NOT;
            }
            Optional<Instant> last = idp.grantsKeptFor().flatMap(minutes -> lastBy(realm, user, connector, idp));
            arrivals.note(realm, user, connector, Optional.of(idp.id()));
            if (last.isEmpty()) {
                kept.nothingBeside(user, idp);
            }
            return become(
                    realm,
                    user,
                    idp,
                    last.map(at -> kept.beside(user, idp, given, at)).orElse(given));
        });
    }

    /** When somebody came by its rules the last time, which gave then what was not marked as kept. */
    private Optional<Instant> lastBy(RealmName realm, UserId user, ConnectorId connector, IdentityProvider idp) {
        return Optional.ofNullable(arrivals.now(realm, user).get(connector))
                .filter(arrival -> arrival.identityProvider().equals(Optional.of(idp.id())))
                .map(Arrival::at);
    }

    /** Somebody whom its rules only name comes in: they have what they have. False when the provider was deleted meanwhile. */
    boolean comeNamed(RealmName realm, UserId user, ConnectorId connector, IdentityProvider idp) {
        return assignments.together(() -> {
            boolean isThere = providers.hold(realm, idp.id());
            if (isThere) {
                arrivals.note(realm, user, connector, Optional.of(idp.id()));
            }
            return isThere;
        });
    }

    /** Somebody comes in for whom nobody has rules; {@code before}: the provider whose rules they came in by. */
    Came comeUnruled(RealmName realm, UserId user, ConnectorId connector, Optional<IdentityProvider> before) {
        if (before.isEmpty()) {
            arrivals.noteUnruled(realm, user, connector);
            return Came.AS_BEFORE;
        }
        return assignments.together(() -> {
            arrivals.note(realm, user, connector, Optional.empty());
            return become(realm, user, before.get(), NamedByRules.Found.nothing());
        });
    }

    private Came become(RealmName realm, UserId user, IdentityProvider idp, NamedByRules.Found given) {
        boolean changed = groups.become(realm, user, idp.source(), given.groups());
        assignments.become(realm, idp.source(), new Actor.OfUser(user), given.assignments());
        return changed ? Came.CHANGED : Came.AS_BEFORE;
    }

    /** Deletes a provider, and what its rules gave; false when there is none. */
    public boolean delete(RealmName realm, String id) {
        return assignments.together(
                () -> providers.lock(realm, id).filter(this::deleted).isPresent());
    }

    /** A domain takes along those that it looks after or that bring its users. */
    void leaving(@Observes DomainLeaving domain) {
        providers.lockThoseOf(domain.realm(), domain.domain()).forEach(this::deleted);
    }

    private boolean deleted(IdentityProvider idp) {
        groups.takeBack(idp.realm(), idp.source());
        assignments.become(idp.realm(), idp.source(), Set.of());
        return providers.delete(idp.realm(), idp.id());
    }
}
