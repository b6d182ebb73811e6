package io.vestibule.login;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.SourcedAssignments;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.KeptGrants;
import io.vestibule.mapping.KeptGrants.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Groups and roles that rules gave once and give no longer, where the identity provider keeps them for a while: a directory
 * that forgets somebody for a night takes nothing from them. When the while is over they go, whether or not anybody comes.
 */
@ApplicationScoped
public class KeptForAWhile {
    private static final Logger LOG = Logger.getLogger(KeptForAWhile.class);
    private static final int BATCH = 200;

    private final KeptGrants kept;
    private final IdentityProviders providers;
    private final Groups groups;
    private final SourcedAssignments assignments;
    private final AuditLog audit;
    private final Clock clock;

    KeptForAWhile(
            KeptGrants kept,
            IdentityProviders providers,
            Groups groups,
            SourcedAssignments assignments,
            AuditLog audit,
            Clock clock) {
        this.kept = kept;
        this.providers = providers;
        this.groups = groups;
        this.assignments = assignments;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What is given, and what stays beside it for a while; in the transaction that gives it.
     *
     * @param last when somebody came by these rules before
     */
    NamedByRules.Found beside(UserId user, IdentityProvider idp, NamedByRules.Found given, Instant last) {
        Holder holder = new Holder(idp.realm(), idp.id(), user);
        Map<String, Instant> before = kept.lock(holder);
        Set<Group> heldGroups = new LinkedHashSet<>(groups.givenBy(idp.realm(), user, idp.source()));
        Set<Assignment> heldRoles = assignments.givenBy(idp.realm(), idp.source(), new Actor.OfUser(user));
        heldGroups.removeAll(given.groups());
        heldRoles.removeAll(given.assignments());
        Map<String, Instant> now = new LinkedHashMap<>();
        Predicate<String> stays = what -> {
            Instant at = before.getOrDefault(what, last);
            boolean still = at.plus(idp.keepsGrants()).isAfter(clock.instant());
            if (still) {
                now.put(what, at);
            }
            return still;
        };
        NamedByRules.Found all = new NamedByRules.Found(
                with(given.groups(), heldGroups, KeptForAWhile::named, stays),
                with(given.assignments(), heldRoles, KeptForAWhile::named, stays),
                given.skipped());
        kept.become(holder, before, now);
        now.forEach((what, at) -> {
            if (!before.containsKey(what)) {
                tell(holder, what, Optional.of(at.plus(idp.keepsGrants())));
            }
        });
        return all;
    }

    /** What is given from now on is all there is, and nothing of it goes because it was once to be kept for a while. */
    void nothingBeside(UserId user, IdentityProvider idp) {
        Holder holder = new Holder(idp.realm(), idp.id(), user);
        kept.become(holder, kept.lock(holder), Map.of());
    }

    private static <T> Set<T> with(Set<T> given, Set<T> others, Function<T, String> name, Predicate<String> stays) {
        Set<T> all = new LinkedHashSet<>(given);
        others.stream().filter(one -> stays.test(name.apply(one))).forEach(all::add);
        return all;
    }

    /** On whichever node comes to it first. */
    @Scheduled(every = "1m", delayed = "45s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void takeBack() {
        List<Holder> some = kept.over(Optional.empty(), BATCH);
        while (!some.isEmpty()) {
            some.forEach(this::takeBackOf);
            some = kept.over(Optional.of(some.getLast()), BATCH);
        }
    }

    /** Whatever is wrong with one keeps nobody else's. */
    private void takeBackOf(Holder holder) {
        try {
            assignments.together(() -> takeBack(holder));
        } catch (RuntimeException broken) {
            LOG.errorf(broken, "realm %s: what rules gave to %s is not taken back", holder.realm(), holder.user());
        }
    }

    /** Unless a login was faster and gave it anew, or another node took it back. */
    private Set<String> takeBack(Holder holder) {
        Optional<IdentityProvider> idp = providers.hold(holder.realm(), holder.identityProvider())
                ? providers.find(holder.realm(), holder.identityProvider())
                : Optional.empty();
        if (idp.isEmpty()) { // and what it gave went with it
            return Set.of();
        }
        Map<String, Instant> before = kept.lock(holder);
        Map<String, Instant> now = new LinkedHashMap<>(before);
        now.values().removeIf(at -> !at.plus(idp.get().keepsGrants()).isAfter(clock.instant()));
        Set<String> gone =
                before.keySet().stream().filter(what -> !now.containsKey(what)).collect(Collectors.toSet());
        take(holder, idp.get().source(), gone);
        kept.become(holder, before, now);
        return gone;
    }

    private void take(Holder holder, String source, Set<String> gone) {
        Actor actor = new Actor.OfUser(holder.user());
        Set<Group> held = new LinkedHashSet<>(groups.givenBy(holder.realm(), holder.user(), source));
        held.removeIf(group -> gone.contains(named(group)));
        groups.become(holder.realm(), holder.user(), source, held);
        Set<Assignment> roles = assignments.givenBy(holder.realm(), source, actor);
        roles.removeIf(role -> gone.contains(named(role)));
        assignments.become(holder.realm(), source, actor, roles);
        gone.forEach(what -> tell(holder, what, Optional.empty()));
    }

    private void tell(Holder holder, String what, Optional<Instant> until) {
        AuditEvent event = new AuditEvent.GrantKept(
                holder.realm(), Circumstances.from("").of(holder.user()), holder.identityProvider(), what, until);
        assignments.afterwards(() -> audit.record(event));
    }

    private static String named(Group group) {
        return "group " + group.id().value();
    }

    private static String named(Assignment given) {
        String on = switch (given.target()) {
            case Scope.Project one -> "project " + one.project().value();
            case Scope.Domain one -> "domain " + one.domain().value();
            case Scope.System all -> "system";
        };
        return "role " + given.role().value() + " on " + on + (given.inherited() ? " inherited" : "");
    }
}
