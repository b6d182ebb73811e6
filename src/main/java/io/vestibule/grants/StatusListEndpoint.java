package io.vestibule.grants;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Where anybody learns which tokens were taken back (draft-ietf-oauth-status-list-21 §8). */
@Path("/realms/{realm}/status-lists/{list}")
@RunOnVirtualThread
public class StatusListEndpoint {
    private final Realms realms;
    private final StatusListDocuments documents;

    StatusListEndpoint(Realms realms, StatusListDocuments documents) {
        this.realms = realms;
        this.documents = documents;
    }

    @GET
    public Response list(@PathParam("realm") String realm, @PathParam("list") String list) {
        return realms.find(realm)
                .map(Realm::name)
                .flatMap(name -> documents.token(name, list))
                .map(token -> Response.ok(token, "application/" + StatusListDocuments.TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + StatusListDocuments.TTL.toSeconds())
                        .header("Access-Control-Allow-Origin", "*") // §8.1: pages check tokens, too
                        .build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
    }
}
