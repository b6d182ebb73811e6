package io.vestibule.protocol.keystone.federation.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.Stored;
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
import java.util.Optional;

/** {@code /v3/OS-FEDERATION/identity_providers/{idp}/protocols}. */
@Path("/realms/{realm}/v3/OS-FEDERATION/identity_providers/{idp}/protocols")
@RunOnVirtualThread
public class FederationProtocolsEndpoint {
    private static final int LONGEST_ID = 64;

    private final Calls calls;
    private final Caretakers caretakers;
    private final CheckedBody bodies;
    private final IdentityProviders providers;
    private final FederationProtocols protocols;
    private final Mappings mappings;

    FederationProtocolsEndpoint(
            Calls calls,
            Caretakers caretakers,
            CheckedBody bodies,
            IdentityProviders providers,
            FederationProtocols protocols,
            Mappings mappings) {
        this.calls = calls;
        this.caretakers = caretakers;
        this.bodies = bodies;
        this.providers = providers;
        this.protocols = protocols;
        this.mappings = mappings;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @PathParam("idp") String idp, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        caretakers.enforce(call, "identity:list_protocols", providers.find(call.realmName(), idp));
        return Listing.of(
                call,
                "protocols",
                protocols.of(call.realmName(), idp).stream()
                        .map(protocol -> FederationViews.inList(call, protocol))
                        .toList());
    }

    @PUT
    @Path("/{protocol}")
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:create_protocol", idp);
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw KeystoneRefused.badRequest("The id of a protocol has 1 to " + LONGEST_ID + " characters.");
        }
        if (FederationProtocol.isReserved(id)) {
            throw KeystoneRefused.badRequest(
                    "A protocol cannot be called " + id + ", as a method of authentication is.");
        }
        ObjectNode sent = bodies.member(call, body, "protocol", "protocol_create");
        FederationProtocol wanted = new FederationProtocol(
                idp,
                id,
                sent.path("mapping_id").textValue(),
                Optional.ofNullable(sent.path("remote_id_attribute").textValue()));
        requireOwnMapping(call, idp, wanted.mapping());
        return Reply.created(
                "protocol", FederationViews.of(call, done(protocols.create(call.realmName(), wanted), idp, id)));
    }

    @GET
    @Path("/{protocol}")
    public Reply show(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String id,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:get_protocol", idp);
        return Reply.ok(
                "protocol",
                FederationViews.of(
                        call, protocols.find(call.realmName(), idp, id).orElseThrow(() -> unknown(idp, id))));
    }

    @PATCH
    @Path("/{protocol}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:update_protocol", idp);
        ObjectNode sent = bodies.member(call, body, "protocol", "protocol_update");
        if (sent.has("mapping_id")) {
            requireOwnMapping(call, idp, sent.path("mapping_id").textValue());
        }
        Stored<FederationProtocol> stored = protocols.update(
                call.realmName(),
                idp,
                id,
                before -> new FederationProtocol(
                        idp,
                        id,
                        sent.path("mapping_id").asText(before.mapping()),
                        Optional.ofNullable(sent.path("remote_id_attribute").textValue())
                                .or(before::remoteIdAttribute)));
        return Reply.ok("protocol", FederationViews.of(call, done(stored, idp, id)));
    }

    @DELETE
    @Path("/{protocol}")
    public Reply delete(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String id,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:delete_protocol", idp);
        if (!protocols.delete(call.realmName(), idp, id)) {
            throw unknown(idp, id);
        }
        return Reply.noContent();
    }

    /** Rules of the realm's administrators were written for other upstreams than a domain's own. */
    private void requireOwnMapping(Call call, String idp, String mapping) {
        boolean foreign = providers
                .find(call.realmName(), idp)
                .flatMap(IdentityProvider::owner)
                .filter(owner -> mappings.find(call.realmName(), mapping)
                        .filter(found -> !found.owner().equals(Optional.of(owner)))
                        .isPresent())
                .isPresent();
        if (foreign && !caretakers.ofRealm(call, "identity:create_protocol")) {
            throw noSuchMapping(mapping);
        }
    }

    private Call allowed(String realm, HttpServerRequest http, String action, String idp) {
        Call call = calls.of(realm, http);
        caretakers.enforce(call, action, providers.find(call.realmName(), idp));
        return call;
    }

    private static FederationProtocol done(Stored<FederationProtocol> stored, String idp, String id) {
        return switch (stored) {
            case Stored.Done<FederationProtocol> done -> done.value();
            case Stored.NoSuchMapping<FederationProtocol> missing -> throw noSuchMapping(missing.mapping());
            case Stored.Unknown<FederationProtocol> unknown -> throw unknown(idp, id);
            case Stored.Taken<FederationProtocol> taken ->
                throw KeystoneRefused.conflict("Conflict occurred attempting to store federation_protocol - "
                        + "Duplicate entry found with ID " + id + ".");
            case Stored.RemoteIdTaken<FederationProtocol> never ->
                throw new IllegalStateException("a protocol has no remote ids");
        };
    }

    private static KeystoneRefused noSuchMapping(String mapping) {
        return KeystoneRefused.badRequest("Invalid mapping id: " + mapping);
    }

    private static KeystoneRefused unknown(String idp, String id) {
        return KeystoneRefused.notFoundSaying(
                "Could not find federated protocol " + id + " for Identity Provider: " + idp + ".");
    }
}
