package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.directory.User;
import io.vestibule.identity.ProjectId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
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

/** {@code /v3/users/{user}/credentials/OS-EC2}. */
@Path("/realms/{realm}/v3/users/{user}/credentials/OS-EC2")
@RunOnVirtualThread
public class Ec2CredentialsEndpoint {
    private static final String OWNER = "target.credential.user_id";

    private final Calls calls;
    private final Enforcer enforcer;
    private final NamedUsers users;
    private final Credentials credentials;
    private final Ec2Credentials keys;
    private final CredentialRequest requests;
    private final Origins origins;

    Ec2CredentialsEndpoint(
            Calls calls,
            Enforcer enforcer,
            NamedUsers users,
            Credentials credentials,
            Ec2Credentials keys,
            CredentialRequest requests,
            Origins origins) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.users = users;
        this.credentials = credentials;
        this.keys = keys;
        this.requests = requests;
        this.origins = origins;
    }

    @GET
    public Reply list(
            @PathParam("realm") String realm, @PathParam("user") String user, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:ec2_list_credentials", Target.of("user_id", user));
        User owner = users.require(call.realmName(), user);
        ValidToken token = call.holder().token();
        List<ObjectNode> found = credentials.of(call.realmName(), owner.id()).stream()
                .filter(StoredCredential::isEc2)
                .filter(credential -> DelegatedCallers.mayRead(token, credential))
                .map(credential -> view(call, credential))
                .toList();
        return Listing.of(call, "credentials", found);
    }

    @POST
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:ec2_create_credential", Target.of(OWNER, user));
        DelegatedCallers.mayNotChangeCredentials(call.holder().token());
        User owner = users.require(call.realmName(), user);
        String tenant = call.body(body).path("tenant_id").asText("None");
        ProjectId project = requests.project(call.realmName(), tenant);
        StoredCredential made = keys.drawn(owner, project);
        origins.credential(call, made, () -> credentials.create(call.realmName(), made));
        return Reply.created("credential", view(call, made));
    }

    @GET
    @Path("/{access}")
    public Reply show(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("access") String access,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        StoredCredential found = enforced(call, "identity:ec2_get_credential", access);
        users.require(call.realmName(), user);
        DelegatedCallers.requireMayRead(call.holder().token(), found);
        return Reply.ok("credential", view(call, found));
    }

    @DELETE
    @Path("/{access}")
    public Reply delete(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("access") String access,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        StoredCredential found = enforced(call, "identity:ec2_delete_credential", access);
        users.require(call.realmName(), user);
        DelegatedCallers.mayNotChangeCredentials(call.holder().token());
        credentials.delete(call.realmName(), found);
        return Reply.noContent();
    }

    /** Policy asks whose the key is, whatever the path says; an unknown key is 404 to everybody, as Keystone does. */
    private StoredCredential enforced(Call call, String action, String access) {
        call.holder();
        StoredCredential found = keys.find(call.realmName(), access)
                .orElseThrow(() -> Credentials.absent(StoredCredential.idOf(access)));
        enforcer.enforce(call, action, Target.of(OWNER, found.user().hex()));
        return found;
    }

    private static ObjectNode view(Call call, StoredCredential credential) {
        JsonNode pair = StoredCredential.keys(credential.blob());
        String user = credential.user().hex();
        String access = pair.path("access").asText();
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("user_id", user)
                .put("tenant_id", credential.project().map(ProjectId::value).orElse(null))
                .put("access", access)
                .put("secret", pair.path("secret").asText())
                .putNull("trust_id");
        view.putObject("links").put("self", call.base() + "/users/" + user + "/credentials/OS-EC2/" + access);
        return view;
    }
}
