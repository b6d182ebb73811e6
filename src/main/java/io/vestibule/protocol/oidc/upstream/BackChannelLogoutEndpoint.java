package io.vestibule.protocol.oidc.upstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.Step;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.UpstreamEnded;
import io.vestibule.logout.UpstreamMessage;
import io.vestibule.logout.UpstreamMessage.Carrier;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/** Where a provider says that it ended a session (OpenID Connect Back-Channel Logout §2.5 to §2.8). */
@Path("/realms/{realm}/login/from/{connector}/back-channel-logout")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BackChannelLogoutEndpoint {
    private static final String STEP = "back-channel-logout";

    private final Connectors connectors;
    private final UpstreamEnded upstreamEnded;
    private final AuditLog audit;
    private final BrowserRequest request;

    BackChannelLogoutEndpoint(
            Connectors connectors, UpstreamEnded upstreamEnded, AuditLog audit, BrowserRequest request) {
        this.connectors = connectors;
        this.upstreamEnded = upstreamEnded;
        this.audit = audit;
        this.request = request;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response ended(
            @PathParam("realm") String realm,
            @PathParam("connector") String connector,
            @FormParam("logout_token") @DefaultValue("") String logoutToken) {
        Circumstances circumstances = Circumstances.from(request.visitor().address());
        Optional<OidcConnector> known = connector(realm, connector);
        if (known.isEmpty()) {
            return answer(Response.status(Response.Status.NOT_FOUND));
        }
        RealmName in = new RealmName(realm);
        return switch (known.get().ended(logoutToken)) {
            case Step.Stopped<LogoutToken>(AuthnOutcome.Rejected rejected) ->
                refused(
                        in,
                        circumstances.by(known.get().id()),
                        rejected.reason(),
                        rejected.expected(),
                        rejected.actual());
            case Step.Stopped<LogoutToken>(AuthnOutcome other) ->
                refused(in, circumstances.by(known.get().id()), "upstream-unreachable", "its keys", other.toString());
            case Step.Done<LogoutToken>(LogoutToken token) ->
                end(in, known.get().id(), token, circumstances);
        };
    }

    /** §2.6: a token that was seen before ends nothing; whoever sends it again because our reply got lost hears that it is so. */
    private Response end(RealmName realm, ConnectorId connector, LogoutToken token, Circumstances circumstances) {
        UpstreamMessage message = new UpstreamMessage(
                "logout-token",
                realm + " " + connector + " " + token.id(),
                token.until(),
                Carrier.UPSTREAM,
                token.ends(),
                token.issuedAt());
        return upstreamEnded.end(realm, connector, message, token.subject(), token.session(), circumstances)
                ? answer(Response.ok())
                : refused(realm, circumstances.by(connector), "logout-token-replayed", "a token used once", token.id());
    }

    private Optional<OidcConnector> connector(String realm, String connector) {
        if (!RealmName.isValid(realm) || !ConnectorId.isValid(connector)) {
            return Optional.empty();
        }
        return connectors
                .find(new RealmName(realm), new ConnectorId(connector))
                .filter(OidcConnector.class::isInstance)
                .map(OidcConnector.class::cast);
    }

    private Response refused(
            RealmName realm, Circumstances circumstances, String reason, String expected, String actual) {
        audit.refuse(new Refusal(realm, circumstances, STEP, reason, expected, actual));
        return answer(Response.status(Response.Status.BAD_REQUEST).entity(Map.of("error", "invalid_request"))); // §2.8
    }

    private static Response answer(Response.ResponseBuilder response) {
        return response.header("Cache-Control", "no-store").build();
    }
}
