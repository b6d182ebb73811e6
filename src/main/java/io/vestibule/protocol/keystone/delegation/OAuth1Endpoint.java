package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.BodyRules;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;

/** {@code /v3/OS-OAUTH1}: request tokens, users' words, access tokens. */
@Path("/realms/{realm}/v3/OS-OAUTH1")
@RunOnVirtualThread
public class OAuth1Endpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final BodyRules rules;
    private final OAuth1Exchange exchange;

    OAuth1Endpoint(Calls calls, Enforcer enforcer, BodyRules rules, OAuth1Exchange exchange) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.rules = rules;
        this.exchange = exchange;
    }

    @POST
    @Path("/request_token")
    public Response requestToken(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        RequestToken made = exchange.wish(calls.of(realm, http));
        return form(made.id(), made.secret(), made.expiresAt());
    }

    @PUT
    @Path("/authorize/{token}")
    public Reply authorize(
            @PathParam("realm") String realm,
            @PathParam("token") String token,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:authorize_request_token", Target.none());
        JsonNode wanted = call.body(body).path("roles");
        JsonNode roles = wanted.isMissingNode() ? JsonNodeFactory.instance.arrayNode() : wanted;
        rules.check("request_token_authorize", roles);
        Secret verifier = exchange.agree(call, token, roles);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("oauth_verifier", verifier.reveal());
        return Reply.ok("token", answer);
    }

    @POST
    @Path("/access_token")
    public Response accessToken(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        AccessToken made = exchange.redeem(calls.of(realm, http));
        return form(made.id(), made.secret(), made.expiresAt());
    }

    /** RFC 5849 §2.1 and §2.3 answer with a form. */
    private static Response form(String token, Secret secret, Instant expiresAt) {
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
                .entity("oauth_token=" + token + "&oauth_token_secret=" + secret.reveal() + "&oauth_expires_at="
                        + Times.utc(expiresAt))
                .build();
    }
}
