package io.vestibule.portal;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * A body over the limit is refused before any endpoint sees it; that somebody tried is told to the audit log all the same
 * (security case 10).
 */
@ApplicationScoped
class TooLargeFilter {
    private static final int TOO_LARGE = 413;
    private static final int BEFORE_THE_LIMIT = Integer.MIN_VALUE;

    private final AuditLog audit;

    TooLargeFilter(AuditLog audit) {
        this.audit = audit;
    }

    void listen(@Observes Router router) {
        router.route().order(BEFORE_THE_LIMIT).handler(exchange -> {
            exchange.addHeadersEndHandler(about -> told(exchange));
            exchange.next();
        });
    }

    private void told(RoutingContext exchange) {
        if (exchange.response().getStatusCode() != TOO_LARGE) {
            return;
        }
        String address = exchange.request().remoteAddress() == null
                ? "unknown"
                : exchange.request().remoteAddress().hostAddress();
        audit.refuse(new Refusal(
                Optional.empty(),
                Circumstances.from(address),
                "http",
                "status-" + TOO_LARGE,
                "",
                exchange.request().method() + " " + exchange.request().path()));
    }
}
