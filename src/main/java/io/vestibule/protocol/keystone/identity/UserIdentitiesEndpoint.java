package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Optional;

/**
 * {@code /v3/vestibule/users/{id}/identities}: by which accounts elsewhere somebody comes in, of every connector; the Identity
 * API's own {@code federated} knows those with an identity provider only.
 */
@Path("/realms/{realm}/v3/vestibule/users/{user}/identities")
@RunOnVirtualThread
public class UserIdentitiesEndpoint {
    private static final String CONNECTOR = "connector";
    private static final String SUBJECT = "subject";

    private final Calls calls;
    private final Enforcer enforcer;
    private final Facts facts;
    private final Identities identities;

    UserIdentitiesEndpoint(Calls calls, Enforcer enforcer, Facts facts, Identities identities) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.facts = facts;
        this.identities = identities;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User user = allowed(call, "vestibule:list_identities", id);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode all = body.putArray("identities");
        identities.of(call.realmName(), user.id()).forEach(one -> all.add(shown(one)));
        return Reply.ok(body);
    }

    /** Whoever decides by whose word somebody comes in could be anybody: the policy gives it to few. */
    @POST
    public Reply link(
            @PathParam("realm") String realm,
            @PathParam("user") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode sent = Fields.member(call, body, "identity");
        User user = allowed(call, "vestibule:link_identity", id);
        ConnectorId connector = connector(Fields.textOf(sent, CONNECTOR));
        String subject = Fields.textOf(sent, SUBJECT).orElse("");
        require(identities.link(call.realm(), user.id(), connector, subject, Optional.empty(), by(call)));
        return Reply.created(
                "identity",
                identities.of(call.realmName(), user.id()).stream()
                        .filter(one -> one.connector().equals(connector)
                                && one.subject().equals(subject))
                        .findFirst()
                        .map(UserIdentitiesEndpoint::shown)
                        .orElseThrow(() -> KeystoneRefused.notFound("identity", subject)));
    }

    /** Connector and subject in the query, since a subject may hold anything. Sessions that began by it end. */
    @DELETE
    public Reply unlink(
            @PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User user = allowed(call, "vestibule:unlink_identity", id);
        ConnectorId connector = connector(call.query().value(CONNECTOR));
        String subject = call.query().value(SUBJECT).orElse("");
        require(identities.unlink(call.realm(), user.id(), connector, subject, by(call)));
        return Reply.noContent();
    }

    private User allowed(Call call, String action, String id) {
        boolean lent = call.holder().token().handedOn();
        Target about = Facts.ofAny(facts.user(call, id), Facts::of).with("user_id", id);
        // Whoever holds what somebody lent is not that somebody.
        enforcer.enforce(call, action, lent ? about.with("target.user.id", null) : about);
        return facts.requireUser(call, id);
    }

    private static ConnectorId connector(Optional<String> said) {
        return said.filter(ConnectorId::isValid)
                .map(ConnectorId::new)
                .orElseThrow(() -> KeystoneRefused.badRequest("Say which connector and which subject."));
    }

    private static Circumstances by(Call call) {
        return Circumstances.from(call.visitor().address());
    }

    private static void require(LinkOutcome outcome) {
        switch (outcome) {
            case LinkOutcome.Done done -> {}
            case LinkOutcome.AlreadyTheirs theirs -> {}
            case LinkOutcome.OfAnother(User other) ->
                throw KeystoneRefused.conflict("It leads to user " + other.id().hex() + ": unlink it there first.");
            case LinkOutcome.Unknown unknown ->
                throw KeystoneRefused.notFoundSaying("There is no such connector, or no such identity of this user.");
            case LinkOutcome.LastWayIn last ->
                throw KeystoneRefused.conflict("The user could not authenticate any more.");
        }
    }

    private static ObjectNode shown(LinkedIdentity identity) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(CONNECTOR, identity.connector().value())
                .put(SUBJECT, identity.subject())
                .put("linked_at", identity.linkedAt().toString())
                .put("last_login_at", identity.lastLoginAt().toString());
    }
}
