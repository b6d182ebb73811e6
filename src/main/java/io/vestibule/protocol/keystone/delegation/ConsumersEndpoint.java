package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.schema.CheckedBody;
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

/** {@code /v3/OS-OAUTH1/consumers}. */
@Path("/realms/{realm}/v3/OS-OAUTH1/consumers")
@RunOnVirtualThread
public class ConsumersEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Consumers consumers;

    ConsumersEndpoint(Calls calls, Enforcer enforcer, CheckedBody bodies, Consumers consumers) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.consumers = consumers;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_consumers");
        return Listing.of(
                call,
                "consumers",
                consumers.all(call.realmName()).stream()
                        .map(consumer -> view(call, consumer))
                        .toList());
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_consumer");
        ObjectNode wanted = bodies.member(call, body, "consumer", "consumer_create");
        DelegatedCallers.mayNotChangeCredentials(call.holder().token());
        Consumer made = consumers.create(call.realmName(), wanted);
        return Reply.created(
                "consumer", view(call, made).put("secret", made.secret().reveal()));
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:get_consumer");
        return Reply.ok("consumer", view(call, consumers.get(call.realmName(), id)));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:update_consumer");
        ObjectNode wanted = bodies.member(call, body, "consumer", "consumer_update");
        return Reply.ok("consumer", view(call, consumers.update(call.realmName(), id, wanted)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:delete_consumer");
        consumers.delete(call.realmName(), id);
        return Reply.noContent();
    }

    /** The secret is shown once, to whoever made the consumer. */
    private static ObjectNode view(Call call, Consumer consumer) {
        ObjectNode view = consumer.extra().tree();
        view.put("id", consumer.id()).put("description", consumer.description().orElse(null));
        view.putObject("links").put("self", call.base() + "/OS-OAUTH1/consumers/" + consumer.id());
        return view;
    }
}
