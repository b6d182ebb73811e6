package io.vestibule.mapping;

import io.vestibule.identity.RealmName;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The named rules of every realm. */
@ApplicationScoped
public class Mappings {
    /** News of rules; the key is their id. */
    public static final String TOPIC = "mapping";

    private static final int MOST_KEPT = 10_000;

    private final RuleSetRepository rows;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<Key, RuleSet> recent;

    Mappings(RuleSetRepository rows, Changes changes, Clock clock) {
        this.rows = rows;
        this.changes = changes;
        this.clock = clock;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(RealmName realm, String id) {}

    void forget(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            recent.evict(new Key(new RealmName(changed.realm()), changed.key()));
        } else if (changed.is("domain")) {
            recent.evictIf(key -> key.realm().value().equals(changed.realm()));
        }
    }

    @Transactional
    public List<RuleSet> all(RealmName realm) {
        return rows.all(realm);
    }

    /** As it is now; without a question to the database while nothing changes. */
    public Optional<RuleSet> find(RealmName realm, String id) {
        return recent.find(new Key(realm, id), this::read);
    }

    @Transactional
    Optional<RuleSet> read(Key key) {
        return rows.find(key.realm(), key.id());
    }

    @Transactional
    public Stored<RuleSet> create(RuleSet mapping) {
        return rows.add(mapping, IdentityProviders.BY_PEOPLE, clock.instant()) ? done(mapping) : new Stored.Taken<>();
    }

    /** Other rules under the same name; whose they are stays. */
    @Transactional
    public Stored<RuleSet> update(RuleSet mapping) {
        return rows.write(mapping) ? done(mapping) : new Stored.Unknown<>();
    }

    private Stored<RuleSet> done(RuleSet mapping) {
        changes.announce(mapping.realm().value(), TOPIC, mapping.id());
        return new Stored.Done<>(mapping);
    }

    /** False when there is none. Protocols may go on naming it, and let nobody in. */
    @Transactional
    public boolean delete(RealmName realm, String id) {
        boolean was = rows.delete(realm, id);
        if (was) {
            changes.announce(realm.value(), TOPIC, id);
        }
        return was;
    }

    /** The file of a realm declares exactly {@code wanted}; what others made under such a name is the file's from then on. */
    @Transactional
    public void declare(RealmName realm, List<RuleSet> wanted) {
        Set<String> before = new HashSet<>(rows.declared(realm));
        Set<String> gone = new HashSet<>(before);
        wanted.forEach(mapping -> gone.remove(mapping.id()));
        gone.forEach(id -> delete(realm, id));
        wanted.forEach(mapping -> {
            boolean same = before.contains(mapping.id())
                    && rows.find(realm, mapping.id())
                            .filter(there -> isSame(there, mapping))
                            .isPresent();
            if (!same) {
                if (!rows.add(mapping, IdentityProviders.BY_FILE, clock.instant())) {
                    rows.declare(mapping);
                }
                done(mapping);
            }
        });
    }

    private static boolean isSame(RuleSet there, RuleSet wanted) {
        return there.owner().equals(wanted.owner())
                && there.rules().version() == wanted.rules().version()
                && there.rules().json().equals(wanted.rules().json());
    }
}
