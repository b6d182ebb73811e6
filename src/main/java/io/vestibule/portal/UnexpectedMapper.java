package io.vestibule.portal;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Reference;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.login.view.ErrorView.WayOn;
import io.vestibule.portal.MalformedAddressPage.Malformed;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What nobody expected: an address that is not there, a request no endpoint takes, a failure of ours. A person gets a page, a
 * program a problem document (RFC 9457); both get a reference and nothing from inside.
 */
final class UnexpectedMapper {
    private static final Logger LOG = Logger.getLogger(UnexpectedMapper.class);
    private static final String UNENCODED =
            "a character of the address must be percent-encoded, such as { as %7B or ^ as %5E (RFC 3986, 2.1)";
    private static final int NOT_FOUND = 404;
    private static final int OUR_FAULT = 500;

    private final AuditLog audit;
    private final Realms realms;
    private final BaseUrl base;
    private final BrowserRequest browser;

    UnexpectedMapper(AuditLog audit, Realms realms, BaseUrl base, BrowserRequest browser) {
        this.audit = audit;
        this.realms = realms;
        this.base = base;
        this.browser = browser;
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException refusal, ContainerRequestContext request) {
        Response response = refusal.getResponse();
        boolean answered = response.hasEntity() || response.getStatus() < 400;
        return answered ? response : answer(Cause.of(refusal, request), request);
    }

    @ServerExceptionMapper
    Response failed(Throwable failure, ContainerRequestContext request) {
        return answer(new Cause(failure, OUR_FAULT, asked(request), Optional.empty()), request);
    }

    /**
     * Why something is not answered.
     *
     * @param asked method and path
     * @param details what whoever wrote the request can mend
     */
    private record Cause(Throwable thrown, int status, String asked, Optional<String> details) {
        static Cause of(WebApplicationException refusal, ContainerRequestContext request) {
            int status = refusal.getResponse().getStatus();
            return refusal instanceof Malformed malformed
                    ? new Cause(malformed, status, String.valueOf(malformed.getMessage()), Optional.of(UNENCODED))
                    : new Cause(refusal, status, UnexpectedMapper.asked(request), Optional.empty());
        }

        String reason() {
            return thrown instanceof Malformed ? "malformed-address" : UnexpectedMapper.reason(status);
        }
    }

    private static String asked(ContainerRequestContext request) {
        return request.getMethod() + " " + request.getUriInfo().getPath();
    }

    private Response answer(Cause cause, ContainerRequestContext request) {
        int status = cause.status();
        Optional<RealmName> realm =
                BrowserReplyFilter.realm(request).flatMap(realms::find).map(Realm::name);
        Reference reference = audit.refuse(new Refusal(
                realm, Circumstances.from(browser.visitor().address()), "http", cause.reason(), "", cause.asked()));
        if (status >= OUR_FAULT) {
            LOG.errorf(cause.thrown(), "unexpected failure, reference %s", reference);
        }
        return wantsPage(request)
                ? page(status, realm, reference, cause.details())
                : problem(status, reference, cause.details());
    }

    private static String reason(int status) {
        return switch (kind(status)) {
            case NOT_FOUND -> "not-found";
            case INTERNAL -> "unexpected-failure";
            default -> "status-" + status;
        };
    }

    private static Kind kind(int status) {
        if (status >= OUR_FAULT) {
            return Kind.INTERNAL;
        }
        return status == NOT_FOUND ? Kind.NOT_FOUND : Kind.BAD_REQUEST;
    }

    /** A browser says so; a program that takes anything gets what a program can read. */
    private static boolean wantsPage(ContainerRequestContext request) {
        return request.getAcceptableMediaTypes().stream()
                .anyMatch(type ->
                        type.getType().equals("text") && type.getSubtype().equals("html"));
    }

    private Response page(int status, Optional<RealmName> realm, Reference reference, Optional<String> details) {
        WayOn home = new WayOn(Label.PORTAL_HOME, realm.map(base::issuer).orElseGet(() -> base.resolve("/")));
        ErrorView view = new ErrorView(realm, Optional.empty(), kind(status), details, reference, List.of(home));
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE)
                .entity(new BrowserReply.Page(status, view))
                .build();
    }

    private static Response problem(int status, Reference reference, Optional<String> details) {
        String title = Optional.ofNullable(Response.Status.fromStatusCode(status))
                .map(Response.Status::getReasonPhrase)
                .orElse("Error");
        // All texts are ours and hold no character that JSON would have to escape.
        String detail = details.map(",\"detail\":\"%s\""::formatted).orElse("");
        String json =
                "{\"status\":%d,\"title\":\"%s\"%s,\"reference\":\"%s\"}".formatted(status, title, detail, reference);
        return Response.status(status)
                .type("application/problem+json")
                .header("Cache-Control", "no-store")
                .entity(json)
                .build();
    }
}
