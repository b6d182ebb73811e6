package io.vestibule.protocol.keystone.federation.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.identity.DomainId;
import io.vestibule.login.UnknownNames;
import io.vestibule.mapping.DryRun;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleLint;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.RuleSet;
import io.vestibule.mapping.Rules;
import io.vestibule.mapping.SavedClaims;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Optional;

/** {@code /v3/OS-FEDERATION/mappings}. */
@Path("/realms/{realm}/v3/OS-FEDERATION/mappings")
@RunOnVirtualThread
public class MappingsEndpoint {
    private static final String VERSION = "schema_version";
    private static final int LONGEST_ID = 64;

    private final Calls calls;
    private final Caretakers caretakers;
    private final CheckedBody bodies;
    private final Mappings mappings;
    private final FederationProtocols protocols;
    private final UnknownNames unknown;

    MappingsEndpoint(
            Calls calls,
            Caretakers caretakers,
            CheckedBody bodies,
            Mappings mappings,
            FederationProtocols protocols,
            UnknownNames unknown) {
        this.calls = calls;
        this.caretakers = caretakers;
        this.bodies = bodies;
        this.mappings = mappings;
        this.protocols = protocols;
        this.unknown = unknown;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<DomainId> only = caretakers.listed(call, "identity:list_mappings");
        return Listing.of(
                call,
                "mappings",
                mappings.all(call.realmName()).stream()
                        .filter(mapping -> only.isEmpty() || mapping.owner().equals(only))
                        .map(mapping -> FederationViews.of(call, mapping))
                        .toList());
    }

    @PUT
    @Path("/{mapping}")
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("mapping") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<DomainId> owner = caretakers.ofNew(call, "identity:create_mapping", "target.mapping.owner_domain_id");
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw KeystoneRefused.badRequest("The id of a mapping has 1 to " + LONGEST_ID + " characters.");
        }
        RuleSet wanted = read(call, id, body, owner);
        if (owner.filter(domain -> protocols.isNamedOutside(call.realmName(), id, domain))
                .isPresent()) {
            throw duplicate();
        }
        return switch (mappings.create(wanted)) {
            case Stored.Done<RuleSet> done -> Reply.created("mapping", FederationViews.of(call, done.value()));
            default -> throw duplicate();
        };
    }

    @GET
    @Path("/{mapping}")
    public Reply show(
            @PathParam("realm") String realm, @PathParam("mapping") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return Reply.ok("mapping", FederationViews.of(call, allowed(call, "get", id)));
    }

    @PATCH
    @Path("/{mapping}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("mapping") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        RuleSet before = allowed(call, "update", id);
        return mappings.update(read(call, id, body, before.owner()))
                .ifDone()
                .map(changed -> Reply.ok("mapping", FederationViews.of(call, changed)))
                .orElseThrow(() -> unknown(id));
    }

    @DELETE
    @Path("/{mapping}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("mapping") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        allowed(call, "delete", id);
        if (!mappings.delete(call.realmName(), id)) {
            throw unknown(id);
        }
        return Reply.noContent();
    }

    /** Ours: what the rules would make of {@code {"claims": {…}}}, what of it there is not, and what in them cannot be meant. Nothing is given. */
    @POST
    @Path("/{mapping}/test")
    public Reply test(
            @PathParam("realm") String realm,
            @PathParam("mapping") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        RuleSet mapping = allowed(call, "get", id);
        try {
            ObjectNode told = DryRun.brief(
                    mapping.rules(),
                    SavedClaims.of(bodies.unchecked(call, body, "claims")),
                    matched -> unknown.of(call.realmName(), mapping.owner(), matched));
            ArrayNode lint = told.putArray("lint");
            RuleLint.findings(mapping.rules()).forEach(lint::add);
            return Reply.ok("test", told);
        } catch (IllegalArgumentException unusable) {
            throw KeystoneRefused.badRequest(String.valueOf(unusable.getMessage()));
        }
    }

    private RuleSet read(Call call, String id, InputStream body, Optional<DomainId> owner) {
        JsonNode sent = bodies.unchecked(call, body, "mapping");
        if (!sent.isObject()) {
            throw KeystoneRefused.badRequest("Expecting to find an object.");
        }
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        sent.properties()
                .forEach(field -> mapping.set(field.getKey().replace(':', '_').replace('-', '_'), field.getValue()));
        boolean saysVersion = !mapping.path(VERSION).asText("").isEmpty();
        if (!saysVersion) {
            mapping.remove(VERSION);
        }
        return new RuleSet(call.realmName(), id, rules(mapping), saysVersion, owner);
    }

    /** In Keystone's words: a line for each rule that is broken. */
    private static Rules rules(ObjectNode mapping) {
        return switch (RuleReader.read(mapping)) {
            case RuleReader.Outcome.Read read -> read.rules();
            case RuleReader.Outcome.Refused refused ->
                throw KeystoneRefused.badRequest(String.join("\n", refused.problems()) + "\n");
        };
    }

    private RuleSet allowed(Call call, String verb, String id) {
        Optional<RuleSet> mapping = mappings.find(call.realmName(), id);
        caretakers.enforceMapping(call, "identity:" + verb + "_mapping", mapping);
        return mapping.orElseThrow(() -> unknown(id));
    }

    private static KeystoneRefused duplicate() {
        return KeystoneRefused.conflict("Conflict occurred attempting to store mapping - Duplicate entry.");
    }

    private static KeystoneRefused unknown(String id) {
        return KeystoneRefused.notFound("mapping", id);
    }
}
