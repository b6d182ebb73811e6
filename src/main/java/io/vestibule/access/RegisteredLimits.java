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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How much of each thing a project may have as a rule. */
@ApplicationScoped
public class RegisteredLimits {
    static final String TOPIC = "limit";
    static final String BY_PEOPLE = Assignments.BY_PEOPLE;

    private final LimitRepository repository;
    private final Changes changes;

    RegisteredLimits(LimitRepository repository, Changes changes) {
        this.repository = repository;
        this.changes = changes;
    }

    /** {@code filter}'s owner does not matter here. */
    @Transactional
    public List<RegisteredLimit> list(RealmName realm, LimitFilter filter) {
        return repository.registered(realm, filter);
    }

    @Transactional
    public Optional<RegisteredLimit> find(RealmName realm, String id) {
        return repository.registered(realm, id);
    }

    /** All of {@code wanted} by their ids, or none. */
    public Outcome<List<RegisteredLimit>> create(RealmName realm, Map<String, RegisteredLimitDraft> wanted) {
        return create(realm, wanted, BY_PEOPLE);
    }

    Outcome<List<RegisteredLimit>> create(RealmName realm, Map<String, RegisteredLimitDraft> wanted, String source) {
        return RetriedTransaction.joined(() -> {
            Optional<Refusal> taken = taken(realm, wanted);
            if (taken.isPresent()) {
                return refused(taken.get());
            }
            List<RegisteredLimit> made = new ArrayList<>();
            new LinkedHashMap<>(wanted).forEach((id, draft) -> {
                if (!repository.add(realm, id, draft, source)) {
                    throw new Overtaken("limit " + id + " was made meanwhile");
                }
                changes.announce(realm.value(), TOPIC, id);
                made.add(repository.registered(realm, id).orElseThrow());
            });
            return done(made);
        });
    }

    private Optional<Refusal> taken(RealmName realm, Map<String, RegisteredLimitDraft> wanted) {
        List<String> seen = new ArrayList<>();
        for (Map.Entry<String, RegisteredLimitDraft> entry : wanted.entrySet()) {
            RegisteredLimitDraft draft = entry.getValue();
            String key = draft.service() + "\0" + draft.region().orElse("") + "\0" + draft.resource();
            if (seen.contains(key)
                    || repository
                            .registered(realm, draft.service(), draft.region(), draft.resource())
                            .isPresent()) {
                return Optional.of(new Refusal.NameTaken(
                        Kind.REGISTERED_LIMIT, entry.getKey(), draft.resource(), Optional.empty()));
            }
            seen.add(key);
        }
        return Optional.empty();
    }

    /** Only while no limit depends on it. */
    public Outcome<RegisteredLimit> update(RealmName realm, String id, UnaryOperator<RegisteredLimitDraft> wish) {
        return RetriedTransaction.joined(() -> {
            Optional<RegisteredLimit> before = repository.registered(realm, id);
            if (before.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.REGISTERED_LIMIT, id));
            }
            if (repository.isUsed(realm, id)) {
                return refused(new Refusal.LimitsDependOn(id));
            }
            RegisteredLimitDraft draft = wish.apply(before.get().draft());
            Optional<RegisteredLimit> same =
                    repository.registered(realm, draft.service(), draft.region(), draft.resource());
            if (same.filter(other -> !other.id().equals(id)).isPresent()) {
                return refused(new Refusal.NameTaken(Kind.REGISTERED_LIMIT, id, draft.resource(), Optional.empty()));
            }
            repository.write(realm, id, draft);
            changes.announce(realm.value(), TOPIC, id);
            return done(repository.registered(realm, id).orElseThrow());
        });
    }

    /** What the operator declares anew holds although limits depend on it: it is the same thing that is limited. */
    void amend(RealmName realm, String id, RegisteredLimitDraft draft) {
        RetriedTransaction.joined(() -> {
            repository.write(realm, id, draft);
            changes.announce(realm.value(), TOPIC, id);
            return id;
        });
    }

    /** Only while no limit depends on it. */
    public Outcome<RegisteredLimit> delete(RealmName realm, String id) {
        return RetriedTransaction.joined(() -> {
            Optional<RegisteredLimit> before = repository.registered(realm, id);
            if (before.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.REGISTERED_LIMIT, id));
            }
            if (repository.isUsed(realm, id)) {
                return refused(new Refusal.LimitsDependOn(id));
            }
            repository.deleteRegistered(realm, id);
            changes.announce(realm.value(), TOPIC, id);
            return done(before.get());
        });
    }
}
