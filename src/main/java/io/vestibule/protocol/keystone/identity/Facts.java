package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** What a call is about: the rows behind the ids in it, and what policy may know of them. */
@ApplicationScoped
class Facts {
    private final Directory directory;
    private final Domains domains;
    private final Groups groups;
    private final Projects projects;
    private final Roles roles;

    Facts(Directory directory, Domains domains, Groups groups, Projects projects, Roles roles) {
        this.directory = directory;
        this.domains = domains;
        this.groups = groups;
        this.projects = projects;
        this.roles = roles;
    }

    Optional<User> user(Call call, String id) {
        return UserId.ofHex(id).flatMap(user -> directory.find(call.realmName(), user));
    }

    User requireUser(Call call, String id) {
        return user(call, id).orElseThrow(() -> KeystoneRefused.notFound("user", id));
    }

    Optional<Group> group(Call call, String id) {
        return GroupId.isValid(id) ? groups.find(call.realmName(), new GroupId(id)) : Optional.empty();
    }

    Group requireGroup(Call call, String id) {
        return group(call, id).orElseThrow(() -> KeystoneRefused.notFound("group", id));
    }

    Optional<Domain> domain(Call call, String id) {
        return DomainId.isValid(id) ? domains.find(call.realmName(), new DomainId(id)) : Optional.empty();
    }

    Domain requireDomain(Call call, String id) {
        return domain(call, id).orElseThrow(() -> KeystoneRefused.notFound("domain", id));
    }

    Optional<Project> project(Call call, String id) {
        return ProjectId.isValid(id) ? projects.find(call.realmName(), new ProjectId(id)) : Optional.empty();
    }

    Project requireProject(Call call, String id) {
        return project(call, id).orElseThrow(() -> KeystoneRefused.notFound("project", id));
    }

    Optional<Role> role(Call call, String id) {
        return RoleId.isValid(id) ? roles.find(call.realmName(), new RoleId(id)) : Optional.empty();
    }

    Role requireRole(Call call, String id) {
        return role(call, id).orElseThrow(() -> KeystoneRefused.notFound("role", id));
    }

    /** The domain that a domain's token is good for: such a caller sees nothing outside of it. */
    static Optional<DomainId> scopedDomain(Call call) {
        return call.holder().token().scope() instanceof TokenScope.OfDomain domain
                ? Optional.of(domain.id())
                : Optional.empty();
    }

    /** Where something belongs that says nothing of its domain: the token's, or the one that every realm has. */
    static String domainOf(Call call, Optional<String> said) {
        return said.orElseGet(() -> scopedDomain(call).orElse(Domain.DEFAULT).value());
    }

    /** {@code target.domain_id}: what lists are narrowed to. */
    static Target scoped(Call call) {
        return scopedDomain(call)
                .map(domain -> Target.of("target.domain_id", domain.value()))
                .orElse(Target.none());
    }

    static Target of(User user) {
        return Target.of(
                "target.user.id", user.id().hex(),
                "target.user.name", user.name(),
                "target.user.domain_id", user.domain().value());
    }

    static Target of(Group group) {
        return Target.of(
                "target.group.id", group.id().value(),
                "target.group.name", group.name(),
                "target.group.domain_id", group.domain().value());
    }

    static Target of(Domain domain) {
        return Target.of(
                "target.domain.id", domain.id().value(),
                "target.domain.name", domain.name());
    }

    static Target of(Call call, Project project) {
        return Target.of(
                        "target.project.id", project.id().value(),
                        "target.project.name", project.name())
                .and(inDomain(call, project.domain().value(), project.name()));
    }

    /** A project of that name in that domain, there or yet to be made. */
    static Target inDomain(Call call, String domain, String name) {
        boolean administrators = DomainId.isValid(domain)
                && KeystoneRealm.policyOf(call.realm()).isAdminProject(new DomainId(domain), name.strip());
        return Target.of(
                "target.project.domain_id",
                domain,
                "target.project.is_admin_project",
                administrators ? "True" : "False");
    }

    static Target of(Role role) {
        return Target.of("target.role.id", role.id().value(), "target.role.name", role.name())
                .with(
                        "target.role.domain_id",
                        role.domain().map(DomainId::value).orElse(null));
    }

    static <T> Target ofAny(Optional<T> found, Function<T, Target> facts) {
        return found.map(facts).orElse(Target.none());
    }
}
