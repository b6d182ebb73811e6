package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
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
import java.util.List;
import java.util.Optional;

/** {@code /v3/credentials}. */
@Path("/realms/{realm}/v3/credentials")
@RunOnVirtualThread
public class CredentialsEndpoint {
    private static final String OWNER = "target.credential.user_id";

    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Credentials credentials;
    private final CredentialRequest requests;
    private final OwnSeeds seeds;
    private final Origins origins;

    CredentialsEndpoint(
            Calls calls,
            Enforcer enforcer,
            CheckedBody bodies,
            Credentials credentials,
            CredentialRequest requests,
            OwnSeeds seeds,
            Origins origins) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.credentials = credentials;
        this.requests = requests;
        this.seeds = seeds;
        this.origins = origins;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        String caller = call.holder().token().user().hex();
        boolean system = call.holder().token().scope() instanceof TokenScope.OfSystem;
        enforcer.enforce(call, "identity:list_credentials", system ? Target.none() : Target.of(OWNER, caller));
        List<ObjectNode> visible = sought(call).stream()
                .filter(credential -> enforcer.allows(call, "identity:get_credential", target(credential)))
                .filter(credential -> DelegatedCallers.mayRead(call.holder().token(), credential))
                .filter(credential -> seeds.mayTouch(call, credential))
                .map(credential -> view(call, credential))
                .toList();
        return Listing.of(call, "credentials", visible, "user_id", "type");
    }

    private List<StoredCredential> sought(Call call) {
        return call.query()
                .value("user_id")
                .map(user -> UserId.ofHex(user)
                        .map(id -> credentials.of(call.realmName(), id))
                        .orElse(List.of()))
                .orElseGet(() -> everybodys(call)
                        ? credentials.all(call.realmName())
                        : credentials.of(call.realmName(), call.holder().token().user()));
    }

    /** Only for whom all of them may be opened: it costs what they all cost. */
    private boolean everybodys(Call call) {
        return enforcer.allows(call, "identity:get_credential", Target.none());
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode wanted = bodies.unchecked(call, body, "credential");
        enforcer.enforce(
                call,
                "identity:create_credential",
                Target.of(OWNER, wanted.path("user_id").asText("")));
        DelegatedCallers.mayNotChangeCredentials(call.holder().token());
        StoredCredential made = requests.fresh(call.realmName(), bodies.checked(wanted, "credential_create"));
        seeds.requireFactor(call, made);
        origins.credential(call, made, () -> credentials.create(call.realmName(), made));
        return Reply.created("credential", view(call, made));
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        StoredCredential found = enforced(call, "identity:get_credential", id);
        DelegatedCallers.requireMayRead(call.holder().token(), found);
        seeds.requireFactor(call, found);
        return Reply.ok("credential", view(call, found));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        StoredCredential before = enforced(call, "identity:update_credential", id);
        DelegatedCallers.mayNotChangeCredentials(call.holder().token());
        ObjectNode wanted = bodies.member(call, body, "credential", "credential_update");
        StoredCredential after = requests.changed(call.realmName(), before, wanted);
        enforcer.enforce(call, "identity:update_credential", target(after)); // it may become somebody else's
        seeds.requireFactor(call, before);
        seeds.requireFactor(call, after);
        origins.changed(call, after, () -> credentials.update(call.realmName(), before, after));
        return Reply.ok("credential", view(call, after));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        StoredCredential found = enforced(call, "identity:delete_credential", id);
        DelegatedCallers.mayNotChangeCredentials(call.holder().token());
        seeds.requireFactor(call, found);
        credentials.delete(call.realmName(), found);
        return Reply.noContent();
    }

    /** Who may not see it is not told whether it exists. */
    private StoredCredential enforced(Call call, String action, String id) {
        call.holder();
        Optional<StoredCredential> found = credentials.find(call.realmName(), id);
        enforcer.enforce(call, action, found.map(CredentialsEndpoint::target).orElse(Target.none()));
        return found.orElseThrow(() -> Credentials.absent(id));
    }

    private static Target target(StoredCredential credential) {
        return Target.of(OWNER, credential.user().hex());
    }

    private static ObjectNode view(Call call, StoredCredential credential) {
        ObjectNode view = credential.extra().tree();
        view.put("id", credential.id())
                .put("user_id", credential.user().hex())
                .put("project_id", credential.project().map(ProjectId::value).orElse(null))
                .put("type", credential.type())
                .put("blob", credential.blob().reveal());
        view.putObject("links").put("self", call.base() + "/credentials/" + credential.id());
        return view;
    }
}
