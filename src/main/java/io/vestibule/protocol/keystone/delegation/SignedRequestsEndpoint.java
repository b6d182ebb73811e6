package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.TokenBodies;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * {@code /v3/ec2tokens} and {@code /v3/s3tokens}: a service asks who signed a request. Only services may: an overheard
 * signature is not to be made into a token by anybody (CVE-2025-65073).
 */
@Path("/realms/{realm}/v3")
@RunOnVirtualThread
public class SignedRequestsEndpoint {
    private static final int OK = 200;

    private final Calls calls;
    private final Enforcer enforcer;
    private final Ec2Credentials keys;
    private final TokenBodies bodies;

    SignedRequestsEndpoint(Calls calls, Enforcer enforcer, Ec2Credentials keys, TokenBodies bodies) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.keys = keys;
        this.bodies = bodies;
    }

    @POST
    @Path("/ec2tokens")
    public Reply ec2(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:ec2tokens_validate", Target.none());
        JsonNode request = request(call, body);
        Ec2Signature signature = Ec2Signature.read(request);
        Issued issued = issued(call, request, signature::madeWith, signature.timestamp());
        return answer(call, issued).header("X-Subject-Token", issued.text());
    }

    @POST
    @Path("/s3tokens")
    public Reply s3(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:s3tokens_validate", Target.none());
        JsonNode request = request(call, body);
        S3Signature signature = S3Signature.read(request)
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("s3-text-malformed"));
        return answer(
                call,
                issued(
                        call,
                        request,
                        signature::madeWith,
                        Ec2Signature.read(request).timestamp()));
    }

    private Issued issued(Call call, JsonNode request, Predicate<Secret> signedWith, Optional<String> signedAt) {
        if (!request.path("access").isTextual()) {
            throw KeystoneRefused.unauthorized().because("no-ec2-key");
        }
        return keys.token(call.realm(), request, signedWith, signedAt);
    }

    private Reply answer(Call call, Issued issued) {
        return new Reply(OK, bodies.of(call.realm(), issued.token(), true), Map.of());
    }

    /** Three names have been in use for the same thing. */
    private static JsonNode request(Call call, InputStream in) {
        ObjectNode body = call.body(in);
        if (body.isEmpty()) {
            throw KeystoneRefused.badRequest("request must include a request body");
        }
        return Stream.of("credentials", "credential", "ec2Credentials")
                .map(body::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseGet(body::objectNode);
    }
}
