package io.vestibule.access;

import static io.vestibule.access.Outcome.done;
import static io.vestibule.access.Outcome.refused;

import io.vestibule.access.Refusal.Kind;
import io.vestibule.database.Overtaken;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How much of each thing one project or domain may have, where that is not as a rule. */
@ApplicationScoped
public class Limits {
    private final LimitRepository repository;
    private final LimitHierarchy hierarchy;
    private final Changes changes;

    Limits(LimitRepository repository, LimitHierarchy hierarchy, Changes changes) {
        this.repository = repository;
        this.hierarchy = hierarchy;
        this.changes = changes;
    }

    /** How limits bind each other in this realm. */
    public LimitModel model(RealmName realm) {
        return hierarchy.model(realm);
    }

    @Transactional
    public List<Limit> list(RealmName realm, LimitFilter filter) {
        return repository.limits(realm, filter);
    }

    @Transactional
    public Optional<Limit> find(RealmName realm, String id) {
        return repository.limit(realm, id);
    }

    /** All of {@code wanted} by their ids, or none. */
    public Outcome<List<Limit>> create(RealmName realm, Map<String, LimitDraft> wanted) {
        return create(realm, wanted, Assignments.BY_PEOPLE);
    }

    Outcome<List<Limit>> create(RealmName realm, Map<String, LimitDraft> wanted, String source) {
        return RetriedTransaction.joined(() -> {
            Optional<Refusal> against = hierarchy.against(realm, List.copyOf(wanted.values()));
            if (against.isPresent()) {
                return refused(against.get());
            }
            Map<String, RegisteredLimit> registered = new LinkedHashMap<>();
            Set<LimitDraft> seen = new HashSet<>();
            for (Map.Entry<String, LimitDraft> entry : new LinkedHashMap<>(wanted).entrySet()) {
                LimitDraft draft = entry.getValue();
                Optional<RegisteredLimit> rule =
                        repository.registered(realm, draft.service(), draft.region(), draft.resource());
                if (rule.isEmpty()) {
                    return refused(new Refusal.NoRegisteredLimit());
                }
                if (!seen.add(sameShare(draft)) || exists(realm, draft)) {
                    return refused(
                            new Refusal.NameTaken(Kind.LIMIT, entry.getKey(), draft.resource(), Optional.empty()));
                }
                registered.put(entry.getKey(), rule.get());
            }
            return done(add(realm, wanted, registered, source));
        });
    }

    private List<Limit> add(
            RealmName realm, Map<String, LimitDraft> wanted, Map<String, RegisteredLimit> registered, String source) {
        List<Limit> made = new ArrayList<>();
        registered.forEach((id, rule) -> {
            LimitDraft draft = Optional.ofNullable(wanted.get(id)).orElseThrow();
            if (!repository.add(realm, id, rule, draft, source)) {
                throw new Overtaken("limit " + id + " was made meanwhile");
            }
            changes.announce(realm.value(), RegisteredLimits.TOPIC, id);
            made.add(repository.limit(realm, id).orElseThrow());
        });
        return made;
    }

    private boolean exists(RealmName realm, LimitDraft draft) {
        LimitFilter same = new LimitFilter(
                Optional.of(draft.service()),
                draft.region(),
                Optional.of(draft.resource()),
                Optional.of(draft.owner()));
        return repository.limits(realm, same).stream()
                .anyMatch(limit -> limit.region().equals(draft.region()));
    }

    private static LimitDraft sameShare(LimitDraft draft) {
        return new LimitDraft(draft.owner(), draft.service(), draft.region(), draft.resource(), 0, Optional.empty());
    }

    /** Another amount, another description; what is absent stays. */
    public Outcome<Limit> update(
            RealmName realm, String id, Optional<Long> amount, Optional<Optional<String>> description) {
        return RetriedTransaction.joined(() -> {
            Optional<Limit> before = repository.limit(realm, id);
            if (before.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.LIMIT, id));
            }
            Limit limit = before.get();
            long wanted = amount.orElse(limit.amount());
            Optional<Refusal> against = hierarchy.against(
                    realm,
                    List.of(new LimitDraft(
                            limit.owner(),
                            limit.service(),
                            limit.region(),
                            limit.resource(),
                            wanted,
                            Optional.empty())));
            if (against.isPresent()) {
                return refused(against.get());
            }
            repository.write(realm, id, wanted, description.orElse(limit.description()));
            changes.announce(realm.value(), RegisteredLimits.TOPIC, id);
            return done(repository.limit(realm, id).orElseThrow());
        });
    }

    public Outcome<Limit> delete(RealmName realm, String id) {
        return RetriedTransaction.joined(() -> {
            Optional<Limit> before = repository.limit(realm, id);
            if (before.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.LIMIT, id));
            }
            repository.deleteLimit(realm, id);
            changes.announce(realm.value(), RegisteredLimits.TOPIC, id);
            return done(before.get());
        });
    }
}
