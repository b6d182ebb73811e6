package io.vestibule.protocol.oidc.downstream;

import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets scripts of other origins read what is public, and call token, userinfo and revocation from the origins of registered
 * public clients. Cookies never come along: no endpoint here looks at any.
 */
class CorsFilter {
    private static final Pattern DOCUMENT = Pattern.compile("(?:/auth)?/realms/[^/]+/(?:\\.well-known/.+|jwks"
            + "|protocol/openid-connect/certs)|/\\.well-known/.+|/dex/keys");
    private static final Pattern CALL = Pattern.compile(
            "(?:/auth)?/realms/([^/]+)/(?:protocol/openid-connect/)?(?:token|userinfo|revoke)|/dex/(?:token|userinfo)");
    private static final String ORIGIN = "Origin";

    private final Realms realms;
    private final Origins origins;
    private final DexRealm dex;

    CorsFilter(Realms realms, Origins origins, DexRealm dex) {
        this.realms = realms;
        this.origins = origins;
        this.dex = dex;
    }

    /** A preflight asks before anything is done (Fetch standard, CORS-preflight request). */
    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response preflight(ContainerRequestContext request) {
        String origin = request.getHeaderString(ORIGIN);
        boolean asks = "OPTIONS".equals(request.getMethod())
                && request.getHeaderString("Access-Control-Request-Method") != null;
        if (origin == null || !asks) {
            return null;
        }
        Optional<String> allowed = allowed(request.getUriInfo().getPath(), origin);
        return allowed.map(who -> Response.noContent()
                        .header("Access-Control-Allow-Methods", "GET, POST")
                        .header("Access-Control-Allow-Headers", "Authorization, Content-Type")
                        .header("Access-Control-Max-Age", "600")
                        .build()) // the response filter says who
                .orElse(null);
    }

    @ServerResponseFilter
    void answer(ContainerRequestContext request, ContainerResponseContext response) {
        String origin = request.getHeaderString(ORIGIN);
        if (origin == null) {
            return;
        }
        allowed(request.getUriInfo().getPath(), origin).ifPresent(who -> {
            MultivaluedMap<String, Object> headers = response.getHeaders();
            headers.putSingle("Access-Control-Allow-Origin", who);
            headers.putSingle("Access-Control-Expose-Headers", "WWW-Authenticate");
            headers.add("Vary", ORIGIN);
        });
    }

    private Optional<String> allowed(String path, String origin) {
        if (DOCUMENT.matcher(path).matches()) {
            return Optional.of("*");
        }
        Matcher call = CALL.matcher(path);
        if (!call.matches()) {
            return Optional.empty();
        }
        Optional<Realm> realm = call.group(1) == null ? dex.find() : realms.find(call.group(1));
        return realm.filter(found -> origins.isKnown(found, origin)).map(found -> origin);
    }
}
