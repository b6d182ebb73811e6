package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;

/**
 * What somebody may call themselves somewhere: everything given to the user or to one of the user's groups, on the target or
 * inherited from above, and all that it implies. Whether user, group or target are in use at all is for the caller to ask.
 */
@ApplicationScoped
public class EffectiveRoles {
    private static final int MOST_KEPT = 50_000;

    private final EffectiveRepository repository;
    private final Projects projects;
    private final FollowedCache<Question, List<RoleRef>> recent;

    EffectiveRoles(EffectiveRepository repository, Projects projects, Changes changes) {
        this.repository = repository;
        this.projects = projects;
        this.recent = changes.cache(MOST_KEPT);
    }

    record Question(RealmName realm, UserId user, Set<GroupId> groups, Scope scope) {
        boolean concerns(Changed changed) {
            return realm.value().equals(changed.realm())
                    && switch (changed.topic()) {
                        case Assignments.TOPIC -> isAsker(changed.key());
                        case Roles.TOPIC, Roles.IMPLIED, "domain" -> true; // who holds it is not known here
                        case Projects.TOPIC -> scope instanceof Scope.Project;
                        case "user" -> user.hex().equals(changed.key());
                        case "group" -> groups.contains(new GroupId(changed.key()));
                        default -> false;
                    };
        }

        private boolean isAsker(String key) {
            return user.hex().equals(key) || groups.contains(new GroupId(key));
        }
    }

    void forget(@Observes Changed changed) {
        switch (changed.topic()) {
            case Assignments.TOPIC, Roles.TOPIC, Roles.IMPLIED, Projects.TOPIC, "domain", "user", "group" ->
                recent.evictIf(question -> question.concerns(changed));
            default -> {
                // news of other rooms
            }
        }
    }

    /** Sorted by name; empty when there is nothing. Without a question to the database while nothing changes. */
    public List<RoleRef> of(RealmName realm, UserId user, Set<GroupId> groups, Scope scope) {
        return recent.get(new Question(realm, user, Set.copyOf(groups), scope), this::read);
    }

    @Transactional
    List<RoleRef> read(Question question) {
        return repository.roles(question.realm(), question.user(), question.groups(), question.scope());
    }

    /** The projects on which they have any role, in use or not, by name. */
    @Transactional
    public List<Project> projects(RealmName realm, UserId user, Set<GroupId> groups) {
        return projects.those(realm, repository.projects(realm, user, groups));
    }

    /** The domains on which they have any role; one that only projects below inherit is none. */
    @Transactional
    public List<DomainId> domains(RealmName realm, UserId user, Set<GroupId> groups) {
        return repository.domains(realm, user, groups);
    }

    /** Whether they have any role on the whole system. */
    public boolean onSystem(RealmName realm, UserId user, Set<GroupId> groups) {
        return !of(realm, user, groups, new Scope.System()).isEmpty();
    }
}
