package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.ValidToken;
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

/** {@code /v3/users/{user}/application_credentials}. */
@Path("/realms/{realm}/v3/users/{user}/application_credentials")
@RunOnVirtualThread
public class ApplicationCredentialsEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final ApplicationCredentials credentials;
    private final ApplicationCredentialRequest requests;
    private final RoleChoice roles;
    private final Origins origins;

    ApplicationCredentialsEndpoint(
            Calls calls,
            Enforcer enforcer,
            CheckedBody bodies,
            ApplicationCredentials credentials,
            ApplicationCredentialRequest requests,
            RoleChoice roles,
            Origins origins) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.credentials = credentials;
        this.requests = requests;
        this.roles = roles;
        this.origins = origins;
    }

    @GET
    public Reply list(
            @PathParam("realm") String realm, @PathParam("user") String user, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_application_credentials", Target.of("user_id", user));
        DelegatedCallers.mayNotSeeApplicationCredentials(call.holder().token());
        List<ApplicationCredential> found = UserId.ofHex(user)
                .map(id -> credentials.of(call.realmName(), id))
                .orElse(List.of());
        return Listing.of(
                call,
                "application_credentials",
                found.stream().map(credential -> view(call, credential)).toList(),
                "name");
    }

    @POST
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:create_application_credential", Target.of("user_id", user));
        ObjectNode wanted = bodies.member(call, body, "application_credential", "application_credential_create");
        ValidToken token = call.holder().token();
        DelegatedCallers.mayNotMakeMore(token);
        if (!token.user().hex().equals(user)) {
            throw KeystoneRefused.forbidden("Cannot create an application credential for another user.");
        }
        ApplicationCredentials.Draft draft = requests.read(call, wanted);
        ApplicationCredentials.Made made = origins.made(
                call,
                HandedOn.APPLICATION_CREDENTIAL,
                () -> credentials.create(
                        call.realmName(), draft, KeystoneRealm.of(call.realm()).applicationCredentialsPerUser()),
                one -> one.credential().id());
        ObjectNode view =
                view(call, made.credential()).put("secret", made.secret().reveal());
        return Reply.created("application_credential", view);
    }

    @GET
    @Path("/{id}")
    public Reply show(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<ApplicationCredential> found = enforced(call, "identity:get_application_credential", user, id);
        DelegatedCallers.mayNotSeeApplicationCredentials(call.holder().token());
        return Reply.ok("application_credential", view(call, found.orElseThrow(() -> absent(id))));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforced(call, "identity:delete_application_credential", user, id);
        DelegatedCallers.mayNotMakeMore(call.holder().token());
        credentials.delete(call.realmName(), id);
        return Reply.noContent();
    }

    /** The owner that policy asks about is the credential's, whatever the path says. */
    private Optional<ApplicationCredential> enforced(Call call, String action, String user, String id) {
        Optional<ApplicationCredential> found = credentials.find(call.realmName(), id);
        String owner = found.map(credential -> credential.user().hex()).orElse(user);
        enforcer.enforce(call, action, Target.of("user_id", owner));
        return found;
    }

    private static KeystoneRefused absent(String id) {
        return KeystoneRefused.notFound("Application Credential", id);
    }

    private ObjectNode view(Call call, ApplicationCredential credential) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", credential.id())
                .put("name", credential.name())
                .put("description", credential.description().orElse(null))
                .put("user_id", credential.user().hex())
                .put("project_id", credential.project().value())
                .putNull("system")
                .put("expires_at", credential.expiresAt().map(Times::bare).orElse(null))
                .put("unrestricted", credential.unrestricted());
        view.set("roles", roles.shown(call.realmName(), credential.roles()));
        if (!credential.rules().isEmpty()) {
            ArrayNode rules = view.putArray("access_rules");
            credential.rules().forEach(rule -> rules.add(rule.document()));
        }
        view.putObject("links").put("self", call.base() + "/application_credentials/" + credential.id());
        return view;
    }
}
