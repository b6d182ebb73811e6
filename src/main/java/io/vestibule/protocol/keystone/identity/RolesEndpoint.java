package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Role;
import io.vestibule.access.RoleDraft;
import io.vestibule.access.Roles;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.RoleId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** {@code /v3/roles}: roles of the realm, and of its domains. */
@Path("/realms/{realm}/v3/roles")
@RunOnVirtualThread
public class RolesEndpoint {
    private static final Set<String> KNOWN = Set.of("name", "domain_id", "description", "options");
    private static final String IMMUTABLE = "immutable";

    private final Calls calls;
    private final Enforcer enforcer;
    private final Schemas schemas;
    private final Facts facts;
    private final Roles roles;

    RolesEndpoint(Calls calls, Enforcer enforcer, Schemas schemas, Facts facts, Roles roles) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.schemas = schemas;
        this.facts = facts;
        this.roles = roles;
    }

    /** Without a domain in the query, only the roles of the realm itself. */
    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<String> domain = call.query().value("domain_id").filter(id -> !id.isEmpty());
        enforcer.enforce(
                call, domain.isPresent() ? "identity:list_domain_roles" : "identity:list_roles", Target.none());
        return Listing.of(
                call,
                "roles",
                roles.list(call.realmName()).stream()
                        .filter(role -> role.domain().map(DomainId::value).equals(domain))
                        .map(role -> Views.role(call, role))
                        .toList(),
                "name");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode sent = Fields.member(call, body, "role");
        enforcer.enforce(
                call,
                sent.hasNonNull("domain_id") ? "identity:create_domain_role" : "identity:create_role",
                Target.none());
        Fields role = Fields.checked(schemas, "role_create", sent);
        RoleDraft draft = RoleDraft.of(role.required("name").strip())
                .inDomain(role.text("domain_id")
                        .map(domain -> facts.requireDomain(call, domain).id()))
                .described(role.text("description"))
                .immutable(Fields.option(role.object("options"), IMMUTABLE, Optional.empty()))
                .with(role.extra(KNOWN));
        Role made = roles.create(call.realmName(), new RoleId(DrawnId.next()), draft)
                .orElseThrow(Refusals::of);
        return Reply.created("role", Views.role(call, made));
    }

    @GET
    @Path("/{role}")
    public Reply show(@PathParam("realm") String realm, @PathParam("role") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return Reply.ok("role", Views.role(call, allowed(call, "get", id)));
    }

    @PATCH
    @Path("/{role}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("role") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Role before = allowed(call, "update", id);
        Fields wanted = Fields.checked(schemas, "role_update", Fields.member(call, body, "role"))
                .requireSameId(id);
        if (wanted.has("domain_id")
                && !wanted.text("domain_id").equals(before.domain().map(DomainId::value))) {
            throw KeystoneRefused.badRequest("Update of `domain_id` is not allowed.");
        }
        Role changed = roles.update(call.realmName(), before.id(), draft -> changed(draft, wanted))
                .orElseThrow(Refusals::of);
        return Reply.ok("role", Views.role(call, changed));
    }

    private static RoleDraft changed(RoleDraft draft, Fields wanted) {
        return draft.named(wanted.text("name").map(String::strip).orElse(draft.name()))
                .described(wanted.has("description") ? wanted.text("description") : draft.description())
                .immutable(Fields.option(wanted.object("options"), IMMUTABLE, draft.immutable()))
                .with(draft.extra().with(wanted.others(KNOWN)));
    }

    @DELETE
    @Path("/{role}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("role") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        roles.delete(call.realmName(), allowed(call, "delete", id).id()).orElseThrow(Refusals::of);
        return Reply.noContent();
    }

    /** A role that is not there is told of to who may not read those of the realm, too, as Keystone does. */
    private Role allowed(Call call, String verb, String id) {
        call.holder();
        Role role = facts.requireRole(call, id);
        enforcer.enforce(
                call, "identity:" + verb + (role.domain().isPresent() ? "_domain_role" : "_role"), Facts.of(role));
        return role;
    }
}
