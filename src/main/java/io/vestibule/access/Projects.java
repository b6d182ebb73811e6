package io.vestibule.access;

import static io.vestibule.access.Outcome.done;
import static io.vestibule.access.Outcome.refused;

import io.vestibule.access.Refusal.Kind;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.directory.Domain;
import io.vestibule.identity.DeclaredId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The projects of every realm. */
@ApplicationScoped
public class Projects {
    static final String TOPIC = "project";
    private static final int MOST_KEPT = 50_000;

    private final ProjectRepository repository;
    private final ProjectRules rules;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<Key, Project> recent;

    Projects(ProjectRepository repository, ProjectRules rules, Changes changes, Clock clock) {
        this.repository = repository;
        this.rules = rules;
        this.changes = changes;
        this.clock = clock;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(RealmName realm, ProjectId id) {}

    void forget(@Observes Changed changed) {
        if (changed.is(TOPIC) && ProjectId.isValid(changed.key())) {
            recent.evict(new Key(new RealmName(changed.realm()), new ProjectId(changed.key())));
        } else if (changed.is("domain")) {
            recent.evictIf(key -> key.realm().value().equals(changed.realm()));
        }
    }

    /** As it is now; without a question to the database while nothing changes. */
    public Optional<Project> find(RealmName realm, ProjectId id) {
        return recent.find(new Key(realm, id), key -> read(realm, id));
    }

    @Transactional
    Optional<Project> read(RealmName realm, ProjectId id) {
        return repository.find(realm, id);
    }

    @Transactional
    public Optional<Project> named(RealmName realm, DomainId domain, String name) {
        return repository.named(realm, domain, name);
    }

    /** Those of the domains that are called one of {@code names}. */
    @Transactional
    public List<Project> named(RealmName realm, Collection<DomainId> domains, Collection<String> names) {
        return repository.named(realm, domains, names);
    }

    /**
     * The project that the realm's file declares under that name, whatever it is called now. One that somebody else called so
     * is not it.
     */
    @Transactional
    public Optional<Project> declared(RealmName realm, Domain domain, String name) {
        return repository
                .declared(realm, domain.id(), name)
                .or(() -> repository
                        .find(realm, declaredId(domain, name)) // an id that only the file gives
                        .filter(project -> project.domain().equals(domain.id())));
    }

    /** As above; remembers that it is this one. */
    @Transactional
    Optional<Project> declare(RealmName realm, Domain domain, String name) {
        Optional<Project> there = declared(realm, domain, name);
        there.ifPresent(project -> repository.declare(realm, project.id(), name));
        return there;
    }

    static ProjectId declaredId(Domain domain, String name) {
        return new ProjectId(DeclaredId.of("project", domain.name(), name));
    }

    /** Of one domain, or of all. */
    @Transactional
    public List<Project> list(RealmName realm, Optional<DomainId> domain) {
        return repository.list(realm, domain);
    }

    /** Those of {@code ids} that exist. */
    @Transactional
    public List<Project> those(RealmName realm, Collection<ProjectId> ids) {
        return repository.those(realm, ids);
    }

    /** Those above it, the nearest first; the domain, which is above them all, is none of them. */
    @Transactional
    public List<Project> parents(RealmName realm, ProjectId id) {
        return repository.above(realm, id);
    }

    /** Everything below it, nearer ones first. */
    @Transactional
    public List<Project> subtree(RealmName realm, ProjectId id) {
        return repository.below(realm, id);
    }

    public Outcome<Project> create(RealmName realm, ProjectId id, ProjectDraft draft) {
        return RetriedTransaction.joined(() -> rules.againstMaking(realm, draft)
                .map(Outcome::<Project>refused)
                .orElseGet(() -> {
                    if (!repository.add(realm, id, draft, clock.instant())) {
                        return refused(new Refusal.NameTaken(
                                Kind.PROJECT, id.value(), draft.name(), Optional.of(draft.domain())));
                    }
                    changes.announce(realm.value(), TOPIC, id.value());
                    return done(repository.find(realm, id).orElseThrow());
                }));
    }

    /** Makes of it what {@code wish} makes of its draft; neither its domain nor its parent can be other ones. */
    public Outcome<Project> update(RealmName realm, ProjectId id, UnaryOperator<ProjectDraft> wish) {
        return RetriedTransaction.joined(() -> {
            Optional<Project> before = repository.find(realm, id);
            if (before.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.PROJECT, id.value()));
            }
            ProjectDraft draft = wish.apply(before.get().draft());
            return rules.againstChanging(before.get(), draft)
                    .map(Outcome::<Project>refused)
                    .orElseGet(() -> {
                        repository.write(realm, id, draft);
                        changes.announce(realm.value(), TOPIC, id.value());
                        return done(repository.find(realm, id).orElseThrow());
                    });
        });
    }

    /** Takes away a leaf. */
    public Outcome<Project> delete(RealmName realm, ProjectId id) {
        return delete(realm, id, rules::againstDeleting);
    }

    /** Takes away a whole subtree, all of which must be switched off below the top. */
    public Outcome<Project> deleteTree(RealmName realm, ProjectId id) {
        return delete(realm, id, rules::againstDeletingTree);
    }

    private Outcome<Project> delete(RealmName realm, ProjectId id, Function<Project, Optional<Refusal>> rule) {
        return RetriedTransaction.joined(() -> {
            Optional<Project> project = repository.find(realm, id);
            if (project.isEmpty()) {
                return refused(new Refusal.Unknown(Kind.PROJECT, id.value()));
            }
            Optional<Refusal> against = rule.apply(project.get());
            if (against.isPresent()) {
                return refused(against.get());
            }
            repository
                    .below(realm, id)
                    .forEach(below ->
                            changes.announce(realm.value(), TOPIC, below.id().value()));
            repository.delete(realm, id);
            changes.announce(realm.value(), TOPIC, id.value());
            return done(project.get());
        });
    }
}
