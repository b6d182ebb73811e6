package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Role;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Optional;

/** {@code /v3/users/{user}/OS-OAUTH1/access_tokens}: what a user let consumers do. */
@Path("/realms/{realm}/v3/users/{user}/OS-OAUTH1/access_tokens")
@RunOnVirtualThread
public class AccessTokensEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final AccessTokens tokens;
    private final RoleChoice roles;

    AccessTokensEndpoint(Calls calls, Enforcer enforcer, AccessTokens tokens, RoleChoice roles) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.tokens = tokens;
        this.roles = roles;
    }

    @GET
    public Reply list(
            @PathParam("realm") String realm, @PathParam("user") String user, @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:list_access_tokens", user);
        List<AccessToken> found =
                UserId.ofHex(user).map(id -> tokens.of(call.realmName(), id)).orElse(List.of());
        return Listing.of(
                call,
                "access_tokens",
                found.stream().map(token -> view(call, token)).toList());
    }

    @GET
    @Path("/{id}")
    public Reply show(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:get_access_token", user);
        return Reply.ok("access_token", view(call, token(call, user, id)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:delete_access_token", user);
        tokens.delete(call.realmName(), token(call, user, id).user(), id);
        return Reply.noContent();
    }

    @GET
    @Path("/{id}/roles")
    public Reply rolesOf(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:list_access_token_roles", user);
        List<ObjectNode> found = token(call, user, id).roles().stream()
                .flatMap(role -> roles.find(call.realmName(), role).stream())
                .map(role -> RoleChoice.linked(role, call.base()))
                .toList();
        return Listing.of(call, "roles", found);
    }

    @GET
    @Path("/{id}/roles/{role}")
    public Reply roleOf(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @PathParam("role") String role,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:get_access_token_role", user);
        List<RoleId> granted = token(call, user, id).roles();
        Role found = Optional.of(role)
                .filter(RoleId::isValid)
                .map(RoleId::new)
                .filter(granted::contains)
                .flatMap(known -> roles.find(call.realmName(), known))
                .orElseThrow(() -> KeystoneRefused.notFound("role", role));
        return Reply.ok("role", RoleChoice.linked(found, call.base()));
    }

    private AccessToken token(Call call, String user, String id) {
        UserId owner = UserId.ofHex(user).orElseThrow(() -> KeystoneRefused.notFoundSaying("Access token not found"));
        return tokens.get(call.realmName(), owner, id);
    }

    private Call allowed(String realm, HttpServerRequest http, String action, String user) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, action, Target.of("user_id", user));
        DelegatedCallers.mayNotManageAccessTokens(call.holder().token());
        return call;
    }

    private static ObjectNode view(Call call, AccessToken token) {
        String self = call.base() + "/users/" + token.user().hex() + "/OS-OAUTH1/access_tokens/" + token.id();
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", token.id())
                .put("consumer_id", token.consumer())
                .put("authorizing_user_id", token.user().hex())
                .put("project_id", token.project().value())
                .put("expires_at", Times.utc(token.expiresAt()));
        view.putObject("links").put("roles", self + "/roles").put("self", self);
        return view;
    }
}
