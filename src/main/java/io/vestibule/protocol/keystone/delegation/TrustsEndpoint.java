package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Role;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** {@code /v3/OS-TRUST/trusts}. */
@Path("/realms/{realm}/v3/OS-TRUST/trusts")
@RunOnVirtualThread
public class TrustsEndpoint {
    private static final String TRUSTOR = "target.trust.trustor_user_id";
    private static final String TRUSTEE = "target.trust.trustee_user_id";

    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Trusts trusts;
    private final TrustRequest requests;
    private final RoleChoice roles;
    private final Origins origins;

    TrustsEndpoint(
            Calls calls,
            Enforcer enforcer,
            CheckedBody bodies,
            Trusts trusts,
            TrustRequest requests,
            RoleChoice roles,
            Origins origins) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.trusts = trusts;
        this.requests = requests;
        this.roles = roles;
        this.origins = origins;
    }

    private static final String NONE = "";

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        List<Trust> found = sought(call);
        DelegatedCallers.mayNotManageTrust(call.holder().token(), NONE);
        return Listing.of(
                call,
                "trusts",
                found.stream().map(trust -> summary(call, trust)).toList());
    }

    private List<Trust> sought(Call call) {
        Optional<String> trustor = call.query().value("trustor_user_id");
        Optional<String> trustee = call.query().value("trustee_user_id");
        if (trustor.isPresent()) {
            enforcer.enforce(call, "identity:list_trusts_for_trustor", Target.of(TRUSTOR, trustor.get()));
            return UserId.ofHex(trustor.get())
                    .map(user -> trusts.ofTrustor(call.realmName(), user))
                    .orElse(List.of());
        }
        if (trustee.isPresent()) {
            enforcer.enforce(call, "identity:list_trusts_for_trustee", Target.of(TRUSTEE, trustee.get()));
            return UserId.ofHex(trustee.get())
                    .map(user -> trusts.forTrustee(call.realmName(), user))
                    .orElse(List.of());
        }
        enforcer.enforce(call, "identity:list_trusts", Target.none());
        return trusts.all(call.realmName());
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode wanted = bodies.unchecked(call, body, "trust");
        String trustor = wanted.path("trustor_user_id").asText("");
        enforcer.enforce(call, "identity:create_trust", Target.of(TRUSTOR, trustor));
        DelegatedCallers.mayNotManageTrusts(call.holder().token());
        Trust trust = requests.read(call, bodies.checked(wanted, "trust_create"));
        origins.made(
                call,
                HandedOn.TRUST,
                () -> {
                    trusts.create(call.realmName(), trust);
                    return trust;
                },
                Trust::id);
        return Reply.created("trust", view(call, trust));
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return Reply.ok("trust", view(call, enforced(call, "identity:get_trust", id)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforced(call, "identity:delete_trust", id);
        trusts.delete(call.realmName(), id);
        return Reply.noContent();
    }

    @GET
    @Path("/{id}/roles")
    public Reply rolesOf(
            @PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        ObjectNode view = view(call, enforced(call, "identity:list_roles_for_trust", id));
        ObjectNode answer = view.objectNode();
        answer.set("roles", view.get("roles"));
        answer.set("links", view.get("roles_links"));
        return Reply.ok(answer);
    }

    @GET
    @Path("/{id}/roles/{role}")
    public Reply roleOf(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            @PathParam("role") String role,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Trust trust = enforced(call, "identity:get_role_for_trust", id);
        Role found = Optional.of(role)
                .filter(RoleId::isValid)
                .map(RoleId::new)
                .filter(trust.roles()::contains)
                .flatMap(known -> roles.find(call.realmName(), known))
                .orElseThrow(() -> KeystoneRefused.notFound("role", role));
        return Reply.ok("role", RoleChoice.linked(found, call.base()));
    }

    private Trust enforced(Call call, String action, String id) {
        call.holder();
        Trust trust = trusts.usable(call.realmName(), id);
        enforcer.enforce(
                call,
                action,
                Target.of(
                        TRUSTOR, trust.trustor().hex(), TRUSTEE, trust.trustee().hex()));
        DelegatedCallers.mayNotManageTrust(call.holder().token(), id);
        return trust;
    }

    private ObjectNode view(Call call, Trust trust) {
        ObjectNode view = summary(call, trust);
        view.set("roles", roles.linked(call.realmName(), trust.roles(), call.base()));
        view.putObject("roles_links")
                .put("self", call.base() + "/" + trust.id() + "/roles") // where Keystone says they are
                .putNull("next")
                .putNull("previous");
        return view;
    }

    private static ObjectNode summary(Call call, Trust trust) {
        ObjectNode view = trust.extra().tree();
        view.put("id", trust.id())
                .put("trustor_user_id", trust.trustor().hex())
                .put("trustee_user_id", trust.trustee().hex())
                .put("project_id", trust.project().map(ProjectId::value).orElse(null))
                .put("impersonation", trust.impersonation())
                .put("expires_at", trust.expiresAt().map(Times::utc).orElse(null))
                .put("remaining_uses", trust.remainingUses().orElse(null))
                .putNull("deleted_at")
                .put("redelegated_trust_id", trust.redelegated().orElse(null))
                .put("redelegation_count", trust.redelegationCount());
        view.putObject("links").put("self", call.base() + "/OS-TRUST/trusts/" + trust.id());
        return view;
    }
}
