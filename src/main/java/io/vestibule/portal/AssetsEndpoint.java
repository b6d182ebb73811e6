package io.vestibule.portal;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Style, script and pictures: for good under their fingerprint, for the moment under their plain name. */
@Path("/assets/{name}")
final class AssetsEndpoint {
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final Assets assets;

    AssetsEndpoint(Assets assets) {
        this.assets = assets;
    }

    @GET
    public Response asset(@PathParam("name") String name) {
        Optional<Assets.Asset> forGood = assets.fingerprinted(name);
        Assets.Asset asset = forGood.or(() -> assets.named(name)).orElseThrow(NotFoundException::new);
        return Response.ok(asset.content(), asset.type())
                .header(HttpHeaders.CACHE_CONTROL, forGood.isPresent() ? FOR_GOOD : "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                // A picture opened by itself is a document, and an SVG may hold script.
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .build();
    }
}
