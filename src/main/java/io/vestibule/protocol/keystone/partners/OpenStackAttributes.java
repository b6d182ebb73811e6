package io.vestibule.protocol.keystone.partners;

import io.vestibule.directory.Domains;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.relyingparty.OpenStackNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a Keystone is told of a token's holder, by the names that mapping rules of Keystones look for. */
@ApplicationScoped
class OpenStackAttributes {
    private final Groups groups;
    private final Domains domains;

    OpenStackAttributes(Groups groups, Domains domains) {
        this.groups = groups;
        this.domains = domains;
    }

    /** @throws KeystoneRefused 403 when something of it could be read as something else there */
    Map<String, List<String>> of(RealmName realm, ValidToken token, TokenScope.OfProject project) {
        Map<String, List<String>> told = new LinkedHashMap<>();
        told.put(OpenStackNames.USER, List.of(single(token.userName())));
        told.put(
                OpenStackNames.ROLES,
                token.roles().stream().map(role -> single(role.name())).toList());
        told.put(OpenStackNames.PROJECT, List.of(single(project.name())));
        told.put(OpenStackNames.PROJECT_DOMAIN, List.of(single(project.domainName())));
        told.put(OpenStackNames.USER_DOMAIN, List.of(single(token.userDomainName())));
        List<String> named = groups(realm, token);
        if (!named.isEmpty()) { // an attribute without a value says nothing
            told.put(OpenStackNames.GROUPS, named);
        }
        return told;
    }

    private List<String> groups(RealmName realm, ValidToken token) {
        Set<Group> all = new LinkedHashSet<>(groups.ofUser(realm, token.user()));
        token.payload().federated().map(TokenPayload.Federated::groups).stream()
                .flatMap(List::stream)
                .flatMap(id -> groups.find(realm, id).stream())
                .forEach(all::add);
        return all.stream()
                .flatMap(group -> domains.find(realm, group.domain()).stream()
                        .map(domain -> OpenStackNames.group(group.name(), domain.name())))
                .toList();
    }

    private static String single(String name) {
        if (!OpenStackNames.isOne(name)) {
            throw KeystoneRefused.forbiddenSaying(
                            "A name with a semicolon or a control character cannot be told to" + " another Keystone.")
                    .because("name-of-two");
        }
        return name;
    }
}
