package io.vestibule.protocol.keystone.partners;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a Keystone is told of a token's holder, by the names that mapping rules of Keystones look for. */
@ApplicationScoped
class OpenStackAttributes {
    private static final char SEPARATOR = ';';

    private final Groups groups;
    private final Domains domains;

    OpenStackAttributes(Groups groups, Domains domains) {
        this.groups = groups;
        this.domains = domains;
    }

    /** @throws KeystoneRefused 403 when something of it could be read as something else there */
    Map<String, List<String>> of(RealmName realm, ValidToken token, TokenScope.OfProject project) {
        Map<String, List<String>> told = new LinkedHashMap<>();
        told.put("openstack_user", List.of(single(token.userName())));
        told.put(
                "openstack_roles",
                token.roles().stream().map(role -> single(role.name())).toList());
        told.put("openstack_project", List.of(single(project.name())));
        told.put("openstack_project_domain", List.of(single(project.domainName())));
        told.put("openstack_user_domain", List.of(single(token.userDomainName())));
        List<String> named = groups(realm, token);
        if (!named.isEmpty()) { // an attribute without a value says nothing
            told.put("openstack_groups", named);
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
                .flatMap(group -> domains.find(realm, group.domain()).stream().map(domain -> json(group, domain)))
                .toList();
    }

    private static String json(Group group, Domain domain) {
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("name", group.name());
        named.putObject("domain").put("name", domain.name());
        // In JSON a semicolon stands only in a text, where it can be written so that nobody splits there.
        return "JSON:" + named.toString().replace(";", "\\u003b");
    }

    /**
     * Web servers join values with a semicolon and Keystone splits there, whatever stands before it: somebody called
     * {@code x;admin} would arrive as two users (security case 52).
     */
    private static String single(String name) {
        if (name.indexOf(SEPARATOR) >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw KeystoneRefused.forbiddenSaying(
                            "A name with a semicolon or a control character cannot be told to" + " another Keystone.")
                    .because("name-of-two");
        }
        return name;
    }
}
