package io.vestibule.portal;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked for by an address that is none (RFC 3986 §2): browsers send the <code>{</code>, {@code ^} or {@code |} of a careless link
 * as it is. The framework would answer with a bare 400 before any route; told to leave it to us ({@code
 * vertx.disableURIValidation}, which {@code Main} sets), it comes here first, and goes on to a page that says so.
 */
@ApplicationScoped
class MalformedAddressFilter {
    static final String PAGE = "malformed-address";

    private static final String ASKED = MalformedAddressFilter.class.getName();
    private static final String NONE = "-";
    private static final int BEFORE_EVERYTHING = Integer.MIN_VALUE;
    private static final Pattern IN_REALM = Pattern.compile("/realms/([^/]+)/.*");

    void listen(@Observes Router router) {
        router.route().order(BEFORE_EVERYTHING).handler(exchange -> {
            if (isAddress(exchange.request().uri())) {
                exchange.next();
            } else {
                refuse(exchange);
            }
        });
    }

    /** What was asked for, without the query; nothing when somebody came to the page by its own address. */
    static Optional<String> asked(RoutingContext exchange) {
        return Optional.ofNullable(exchange.get(ASKED));
    }

    private static void refuse(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        exchange.put(ASKED, request.method() + " " + request.path());
        exchange.reroute(HttpMethod.GET, "/realms/" + realm(request.path()) + "/" + PAGE);
    }

    private static String realm(String path) {
        Matcher inRealm = IN_REALM.matcher(path);
        return inRealm.matches() && RealmName.isValid(inRealm.group(1)) ? inRealm.group(1) : NONE;
    }

    private static boolean isAddress(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
