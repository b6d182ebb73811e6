package io.vestibule.protocol.keystone.wire;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vestibule.realm.Realm;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * What every call has before it reaches an endpoint: its id, the headers of every answer, and, when it names no realm, the
 * realm that {@code /v3} belongs to.
 */
class KeystoneCallFilter {
    static final String REQUEST_ID = "x-openstack-request-id";
    private static final int MULTIPLE_CHOICES = 300;

    private final KeystoneUrls urls;
    private final VersionDocument versions;

    KeystoneCallFilter(KeystoneUrls urls, VersionDocument versions) {
        this.urls = urls;
        this.versions = versions;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response before(ContainerRequestContext request, HttpServerRequest http) {
        String path = http.path();
        if (KeystoneUrls.isOurs(path)) {
            mark(http.response());
            if (KeystoneUrls.isAtRoot(path)) {
                urls.root().ifPresent(realm -> reroute(request, realm, path));
            }
            return null;
        }
        return asksForVersions(request, path) ? choices(http, path) : null;
    }

    private static void mark(HttpServerResponse response) {
        // Names a request in logs and protects nothing, so a fast source of numbers will do.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & 0xffffffffffff0fffL | 0x4000;
        long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        response.putHeader(REQUEST_ID, "req-" + new UUID(high, low));
        response.putHeader("Vary", "X-Auth-Token");
    }

    private static void reroute(ContainerRequestContext request, Realm realm, String path) {
        URI asked = request.getUriInfo().getRequestUri();
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        request.setRequestUri(asked.resolve("/realms/" + realm.name() + path + query));
    }

    /** A browser that comes to the same address wants a page. */
    private static boolean asksForVersions(ContainerRequestContext request, String path) {
        if (!path.equals("/") && !path.matches("/realms/[^/]+/?")) {
            return false;
        }
        return "GET".equals(request.getMethod())
                && request.getAcceptableMediaTypes().stream().anyMatch(MediaType.APPLICATION_JSON_TYPE::equals)
                && request.getAcceptableMediaTypes().stream().noneMatch(MediaType.TEXT_HTML_TYPE::isCompatible);
    }

    private @Nullable Response choices(HttpServerRequest http, String path) {
        Optional<String> base = path.equals("/")
                ? urls.root().map(realm -> urls.base(realm.name().value(), path))
                : urls.ofRealmPage(path);
        if (base.isEmpty()) {
            return null;
        }
        mark(http.response());
        return Response.status(MULTIPLE_CHOICES)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Location", base.get() + "/")
                .entity(new Reply(MULTIPLE_CHOICES, versions.choices(base.get()), Map.of()))
                .build();
    }
}
