package io.vestibule.access;

import static io.vestibule.access.Outcome.done;
import static io.vestibule.access.Outcome.refused;

import io.vestibule.access.Refusal.Kind;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.directory.Directory;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Who was given which role on what. Whether a group or a domain exists is for the caller to have asked. */
@ApplicationScoped
public class Assignments {
    /** Given by a person who may, through an API or a page. */
    public static final String BY_PEOPLE = "@api";

    static final String TOPIC = "assignment";

    private final AssignmentRepository repository;
    private final RoleRepository roles;
    private final ProjectRepository projects;
    private final Directory directory;
    private final Changes changes;

    Assignments(
            AssignmentRepository repository,
            RoleRepository roles,
            ProjectRepository projects,
            Directory directory,
            Changes changes) {
        this.repository = repository;
        this.roles = roles;
        this.projects = projects;
        this.directory = directory;
        this.changes = changes;
    }

    /** Given twice is given once. */
    public Outcome<Assignment> grant(RealmName realm, Assignment wanted) {
        return grant(realm, wanted, BY_PEOPLE);
    }

    /** {@code source} may take back what it gave, and nothing else. */
    Outcome<Assignment> grant(RealmName realm, Assignment wanted, String source) {
        return RetriedTransaction.joined(() -> {
            Optional<Refusal> against = against(realm, wanted);
            if (against.isPresent()) {
                return refused(against.get());
            }
            if (repository.add(realm, wanted, source)) {
                changes.announce(realm.value(), TOPIC, wanted.actor().key());
            }
            return done(wanted);
        });
    }

    private Optional<Refusal> against(RealmName realm, Assignment wanted) {
        Optional<Role> role = roles.find(realm, wanted.role());
        if (role.isEmpty()) {
            return Optional.of(new Refusal.Unknown(Kind.ROLE, wanted.role().value()));
        }
        if (wanted.actor()
                .userIfOne()
                .filter(user -> directory.find(realm, user).isEmpty())
                .isPresent()) {
            return Optional.of(new Refusal.Unknown(Kind.USER, wanted.actor().key()));
        }
        return switch (wanted.target()) {
            case Scope.System all -> role.get().domain().map(domain -> new Refusal.DomainRoleOnSystem(wanted.role()));
            case Scope.Domain domain -> Optional.empty();
            case Scope.Project one -> {
                Optional<Project> project = projects.find(realm, one.project());
                yield project.isEmpty()
                        ? Optional.of(
                                new Refusal.Unknown(Kind.PROJECT, one.project().value()))
                        : role.get()
                                .domain()
                                .filter(domain -> !domain.equals(project.get().domain()))
                                .map(domain -> new Refusal.RoleOfOtherDomain(wanted.role(), one.project()));
            }
        };
    }

    /** Takes it back whoever gave it. */
    public Outcome<Assignment> revoke(RealmName realm, Assignment given) {
        return RetriedTransaction.joined(() -> {
            if (!repository.remove(realm, given)) {
                return refused(new Refusal.Unknown(Kind.ASSIGNMENT, given.role().value()));
            }
            changes.announce(realm.value(), TOPIC, given.actor().key());
            return done(given);
        });
    }

    @Transactional
    public boolean exists(RealmName realm, Assignment given) {
        return repository.exists(realm, given);
    }

    /** As they were given, nothing followed from them. */
    @Transactional
    public List<Assignment> list(RealmName realm, AssignmentFilter filter) {
        return repository.list(realm, filter);
    }

    /** What was given to any of them, as it was given. */
    @Transactional
    List<Assignment> ofGroups(RealmName realm, Collection<GroupId> groups) {
        return repository.ofGroups(realm, groups);
    }

    /** The roles given to {@code actor} on {@code target} itself. */
    @Transactional
    public List<Role> granted(RealmName realm, Actor actor, Scope target, boolean inherited) {
        return repository
                .list(realm, AssignmentFilter.all().of(actor).on(target).inherited(inherited))
                .stream()
                .map(Assignment::role)
                .map((RoleId id) -> roles.find(realm, id))
                .flatMap(Optional::stream)
                .toList();
    }
}
