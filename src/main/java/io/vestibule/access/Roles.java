package io.vestibule.access;

import static io.vestibule.access.Outcome.done;
import static io.vestibule.access.Outcome.refused;

import io.vestibule.access.Refusal.Kind;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The roles of every realm, and what they imply. */
@ApplicationScoped
public class Roles {
    /** The role that no other may imply. */
    public static final String ADMIN = "admin";

    static final String TOPIC = "role";
    static final String IMPLIED = "implied";
    private static final int MOST_KEPT = 10_000;

    private final RoleRepository repository;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<Key, Role> recent;

    Roles(RoleRepository repository, Changes changes, Clock clock) {
        this.repository = repository;
        this.changes = changes;
        this.clock = clock;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(RealmName realm, RoleId id) {}

    void forget(@Observes Changed changed) {
        if (changed.is(TOPIC) && RoleId.isValid(changed.key())) {
            recent.evict(new Key(new RealmName(changed.realm()), new RoleId(changed.key())));
        } else if (changed.is("domain")) {
            recent.evictIf(key -> key.realm().value().equals(changed.realm()));
        }
    }

    /** As it is now; without a question to the database while nothing changes. */
    public Optional<Role> find(RealmName realm, RoleId id) {
        return recent.find(new Key(realm, id), key -> read(realm, id));
    }

    @Transactional
    Optional<Role> read(RealmName realm, RoleId id) {
        return repository.find(realm, id);
    }

    /** Of the realm, or of one domain. */
    @Transactional
    public Optional<Role> named(RealmName realm, Optional<DomainId> domain, String name) {
        return repository.named(realm, domain, name);
    }

    /** All of them, those of domains too. */
    @Transactional
    public List<Role> list(RealmName realm) {
        return repository.list(realm);
    }

    public Outcome<Role> create(RealmName realm, RoleId id, RoleDraft draft) {
        return RetriedTransaction.joined(() -> {
            if (!repository.add(realm, id, draft, clock.instant())) {
                return refused(new Refusal.NameTaken(Kind.ROLE, id.value(), draft.name(), draft.domain()));
            }
            changes.announce(realm.value(), TOPIC, id.value());
            return done(repository.find(realm, id).orElseThrow());
        });
    }

    /** Makes of it what {@code wish} makes of its draft; its domain cannot be another one. */
    public Outcome<Role> update(RealmName realm, RoleId id, UnaryOperator<RoleDraft> wish) {
        return RetriedTransaction.joined(() -> {
            Optional<Role> before = repository.find(realm, id);
            if (before.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.ROLE, id.value()));
            }
            RoleDraft draft = wish.apply(before.get().draft());
            return againstChanging(before.get(), draft)
                    .map(Outcome::<Role>refused)
                    .orElseGet(() -> {
                        repository.write(realm, id, draft);
                        changes.announce(realm.value(), TOPIC, id.value());
                        return done(repository.find(realm, id).orElseThrow());
                    });
        });
    }

    private Optional<Refusal> againstChanging(Role before, RoleDraft after) {
        if (before.isImmutable()
                && !(after.immutable().filter(kept -> kept).isEmpty()
                        && before.draft().onlyProtectionDiffers(after))) {
            return Optional.of(new Refusal.Protected(Kind.ROLE, before.id().value(), false));
        }
        if (!before.domain().equals(after.domain())) {
            return Optional.of(new Refusal.DomainIsFixed(Kind.ROLE, before.id().value()));
        }
        if (!before.name().equals(after.name())
                && repository
                        .named(before.realm(), after.domain(), after.name())
                        .isPresent()) {
            return Optional.of(new Refusal.NameTaken(Kind.ROLE, before.id().value(), after.name(), after.domain()));
        }
        return Optional.empty();
    }

    /** Takes it away, and from everybody who had it. */
    public Outcome<Role> delete(RealmName realm, RoleId id) {
        return RetriedTransaction.joined(() -> {
            Optional<Role> role = repository.find(realm, id);
            if (role.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.ROLE, id.value()));
            }
            if (role.get().isImmutable()) {
                return refused(new Refusal.Protected(Kind.ROLE, id.value(), true));
            }
            repository.delete(realm, id);
            changes.announce(realm.value(), TOPIC, id.value());
            return done(role.get());
        });
    }

    /** Everything that is implied in a realm, by prior role. */
    @Transactional
    public List<Implication> implications(RealmName realm) {
        return repository.implications(realm);
    }

    public Outcome<Implication> imply(RealmName realm, RoleId prior, RoleId implied) {
        return RetriedTransaction.joined(() -> {
            Optional<Role> first = repository.find(realm, prior);
            Optional<Role> second = repository.find(realm, implied);
            if (first.isEmpty() || second.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.ROLE, (first.isEmpty() ? prior : implied).value()));
            }
            if (second.get().name().equals(ADMIN)) {
                return refused(new Refusal.NeverImplied(implied));
            }
            if (repository.imply(realm, prior, implied)) {
                changes.announce(realm.value(), IMPLIED, prior.value());
            }
            return done(new Implication(first.get(), second.get()));
        });
    }

    public Outcome<RoleId> implyNoMore(RealmName realm, RoleId prior, RoleId implied) {
        return RetriedTransaction.joined(() -> {
            if (!repository.implyNoMore(realm, prior, implied)) {
                return refused(new Refusal.Unknown(Kind.IMPLICATION, implied.value()));
            }
            changes.announce(realm.value(), IMPLIED, prior.value());
            return done(implied);
        });
    }
}
