package io.vestibule.protocol.saml.downstream;

import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.ScopeName;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.GrantedScope;
import io.vestibule.relyingparty.OpenStackNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a service provider that is a Keystone is told, as another Keystone would tell it: who it is, their groups, and where they
 * chose a project their roles there.
 */
@ApplicationScoped
class KeystoneAttributes {
    private static final String PROFILE = "profile";
    private static final String GROUPS = "groups";
    private static final String ROLES = "roles";

    /** The words of consent for all of it. */
    static final Set<String> ASKS = Set.of(PROFILE, GROUPS, ROLES);

    private final Directory directory;
    private final Domains domains;
    private final Groups groups;

    KeystoneAttributes(Directory directory, Domains domains, Groups groups) {
        this.directory = directory;
        this.domains = domains;
        this.groups = groups;
    }

    /** Nothing at all of somebody whose name would arrive as two: half of it would be somebody else. */
    List<ReleasedAttribute> of(RealmName realm, Authentication who) {
        Optional<User> user = directory.find(realm, who.subject().user());
        Optional<Domain> domain = user.flatMap(one -> domains.find(realm, one.domain()));
        boolean tellable = user.map(User::name).filter(OpenStackNames::isOne).isPresent()
                && domain.map(Domain::name).filter(OpenStackNames::isOne).isPresent();
        List<ReleasedAttribute> told = new ArrayList<>();
        if (tellable && who.agreed().contains(PROFILE)) {
            told.add(one(OpenStackNames.USER, user.get().name()));
            told.add(one(OpenStackNames.USER_DOMAIN, domain.get().name()));
            if (who.agreed().contains(ROLES)) {
                who.scope().map(KeystoneAttributes::place).ifPresent(told::addAll);
            }
            if (who.agreed().contains(GROUPS)) {
                told.addAll(groups(realm, user.get()));
            }
        }
        return told;
    }

    /** Other scopes than a project a Keystone has no words for. */
    private static List<ReleasedAttribute> place(GrantedScope scope) {
        return scope.name() instanceof ScopeName.OfProject project
                        && OpenStackNames.isOne(project.project())
                        && OpenStackNames.isOne(project.domain())
                        && scope.roles().stream().allMatch(OpenStackNames::isOne)
                ? List.of(
                        ReleasedAttribute.openStack(OpenStackNames.ROLES, scope.roles()),
                        one(OpenStackNames.PROJECT, project.project()),
                        one(OpenStackNames.PROJECT_DOMAIN, project.domain()))
                : List.of();
    }

    private List<ReleasedAttribute> groups(RealmName realm, User user) {
        List<String> named = groups.ofUser(realm, user.id()).stream()
                .flatMap(group -> domains.find(realm, group.domain()).stream()
                        .map(domain -> OpenStackNames.group(group.name(), domain.name())))
                .toList();
        return named.isEmpty() ? List.of() : List.of(ReleasedAttribute.openStack(OpenStackNames.GROUPS, named));
    }

    private static ReleasedAttribute one(String name, String value) {
        return ReleasedAttribute.openStack(name, List.of(value));
    }
}
