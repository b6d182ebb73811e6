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
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.MappedGroup;
import io.vestibule.mapping.MappedProject;
import io.vestibule.mapping.MappedUser;
import io.vestibule.mapping.MappingOutcome.Matched;
import io.vestibule.mapping.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** However much is named: one question each for domains, groups, what the groups give, projects and roles. */
    Found find(RealmName realm, Bound bound, Matched matched, User user) {
        Found found = Found.nothing();
        NamedDomains there =
                NamedDomains.of(domains, realm, matched, bound.idp().domain());
        groups(realm, bound, matched, there, found);
        if (!matched.projects().isEmpty()) {
            projects(realm, bound, matched, there, user, found);
        }
        return found;
    }

    private void groups(RealmName realm, Bound bound, Matched matched, NamedDomains there, Found found) {
        List<GroupId> ids = matched.groupIds().stream()
                .filter(GroupId::isValid)
                .map(GroupId::new)
                .toList();
        List<Group> existing = ids.isEmpty() && matched.groups().isEmpty()
                ? List.of()
                : groups.those(
                        realm,
                        ids,
                        there.ids(),
                        matched.groups().stream().map(MappedGroup::name).toList());
        Map<String, Group> byId = new HashMap<>();
        Map<Place, Group> byName = new HashMap<>();
        existing.forEach(group -> {
            byId.put(group.id().value(), group);
            byName.put(new Place(group.domain(), SafeText.key(group.name())), group);
        });
        Optional<Set<GroupId>> within = bound.limit().map(limit -> reach.ordinary(realm, limit, existing));
        matched.groupIds().forEach(id -> take(within, found, "group " + id, Optional.ofNullable(byId.get(id))));
        matched.groups()
                .forEach(group -> take(
                        within,
                        found,
                        "group " + group.name() + shown(group),
                        there.find(group.domain())
                                .map(domain -> new Place(domain.id(), SafeText.key(group.name())))
                                .map(byName::get)));
    }

    /** Where something is called so. */
    private record Place(DomainId domain, String name) {}

    private static String shown(MappedGroup group) {
        return group.domain()
                .name()
                .or(() -> group.domain().id())
                .map(domain -> " of domain " + domain)
                .orElse("");
    }

    private static void take(Optional<Set<GroupId>> within, Found found, String what, Optional<Group> group) {
        if (group.isEmpty()) {
            found.skip(what, MISSING);
        } else if (within.filter(ordinary -> !ordinary.contains(group.get().id()))
                .isPresent()) {
            found.skip(what, BEYOND);
        } else {
            found.groups().add(group.get());
        }
    }

    private void projects(RealmName realm, Bound bound, Matched matched, NamedDomains there, User user, Found found) {
        Map<Place, Project> existing = new HashMap<>();
        projects.named(
                        realm,
                        there.ids(),
                        matched.projects().stream().map(MappedProject::name).toList())
                .forEach(project -> existing.put(new Place(project.domain(), project.name()), project));
        Map<Place, Role> known = new HashMap<>();
        List<Role> all = roles.list(realm);
        Set<DomainId> everywhere = there.ids();
        all.forEach(role -> role.domain().ifPresent(domain -> known.put(new Place(domain, role.name()), role)));
        all.stream() // those of the realm come before those of a domain
                .filter(role -> role.domain().isEmpty())
                .forEach(role -> everywhere.forEach(domain -> known.put(new Place(domain, role.name()), role)));
        for (MappedProject named : matched.projects()) {
            String what = "project " + named.name();
            Optional<Domain> domain = there.of(named);
            if (domain.isEmpty()) {
                found.skip(what, "there is no such domain");
                continue;
            }
            DomainId lies = domain.get().id();
            if (bound.limit().filter(only -> !only.equals(lies)).isPresent()) {
                found.skip(what, BEYOND);
                continue;
            }
            List<Role> given = roles(named, lies, known, bound, found);
            Optional.ofNullable(existing.get(new Place(lies, named.name())))
                    .or(() -> made(realm, domain.get(), named.name(), found))
                    .ifPresent(one -> given.forEach(role -> found.assignments()
                            .add(new Assignment(
                                    new Actor.OfUser(user.id()), new Scope.Project(one.id()), role.id(), false))));
        }
    }

    private List<Role> roles(MappedProject project, DomainId domain, Map<Place, Role> known, Bound bound, Found found) {
        List<Role> given = new ArrayList<>();
        for (String name : project.roles()) {
            String what = "role " + name + " on project " + project.name();
            Role role = known.get(new Place(domain, name));
            if (role == null) {
                found.skip(what, MISSING);
            } else if (bound.limit().isPresent() && !reach.isOrdinary(role)) {
                found.skip(what, BEYOND);
            } else {
                given.add(role);
            }
        }
        return given;
    }

    private Optional<Project> made(RealmName realm, Domain domain, String name, Found found) {
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
                .flatMap(ref -> NamedDomains.of(domains, realm, List.of(ref)).find(ref))
                .map(Domain::id)
                .filter(id -> bound.limit().filter(only -> !only.equals(id)).isEmpty())
                .or(bound::limit)
                .orElse(bound.idp().domain());
    }
}
