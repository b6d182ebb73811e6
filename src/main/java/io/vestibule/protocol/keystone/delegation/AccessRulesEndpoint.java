package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.directory.User;
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
import java.util.Optional;

/** {@code /v3/users/{user}/access_rules}. */
@Path("/realms/{realm}/v3/users/{user}/access_rules")
@RunOnVirtualThread
public class AccessRulesEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final NamedUsers users;
    private final AccessRules rules;

    AccessRulesEndpoint(Calls calls, Enforcer enforcer, NamedUsers users, AccessRules rules) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.users = users;
        this.rules = rules;
    }

    @GET
    public Reply list(
            @PathParam("realm") String realm, @PathParam("user") String user, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User owner = owner(call, "identity:list_access_rules", user);
        return Listing.of(
                call,
                "access_rules",
                rules.of(call.realmName(), owner.id()).stream()
                        .map(rule -> view(call, rule))
                        .toList(),
                "service",
                "path",
                "method");
    }

    @GET
    @Path("/{id}")
    public Reply show(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User owner = owner(call, "identity:get_access_rule", user);
        return Reply.ok("access_rule", view(call, rules.get(call.realmName(), owner.id(), id)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(
            @PathParam("realm") String realm,
            @PathParam("user") String user,
            @PathParam("id") String id,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User owner = owner(call, "identity:delete_access_rule", user);
        DelegatedCallers.mayNotMakeMore(call.holder().token());
        rules.delete(call.realmName(), owner.id(), id);
        return Reply.noContent();
    }

    private User owner(Call call, String action, String id) {
        Optional<User> found = users.byId(call.realmName(), id);
        Target target = found.map(user -> Target.of(
                        "target.user.id", user.id().hex(),
                        "target.user.domain_id", user.domain().value()))
                .orElse(Target.none());
        enforcer.enforce(call, action, target);
        DelegatedCallers.mayNotSeeApplicationCredentials(call.holder().token());
        return found.orElseThrow(() -> KeystoneRefused.notFound("user", id));
    }

    private static ObjectNode view(Call call, AccessRule rule) {
        ObjectNode view = rule.document();
        view.putObject("links").put("self", call.base() + "/access_rules/" + rule.id());
        return view;
    }
}
