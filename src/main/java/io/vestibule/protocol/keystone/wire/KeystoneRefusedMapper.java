package io.vestibule.protocol.keystone.wire;

import io.vertx.core.http.HttpServerRequest;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes a refusal, and records those that somebody may have to explain. */
class KeystoneRefusedMapper {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;

    private final AuditLog audit;
    private final Realms realms;
    private final KeystoneUrls urls;
    private final BrowserRequest browser;

    KeystoneRefusedMapper(AuditLog audit, Realms realms, KeystoneUrls urls, BrowserRequest browser) {
        this.audit = audit;
        this.realms = realms;
        this.urls = urls;
        this.browser = browser;
    }

    @ServerExceptionMapper
    Response answer(KeystoneRefused refused, HttpServerRequest http) {
        String realm = urls.realm(http.path());
        if (refused.status() == UNAUTHORIZED || refused.status() == FORBIDDEN) {
            record(refused, realm, http);
        }
        Response.ResponseBuilder response = Response.status(refused.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Reply(refused.status(), body(refused), Map.of()));
        return refused.status() == UNAUTHORIZED
                ? response.header("WWW-Authenticate", "Keystone uri=\"" + urls.base(realm, http.path()) + "\"")
                        .build()
                : response.build();
    }

    /** Keystone's size limit stands before Keystone itself and speaks another shape. */
    private static Object body(KeystoneRefused refused) {
        return refused.status() == TOO_LARGE
                ? Map.of("message", refused.message(), "code", "413 " + refused.title(), "title", refused.title())
                : refused.body();
    }

    private void record(KeystoneRefused refused, String realm, HttpServerRequest http) {
        audit.refuse(new Refusal(
                realms.find(realm).map(Realm::name),
                Circumstances.from(browser.visitor().address()),
                "keystone",
                refused.reason(),
                "",
                http.method() + " " + http.path() + (refused.detail().isEmpty() ? "" : ": " + refused.detail())));
    }
}
