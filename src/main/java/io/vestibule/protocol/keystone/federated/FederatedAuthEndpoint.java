package io.vestibule.protocol.keystone.federated;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.connector.EnhancedClients;
import io.vestibule.protocol.keystone.auth.ProvenElsewhere;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** {@code …/identity_providers/{idp}/protocols/{protocol}/auth}: an unscoped token for a proof of that identity provider. */
@Path("/realms/{realm}/v3/OS-FEDERATION/identity_providers/{idp}/protocols/{protocol}/auth")
@RunOnVirtualThread
public class FederatedAuthEndpoint {
    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Calls calls;
    private final FederatedLogin login;
    private final ProvenElsewhere tokens;

    FederatedAuthEndpoint(Calls calls, FederatedLogin login, ProvenElsewhere tokens) {
        this.calls = calls;
        this.login = login;
        this.tokens = tokens;
    }

    @GET
    public Reply get(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String protocol,
            @Context HttpServerRequest http) {
        return answer(calls.of(realm, http), idp, protocol);
    }

    @POST
    public Reply post(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String protocol,
            @Context HttpServerRequest http) {
        return answer(calls.of(realm, http), idp, protocol);
    }

    private Reply answer(Call call, String idp, String protocol) {
        Optional<EnhancedClients.Asking> asking = login.asked(call, idp, protocol, URI.create(call.selfLink()));
        if (asking.isPresent()) {
            return switch (asking.get()) {
                // Programs compare the type with exactly this text.
                case EnhancedClients.Asking.Envelope(byte[] body) ->
                    new Reply(OK, body, Map.of("Content-Type", FederatedLogin.PAOS));
                case EnhancedClients.Asking.Unreachable gone ->
                    throw KeystoneRefused.of(
                                    SERVICE_UNAVAILABLE,
                                    "Service Unavailable",
                                    "The service is currently unable to handle the request.")
                            .because("upstream-unreachable");
            };
        }
        return tokens.answer(call, protocol, login.authenticate(call, idp, protocol));
    }
}
