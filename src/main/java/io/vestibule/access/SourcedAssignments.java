package io.vestibule.access;

import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Roles that something else than a person gives and takes back: a realm's file, a connector's mapping. What the same role on
 * the same target was given by somebody else stays.
 */
@ApplicationScoped
public class SourcedAssignments {
    private final AssignmentRepository repository;
    private final Assignments assignments;
    private final Changes changes;

    SourcedAssignments(AssignmentRepository repository, Assignments assignments, Changes changes) {
        this.repository = repository;
        this.assignments = assignments;
        this.changes = changes;
    }

    /** After this {@code source} has given {@code wanted} and nothing else. Why what could not be given could not. */
    public List<Refusal> become(RealmName realm, String source, Set<Assignment> wanted) {
        return RetriedTransaction.joined(() -> become(realm, source, wanted, repository.of(realm, source)));
    }

    /** The same for what {@code source} has given to one {@code actor}. */
    public List<Refusal> become(RealmName realm, String source, Actor actor, Set<Assignment> wanted) {
        return RetriedTransaction.joined(() -> become(realm, source, wanted, repository.of(realm, source, actor)));
    }

    /** What {@code source} has given to one {@code actor}. */
    public Set<Assignment> givenBy(RealmName realm, String source, Actor actor) {
        return RetriedTransaction.joined(() -> new LinkedHashSet<>(repository.of(realm, source, actor)));
    }

    /** {@code work}, with the calls of {@link #become} in it, in one transaction; tried again when somebody else was faster. */
    public <T> T together(Supplier<T> work) {
        return RetriedTransaction.joined(work);
    }

    /** Once, when what {@link #together} does is committed. */
    public void afterwards(Runnable told) {
        RetriedTransaction.afterwards(told);
    }

    private List<Refusal> become(RealmName realm, String source, Set<Assignment> wanted, List<Assignment> given) {
        Set<Assignment> before = new HashSet<>(given);
        before.stream().filter(old -> !wanted.contains(old)).forEach(old -> {
            repository.removeOf(realm, old, source);
            changes.announce(realm.value(), Assignments.TOPIC, old.actor().key());
        });
        List<Refusal> refusals = new ArrayList<>();
        wanted.stream().filter(fresh -> !before.contains(fresh)).forEach(fresh -> {
            if (assignments.grant(realm, fresh, source) instanceof Outcome.Refused<Assignment> refused) {
                refusals.add(refused.why());
            }
        });
        return refusals;
    }
}
