package io.vestibule.protocol.keystone.partners;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import io.vestibule.records.RandomTokens;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Map;

/** From this Keystone to another: an assertion for a token, alone or in an envelope. */
@Path("/realms/{realm}/v3/auth/OS-FEDERATION/saml2")
@RunOnVirtualThread
public class CrossingEndpoint {
    private static final String SCHEMA = "saml_create";

    private final Calls calls;
    private final CheckedBody bodies;
    private final Crossing crossing;
    private final Signing signing;
    private final RandomTokens random;
    private final AuditLog audit;

    CrossingEndpoint(
            Calls calls, CheckedBody bodies, Crossing crossing, Signing signing, RandomTokens random, AuditLog audit) {
        this.calls = calls;
        this.bodies = bodies;
        this.crossing = crossing;
        this.signing = signing;
        this.random = random;
        this.audit = audit;
    }

    @POST
    public Reply message(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Crossing.Allowed allowed = allowed(call, body);
        return told(call, allowed, signing.by().message(call.realm(), allowed.said()));
    }

    @POST
    @Path("/ecp")
    public Reply envelope(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Crossing.Allowed allowed = allowed(call, body);
        String relayState = allowed.to().relayStatePrefix() + random.next();
        return told(call, allowed, signing.by().envelope(call.realm(), allowed.said(), relayState));
    }

    private Crossing.Allowed allowed(Call call, InputStream body) {
        ObjectNode auth = bodies.member(call, body, "auth", SCHEMA);
        return crossing.of(call, auth);
    }

    private Reply told(Call call, Crossing.Allowed allowed, byte[] xml) {
        audit.record(new AuditEvent.ProofIssued(
                call.realmName(),
                Circumstances.from(call.visitor().address()).of(allowed.token().user()),
                "keystone-to-keystone",
                allowed.to().id()));
        return Signing.xml(
                xml,
                Map.of(
                        "X-sp-url", allowed.to().spUrl(),
                        "X-auth-url", allowed.to().authUrl()));
    }
}
