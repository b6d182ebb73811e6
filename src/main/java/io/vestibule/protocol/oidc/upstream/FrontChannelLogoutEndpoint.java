package io.vestibule.protocol.oidc.upstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.Shown;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.UpstreamEnded;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * A page that a provider loads out of sight when it ended its session (OpenID Connect Front-Channel Logout §2, §3). Anybody
 * can load it anywhere: only a cookie says which session is meant, and only the provider's own name for it ends it.
 */
@Path("/realms/{realm}/login/from/{connector}/front-channel-logout")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class FrontChannelLogoutEndpoint {
    private final Connectors connectors;
    private final UpstreamEnded upstreamEnded;
    private final AuditLog audit;
    private final BrowserRequest request;

    FrontChannelLogoutEndpoint(
            Connectors connectors, UpstreamEnded upstreamEnded, AuditLog audit, BrowserRequest request) {
        this.connectors = connectors;
        this.upstreamEnded = upstreamEnded;
        this.audit = audit;
        this.request = request;
    }

    /** The same page whatever came of it. */
    @GET
    public Response ended(
            @PathParam("realm") String realm,
            @PathParam("connector") String connector,
            @QueryParam("iss") @DefaultValue("") String issuer,
            @QueryParam("sid") @DefaultValue("") String session) {
        Optional<OidcConnector> known = connector(realm, connector);
        if (known.isEmpty()) {
            return page(Response.Status.NOT_FOUND);
        }
        RealmName in = new RealmName(realm);
        boolean ended = known.get().reaches(issuer)
                && !session.isEmpty()
                && upstreamEnded.endInBrowser(in, known.get().id(), session, request.visitor());
        if (!ended) {
            audit.refuse(new Refusal(
                    in,
                    Circumstances.from(request.visitor().address())
                            .by(known.get().id()),
                    "front-channel-logout",
                    "no-such-session",
                    "iss and sid of a session of this browser",
                    Shown.of(issuer) + " " + Shown.of(session)));
        }
        return page(Response.Status.OK);
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

    /** §2: not to be cached. */
    private static Response page(Response.Status status) {
        return Response.status(status)
                .entity("<!doctype html><title>.</title>")
                .header("Cache-Control", "no-cache, no-store")
                .header("Content-Security-Policy", "default-src 'none'")
                .build();
    }
}
