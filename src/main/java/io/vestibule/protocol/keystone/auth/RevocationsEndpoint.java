package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.KeystoneTime;
import io.vestibule.protocol.keystone.token.RevokedTokens;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** {@code /v3/OS-REVOKE/events}: which tokens were taken back. */
@Path("/realms/{realm}/v3/OS-REVOKE/events")
@RunOnVirtualThread
public class RevocationsEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final RevokedTokens revoked;

    RevocationsEndpoint(Calls calls, Enforcer enforcer, RevokedTokens revoked) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.revoked = revoked;
    }

    @GET
    public Reply events(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_revoke_events", Target.none());
        Instant since =
                call.query().value("since").map(RevocationsEndpoint::instant).orElse(Instant.EPOCH);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode events = body.putArray("events");
        for (RevokedTokens.Event event : revoked.since(call.realmName(), since)) {
            String when = KeystoneTime.text(event.revokedAt());
            events.addObject()
                    .put("audit_id", event.auditId())
                    .put("issued_before", when)
                    .put("revoked_at", when);
        }
        body.putObject("links").putNull("next").put("self", call.selfLink()).putNull("previous");
        return Reply.ok(body);
    }

    /** ISO 8601, in UTC when it does not say otherwise. */
    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException withoutZone) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException notATime) {
                throw KeystoneRefused.badRequest("invalid date format " + text);
            }
        }
    }
}
