package io.vestibule.portal;

import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** A realm's colours as style sheet; its address changes with them. */
@Path("/realms/{realm}/theme.css")
final class ThemeEndpoint {
    private final Realms realms;

    ThemeEndpoint(Realms realms) {
        this.realms = realms;
    }

    @GET
    public Response theme(@PathParam("realm") String name) {
        Realm realm = realms.find(name).orElseThrow(NotFoundException::new);
        return Response.ok(new Palette(realm.theme().accent()).css(), "text/css; charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
