package io.vestibule.login;

import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.DomainRef;
import io.vestibule.mapping.MappedGroup;
import io.vestibule.mapping.MappedProject;
import io.vestibule.mapping.MappingOutcome.Matched;
import io.vestibule.mapping.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What rules name for somebody and there is not, told before anybody comes in by them. Nothing is made or given. */
@ApplicationScoped
public class UnknownNames {
    private static final String NONE = "there is none";
    private static final String BEYOND = "the rules are a domain's and give nothing outside of it";

    private final Domains domains;
    private final Groups groups;
    private final Roles roles;

    UnknownNames(Domains domains, Groups groups, Roles roles) {
        this.domains = domains;
        this.groups = groups;
        this.roles = roles;
    }

    /**
     * Why it would be skipped, by what. Projects are made when they are missing, and are not among it.
     *
     * @param writer the domain whose administrators may write the rules: they are not told what there is in others
     */
    public Map<String, String> of(RealmName realm, Optional<DomainId> writer, Matched matched) {
        Map<String, String> unknown = new LinkedHashMap<>();
        NamedDomains there = NamedDomains.of(domains, realm, matched, writer.orElse(Domain.DEFAULT));
        groups(realm, writer, matched, there, unknown);
        if (!matched.projects().isEmpty()) {
            roles(realm, writer, matched, there, unknown);
        }
        return unknown;
    }

    /** Once for each: rules may name thousands. */
    private record Named(DomainId domain, String key) {
        static Named of(DomainId domain, String name) {
            return new Named(domain, SafeText.key(name));
        }
    }

    private void groups(
            RealmName realm,
            Optional<DomainId> writer,
            Matched matched,
            NamedDomains there,
            Map<String, String> unknown) {
        List<GroupId> ids = matched.groupIds().stream()
                .filter(GroupId::isValid)
                .map(GroupId::new)
                .toList();
        List<String> names = matched.groups().stream().map(MappedGroup::name).toList();
        List<Group> known = ids.isEmpty() && names.isEmpty() ? List.of() : groups.those(realm, ids, there.ids(), names);
        matched.groupIds().forEach(id -> {
            Optional<Group> found = known.stream()
                    .filter(group -> group.id().value().equals(id))
                    .findFirst();
            if (found.filter(group -> within(writer, group.domain())).isEmpty()) {
                unknown.put(told(id), writer.isPresent() ? BEYOND : NONE);
            }
        });
        Set<Named> knownNames = known.stream()
                .map(group -> Named.of(group.domain(), group.name()))
                .collect(Collectors.toSet());
        for (MappedGroup named : matched.groups()) {
            Optional<DomainId> domain = there.find(named.domain()).map(Domain::id);
            String what = told(named);
            if (domain.filter(id -> within(writer, id)).isEmpty()) {
                unknown.put(what, writer.isPresent() ? BEYOND : "there is no such domain");
            } else if (!knownNames.contains(Named.of(domain.get(), named.name()))) {
                unknown.put(what, NONE);
            }
        }
    }

    private void roles(
            RealmName realm,
            Optional<DomainId> writer,
            Matched matched,
            NamedDomains there,
            Map<String, String> unknown) {
        List<Role> known = roles.list(realm);
        matched.projects().forEach(project -> {
            Optional<DomainId> domain = there.of(project).map(Domain::id);
            if (domain.filter(id -> within(writer, id)).isEmpty()) {
                unknown.put(told(project), writer.isPresent() ? BEYOND : "there is no such domain");
                return;
            }
            project.roles().stream()
                    .filter(name -> known.stream()
                            .noneMatch(role -> role.name().equals(name)
                                    && (role.domain().isEmpty() || role.domain().equals(domain))))
                    .forEach(name -> unknown.put(told(project, name), NONE));
        });
    }

    static String told(String groupId) {
        return "group " + groupId;
    }

    static String told(MappedGroup group) {
        return "group " + group.name() + shown(group.domain());
    }

    static String told(MappedProject project) {
        return "project " + project.name();
    }

    static String told(MappedProject project, String role) {
        return "role " + role + " on project " + project.name();
    }

    private static boolean within(Optional<DomainId> writer, DomainId domain) {
        return writer.filter(only -> !only.equals(domain)).isEmpty();
    }

    private static String shown(DomainRef domain) {
        return domain.name().or(domain::id).map(text -> " of domain " + text).orElse("");
    }
}
