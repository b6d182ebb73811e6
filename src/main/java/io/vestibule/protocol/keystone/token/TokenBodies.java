package io.vestibule.protocol.keystone.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.RoleRef;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.catalog.CatalogView;
import io.vestibule.protocol.keystone.partners.PartnersView;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** Tokens as the Identity API shows them, byte for byte. */
@ApplicationScoped
public class TokenBodies {
    private final ObjectWriter json = new ObjectMapper().writer();
    private final Instance<CatalogView> catalog;
    private final Instance<PartnersView> partners;

    TokenBodies(Instance<CatalogView> catalog, Instance<PartnersView> partners) {
        this.catalog = catalog;
        this.partners = partners;
    }

    /** {@code {"token": …}}; the catalogue only with a scope. */
    public byte[] of(Realm realm, ValidToken token, boolean withCatalog) {
        try {
            return json.writeValueAsBytes(
                    JsonNodeFactory.instance.objectNode().set("token", token(realm, token, withCatalog)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts always serialises", impossible);
        }
    }

    private ObjectNode token(Realm realm, ValidToken token, boolean withCatalog) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode methods = body.putArray("methods");
        token.methods().forEach(methods::add);
        body.set("user", user(token));
        ArrayNode auditIds = body.putArray("audit_ids");
        token.auditIds().forEach(auditIds::add);
        body.put("expires_at", KeystoneTime.text(token.expiresAt()));
        body.put("issued_at", KeystoneTime.text(token.issuedAt()));
        token.delegation().flatMap(Delegated::trust).ifPresent(trust -> body.set("OS-TRUST:trust", trust));
        scope(token, body);
        if (withCatalog && !(token.scope() instanceof TokenScope.Unscoped)) {
            body.set("catalog", catalog(realm, token));
        }
        if (token.scope() instanceof TokenScope.OfProject) {
            serviceProviders(realm, body);
        }
        token.delegation().flatMap(Delegated::oauth).ifPresent(oauth -> body.set("OS-OAUTH1", oauth));
        token.delegation()
                .flatMap(Delegated::applicationCredential)
                .ifPresent(credential -> body.set("application_credential", credential));
        token.payload()
                .thumbprint()
                .ifPresent(print -> body.putObject("oauth2_credential").put("x5t#S256", print));
        return body;
    }

    private static ObjectNode user(ValidToken token) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.set("domain", named(token.userDomain().value(), token.userDomainName()));
        user.put("id", token.user().hex());
        user.put("name", token.userName());
        if (token.payload().federated().isPresent()) {
            user.set("OS-FEDERATION", federated(token.payload().federated().get()));
        } else {
            user.put(
                    "password_expires_at",
                    token.passwordExpiresAt().map(KeystoneTime::naive).orElse(null));
        }
        return user;
    }

    private static ObjectNode federated(TokenPayload.Federated from) {
        ObjectNode federated = JsonNodeFactory.instance.objectNode();
        ArrayNode groups = federated.putArray("groups");
        from.groups().forEach(group -> groups.addObject().put("id", group.value()));
        federated.putObject("identity_provider").put("id", from.identityProvider());
        federated.putObject("protocol").put("id", from.protocol());
        return federated;
    }

    private static void scope(ValidToken token, ObjectNode body) {
        switch (token.scope()) {
            case TokenScope.OfProject project -> {
                ObjectNode shown = body.putObject("project");
                shown.set("domain", named(project.domain().value(), project.domainName()));
                shown.put("id", project.id().value());
                shown.put("name", project.name());
                if (token.trustId().isEmpty()) {
                    body.put("is_domain", project.isDomain());
                }
                roles(token, body);
            }
            case TokenScope.OfDomain domain -> {
                body.set("domain", named(domain.id().value(), domain.name()));
                roles(token, body);
            }
            case TokenScope.OfSystem all -> {
                roles(token, body);
                body.putObject("system").put("all", true);
            }
            case TokenScope.Unscoped none -> {
                // says nothing of roles
            }
        }
    }

    private static void roles(ValidToken token, ObjectNode body) {
        ArrayNode roles = body.putArray("roles");
        for (RoleRef role : token.roles()) {
            roles.add(named(role.id().value(), role.name()));
        }
    }

    /** Only where there is one, as Keystone shows them. */
    private void serviceProviders(Realm realm, ObjectNode body) {
        partners.stream()
                .map(view -> view.shown(realm.name()))
                .filter(shown -> !shown.isEmpty())
                .forEach(shown -> body.set("service_providers", shown));
    }

    private static ObjectNode named(String id, String name) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("name", name);
    }

    private ArrayNode catalog(Realm realm, ValidToken token) {
        UserId user = token.user();
        Optional<ProjectId> project =
                token.scope() instanceof TokenScope.OfProject of ? Optional.of(of.id()) : Optional.empty();
        return catalog.stream()
                .findFirst()
                .map(view -> view.catalog(realm, user, project))
                .orElseGet(JsonNodeFactory.instance::arrayNode);
    }
}
