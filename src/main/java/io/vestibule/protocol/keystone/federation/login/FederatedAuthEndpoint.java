package io.vestibule.protocol.keystone.federation.login;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.connector.EnhancedClients;
import io.vestibule.protocol.keystone.auth.ProvenElsewhere;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** {@code …/identity_providers/{idp}/protocols/{protocol}/auth}: an unscoped token for a proof of that identity provider. */
@Path("/realms/{realm}/v3/OS-FEDERATION/identity_providers/{idp}/protocols/{protocol}/auth")
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML, FederatedLogin.PAOS, MediaType.WILDCARD})
@RunOnVirtualThread
public class FederatedAuthEndpoint {
    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Calls calls;
    private final FederatedLogin login;
    private final BrowserTokens browser;
    private final ProvenElsewhere tokens;

    FederatedAuthEndpoint(Calls calls, FederatedLogin login, BrowserTokens browser, ProvenElsewhere tokens) {
        this.calls = calls;
        this.login = login;
        this.browser = browser;
        this.tokens = tokens;
    }

    /** A person who opens the address is asked to sign in first, and comes back with a ticket. */
    @GET
    public Object get(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String protocol,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        if (!BrowserTokens.opens(call) || login.bringsAProof(call)) {
            return answer(call, idp, protocol);
        }
        Optional<String> ticket = BrowserTokens.ticket(call);
        if (ticket.isPresent()) {
            return shown(call, browser.redeem(call, ticket.get(), idp, protocol));
        }
        return browser.begin(call, idp, protocol)
                .<Object>map(away -> away)
                .orElseGet(() -> answer(call, idp, protocol));
    }

    /** To the person's own browser, which keeps no copy and tells nobody the address. */
    private Reply shown(Call call, Issued issued) {
        return tokens.issued(call, issued)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
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
                case EnhancedClients.Asking.Unreachable(String detail) ->
                    throw KeystoneRefused.of(
                                    SERVICE_UNAVAILABLE,
                                    "Service Unavailable",
                                    "The service is currently unable to handle the request.")
                            .because("upstream-unreachable", detail);
            };
        }
        return tokens.answer(call, protocol, login.authenticate(call, idp, protocol));
    }
}
