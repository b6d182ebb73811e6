package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** A user as requests name one: by id, or by name and domain. */
@ApplicationScoped
class NamedUsers {
    private final Directory directory;
    private final Accounts accounts;
    private final Domains domains;

    NamedUsers(Directory directory, Accounts accounts, Domains domains) {
        this.directory = directory;
        this.accounts = accounts;
        this.domains = domains;
    }

    Optional<User> find(RealmName realm, JsonNode user) {
        if (user.hasNonNull("id")) {
            return byId(realm, user.get("id").asText());
        }
        String name = user.path("name").asText("");
        return domain(realm, user.path("domain")).flatMap(domain -> accounts.named(realm, domain, name));
    }

    Optional<User> byId(RealmName realm, String id) {
        return UserId.ofHex(id).flatMap(user -> directory.find(realm, user));
    }

    /** 404 in Keystone's words when there is nobody of that id. */
    User require(RealmName realm, String id) {
        return byId(realm, id).orElseThrow(() -> KeystoneRefused.notFound("user", id));
    }

    private Optional<DomainId> domain(RealmName realm, JsonNode domain) {
        if (domain.hasNonNull("id")) {
            return Optional.of(domain.get("id").asText())
                    .filter(DomainId::isValid)
                    .map(DomainId::new);
        }
        return domains.named(realm, domain.path("name").asText("")).map(found -> found.id());
    }
}
