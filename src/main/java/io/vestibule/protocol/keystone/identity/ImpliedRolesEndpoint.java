package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Implication;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.Map;

/** {@code /v3/roles/{prior}/implies}: who has the one role has the others. */
@Path("/realms/{realm}/v3/roles/{prior}/implies")
@RunOnVirtualThread
public class ImpliedRolesEndpoint {
    private static final int CREATED = 201;

    private final Calls calls;
    private final Enforcer enforcer;
    private final Facts facts;
    private final Roles roles;

    ImpliedRolesEndpoint(Calls calls, Enforcer enforcer, Facts facts, Roles roles) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.facts = facts;
        this.roles = roles;
    }

    @GET
    public Reply list(
            @PathParam("realm") String realm, @PathParam("prior") String priorId, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Role prior = known(call, priorId);
        enforcer.enforce(call, "identity:list_implied_roles", Target.none());
        ObjectNode document = inference(call, prior);
        ArrayNode implied = inferenceOf(document).putArray("implies");
        roles.implications(call.realmName()).stream()
                .filter(each -> each.prior().id().equals(prior.id()))
                .forEach(each -> implied.add(brief(call, each.implied())));
        document.putObject("links").put("self", call.base() + "/roles/" + prior.id() + "/implies");
        return Reply.ok(document);
    }

    @GET
    @Path("/{implied}")
    public Reply show(
            @PathParam("realm") String realm,
            @PathParam("prior") String priorId,
            @PathParam("implied") String impliedId,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return Reply.ok(one(call, existing(call, "identity:get_implied_role", priorId, impliedId)));
    }

    @HEAD
    @Path("/{implied}")
    public Reply check(
            @PathParam("realm") String realm,
            @PathParam("prior") String priorId,
            @PathParam("implied") String impliedId,
            @Context HttpServerRequest http) {
        existing(calls.of(realm, http), "identity:check_implied_role", priorId, impliedId);
        return Reply.noContent();
    }

    @PUT
    @Path("/{implied}")
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("prior") String priorId,
            @PathParam("implied") String impliedId,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Role prior = known(call, priorId);
        Role implied = known(call, impliedId);
        enforcer.enforce(call, "identity:create_implied_role", Target.none());
        if (prior.domain().isEmpty() && implied.domain().isPresent()) {
            throw KeystoneRefused.forbiddenSaying(implied.id() + " cannot be an implied roles.");
        }
        Implication made =
                roles.imply(call.realmName(), prior.id(), implied.id()).orElseThrow(Refusals::of);
        return new Reply(CREATED, one(call, made), Map.of());
    }

    @DELETE
    @Path("/{implied}")
    public Reply delete(
            @PathParam("realm") String realm,
            @PathParam("prior") String priorId,
            @PathParam("implied") String impliedId,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Implication there = existing(call, "identity:delete_implied_role", priorId, impliedId);
        roles.implyNoMore(call.realmName(), there.prior().id(), there.implied().id())
                .orElseThrow(Refusals::of);
        return Reply.noContent();
    }

    private Role known(Call call, String id) {
        call.holder();
        return facts.requireRole(call, id);
    }

    private Implication existing(Call call, String action, String priorId, String impliedId) {
        Role prior = known(call, priorId);
        Role implied = known(call, impliedId);
        enforcer.enforce(call, action, Target.none());
        return roles.implications(call.realmName()).stream()
                .filter(each -> each.prior().id().equals(prior.id())
                        && each.implied().id().equals(implied.id()))
                .findFirst()
                .orElseThrow(
                        () -> KeystoneRefused.notFoundSaying(prior.id() + " does not imply " + implied.id() + "."));
    }

    private static ObjectNode one(Call call, Implication implication) {
        ObjectNode document = inference(call, implication.prior());
        inferenceOf(document).set("implies", brief(call, implication.implied()));
        document.putObject("links")
                .put(
                        "self",
                        call.base() + "/roles/" + implication.prior().id() + "/implies/"
                                + implication.implied().id());
        return document;
    }

    private static ObjectNode inference(Call call, Role prior) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("role_inference").set("prior_role", brief(call, prior));
        return document;
    }

    private static ObjectNode inferenceOf(ObjectNode document) {
        return document.withObjectProperty("role_inference");
    }

    static ObjectNode brief(Call call, Role role) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", role.id().value());
        view.put("name", role.name());
        return Views.linked(call, "roles", view);
    }
}
