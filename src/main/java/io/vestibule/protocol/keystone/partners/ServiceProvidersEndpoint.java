package io.vestibule.protocol.keystone.partners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** {@code /v3/OS-FEDERATION/service_providers}. */
@Path("/realms/{realm}/v3/OS-FEDERATION/service_providers")
@RunOnVirtualThread
public class ServiceProvidersEndpoint {
    private static final String MEMBER = "service_provider";
    private static final int LONGEST_ID = 64;

    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final ServiceProviders providers;

    ServiceProvidersEndpoint(Calls calls, Enforcer enforcer, CheckedBody bodies, ServiceProviders providers) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.providers = providers;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_service_providers");
        return Listing.of(
                call,
                "service_providers",
                providers.all(call.realmName()).stream()
                        .map(one -> shown(call, one))
                        .toList(),
                "id",
                "enabled");
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:get_service_provider");
        return Reply.ok(
                MEMBER,
                shown(
                        call,
                        providers.find(call.realmName(), id).orElseThrow(() -> ServiceProvidersEndpoint.unknown(id))));
    }

    @PUT
    @Path("/{id}")
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_service_provider");
        ObjectNode attributes = bodies.member(call, body, MEMBER, "service_provider_create");
        if (id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw KeystoneRefused.badRequest("The id of a service provider has at most " + LONGEST_ID + " characters.");
        }
        ServiceProvider made = with(
                new ServiceProvider(
                        id, false, Optional.empty(), "", "", ServiceProvider.USUAL_PREFIX, Optional.empty(), false),
                attributes);
        if (!providers.create(call.realmName(), made)) {
            throw KeystoneRefused.conflict("Conflict occurred attempting to store service_provider - Duplicate entry"
                    + " found with ID " + id + ".");
        }
        return Reply.created(MEMBER, shown(call, made));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:update_service_provider");
        ObjectNode attributes = bodies.member(call, body, MEMBER, "service_provider_update");
        return Reply.ok(
                MEMBER,
                shown(
                        call,
                        providers
                                .update(call.realmName(), id, before -> with(before, attributes))
                                .orElseThrow(() -> unknown(id))));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:delete_service_provider");
        if (!providers.delete(call.realmName(), id)) {
            throw unknown(id);
        }
        return Reply.noContent();
    }

    static KeystoneRefused unknown(String id) {
        return KeystoneRefused.notFound("Service Provider", id);
    }

    /** The attributes that are there; the others stay. */
    private static ServiceProvider with(ServiceProvider before, ObjectNode attributes) {
        return new ServiceProvider(
                before.id(),
                attributes.path("enabled").asBoolean(before.enabled()),
                text(attributes, "description", before.description()),
                address(attributes, "auth_url", before.authUrl()),
                address(attributes, "sp_url", before.spUrl()),
                text(attributes, "relay_state_prefix", Optional.of(before.relayStatePrefix()))
                        .orElse(""),
                text(attributes, "entity_id", before.entityId()),
                before.declared());
    }

    private static String address(ObjectNode attributes, String name, String before) {
        String text = attributes.path(name).asText(before);
        try {
            return new URI(text).toString();
        } catch (URISyntaxException wrong) {
            throw KeystoneRefused.badRequest("Invalid input for field '" + name + "': " + text + " is no address");
        }
    }

    private static Optional<String> text(ObjectNode attributes, String name, Optional<String> before) {
        JsonNode value = attributes.get(name);
        if (value == null) {
            return before;
        }
        return value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    /** {@code entity_id} is ours and shown only where it was given: a Keystone knows no such attribute. */
    private static ObjectNode shown(Call call, ServiceProvider provider) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("auth_url", provider.authUrl())
                .put("id", provider.id())
                .put("enabled", provider.enabled())
                .put("description", provider.description().orElse(null))
                .put("relay_state_prefix", provider.relayStatePrefix())
                .put("sp_url", provider.spUrl());
        provider.entityId().ifPresent(entity -> shown.put("entity_id", entity));
        shown.putObject("links").put("self", call.base() + "/OS-FEDERATION/service_providers/" + provider.id());
        return shown;
    }
}
