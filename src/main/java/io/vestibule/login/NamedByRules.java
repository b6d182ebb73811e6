package io.vestibule.login;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.DomainReach;
import io.vestibule.access.Outcome;
import io.vestibule.access.Project;
import io.vestibule.access.ProjectDraft;
import io.vestibule.access.Projects;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.mapping.DomainRef;
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.MappedGroup;
import io.vestibule.mapping.MappedProject;
import io.vestibule.mapping.MappedUser;
import io.vestibule.mapping.MappingOutcome.Matched;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What there is of what rules name. A project that is missing is made, as Keystone does; a group, a domain or a role is not.
 * Rules that a domain's administrators may write reach nothing outside of it, and not the whole of what is in it.
 */
@ApplicationScoped
class NamedByRules {
    private static final int LONGEST_PROJECT = 64;
    private static final String MISSING = "there is none";
    private static final String BEYOND = "the rules are a domain's and may not give it";

    private final Domains domains;
    private final Groups groups;
    private final Projects projects;
    private final Roles roles;
    private final DomainReach reach;

    NamedByRules(Domains domains, Groups groups, Projects projects, Roles roles, DomainReach reach) {
        this.domains = domains;
        this.groups = groups;
        this.projects = projects;
        this.roles = roles;
        this.reach = reach;
    }

    /** @param skipped what was named and cannot be given, and why */
    record Found(Set<Group> groups, Set<Assignment> assignments, Map<String, String> skipped) {
        static Found nothing() {
            return new Found(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashMap<>());
        }

        private void skip(String what, String why) {
            skipped.put(what, why);
        }
    }

    Found find(RealmName realm, Bound bound, Matched matched, User user) {
        Found found = Found.nothing();
        matched.groupIds()
                .forEach(id -> take(
                        realm,
                        bound,
                        found,
                        "group " + id,
                        GroupId.isValid(id) ? groups.find(realm, new GroupId(id)) : Optional.empty()));
        matched.groups()
                .forEach(group -> take(
                        realm,
                        bound,
                        found,
                        "group " + group.name() + shown(group),
                        domain(realm, group.domain())
                                .flatMap(domain -> groups.named(realm, domain.id(), group.name()))));
        matched.projects().forEach(project -> project(realm, bound, found, project, user));
        return found;
    }

    private static String shown(MappedGroup group) {
        return group.domain()
                .name()
                .or(() -> group.domain().id())
                .map(domain -> " of domain " + domain)
                .orElse("");
    }

    private void take(RealmName realm, Bound bound, Found found, String what, Optional<Group> group) {
        if (group.isEmpty()) {
            found.skip(what, MISSING);
        } else if (bound.limit().isPresent()
                && !reach.isOrdinary(realm, bound.limit().get(), group.get())) {
            found.skip(what, BEYOND);
        } else {
            found.groups().add(group.get());
        }
    }

    private void project(RealmName realm, Bound bound, Found found, MappedProject named, User user) {
        String what = "project " + named.name();
        Optional<Domain> domain = named.domain()
                .map(ref -> domain(realm, ref))
                .orElseGet(() -> domains.find(realm, bound.idp().domain()));
        if (domain.isEmpty()) {
            found.skip(what, "there is no such domain");
            return;
        }
        if (bound.limit().filter(only -> !only.equals(domain.get().id())).isPresent()) {
            found.skip(what, BEYOND);
            return;
        }
        Map<String, Role> given = new LinkedHashMap<>();
        for (String name : named.roles()) {
            Optional<Role> role = roles.named(realm, Optional.empty(), name)
                    .or(() -> roles.named(realm, Optional.of(domain.get().id()), name));
            if (role.isEmpty()) {
                found.skip("role " + name + " on " + what, MISSING);
            } else if (bound.limit().isPresent() && !reach.isOrdinary(role.get())) {
                found.skip("role " + name + " on " + what, BEYOND);
            } else {
                given.put(name, role.get());
            }
        }
        Optional<Project> project = ensured(realm, domain.get(), named.name(), found);
        project.ifPresent(one -> given.values()
                .forEach(role -> found.assignments()
                        .add(new Assignment(
                                new Actor.OfUser(user.id()), new Scope.Project(one.id()), role.id(), false))));
    }

    private Optional<Project> ensured(RealmName realm, Domain domain, String name, Found found) {
        Optional<Project> there = projects.named(realm, domain.id(), name);
        if (there.isPresent()) {
            return there;
        }
        if (name.isBlank() || name.length() > LONGEST_PROJECT) {
            found.skip("project " + name, "a project is called by 1 to " + LONGEST_PROJECT + " characters");
            return Optional.empty();
        }
        ProjectId id = new ProjectId(DrawnId.next());
        Optional<Project> made = projects.create(realm, id, plain(domain, name)) instanceof Outcome.Done<Project> done
                ? Optional.of(done.value())
                : projects.named(realm, domain.id(), name); // another login was faster
        if (made.isEmpty()) {
            found.skip("project " + name, "it cannot be made");
        }
        return made;
    }

    /** Described by nothing, as those that a Keystone makes. */
    private static ProjectDraft plain(Domain domain, String name) {
        return new ProjectDraft(
                domain.id(), Optional.empty(), name, Optional.of(""), true, Optional.empty(), List.of(), Extra.none());
    }

    /** Where a user is made of somebody new: where the rules say, as far as they may, else in the rules' or the provider's domain. */
    DomainId domainOf(RealmName realm, Bound bound, MappedUser user) {
        return user.domain()
                .flatMap(ref -> domain(realm, ref))
                .map(Domain::id)
                .filter(id -> bound.limit().filter(only -> !only.equals(id)).isEmpty())
                .or(bound::limit)
                .orElse(bound.idp().domain());
    }

    private Optional<Domain> domain(RealmName realm, DomainRef ref) {
        return ref.id().isPresent()
                ? ref.id().filter(DomainId::isValid).flatMap(id -> domains.find(realm, new DomainId(id)))
                : ref.name().flatMap(name -> domains.named(realm, name));
    }
}
