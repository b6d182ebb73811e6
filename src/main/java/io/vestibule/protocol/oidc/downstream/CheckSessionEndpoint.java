package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** OpenID Connect Session Management §3.2: the page for the frame; where the realm has switched it on. */
@Path("/realms/{realm}/check_session")
@RunOnVirtualThread
public class CheckSessionEndpoint {
    private final Realms realms;
    private final CheckSession check;

    CheckSessionEndpoint(Realms realms, CheckSession check) {
        this.realms = realms;
        this.check = check;
    }

    @GET
    @Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
    public Response page(@PathParam("realm") String name) {
        return realms.find(name)
                .filter(CheckSession::isOn)
                .map(realm -> Response.ok(check.html(realm), MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                        .header("Content-Security-Policy", check.policy(realm))
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Referrer-Policy", "no-referrer")
                        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                        .build())
                .orElseThrow(NotFoundException::new);
    }
}
