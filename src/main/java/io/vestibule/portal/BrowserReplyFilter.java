package io.vestibule.portal;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.BaseUrl;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The one writer: every BrowserReply that an endpoint or mapper returns becomes HTTP here. */
final class BrowserReplyFilter {
    private static final MediaType HTML = MediaType.TEXT_HTML_TYPE.withCharset("utf-8");
    private static final Annotation[] NO_ANNOTATIONS = {};
    private static final int TOO_MANY_REQUESTS = 429;
    /** The window in which failures of an address are counted; the same for everybody, so it says nothing of an account. */
    private static final int RETRY_AFTER_SECONDS = 300;

    private static final int SEE_OTHER = 303;
    private static final Pattern IN_REALM = Pattern.compile("/?realms/([^/]+)(/.*)?");

    private final Pages pages;
    private final BaseUrl baseUrl;

    BrowserReplyFilter(Pages pages, BaseUrl baseUrl) {
        this.pages = pages;
        this.baseUrl = baseUrl;
    }

    @ServerResponseFilter
    void write(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(response.getEntity() instanceof BrowserReply reply)) {
            return;
        }
        PageRequest asked = asked(request);
        // Replies carry codes, assertions and one-time forms: none may be kept by anything on the way.
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        setCookies(response, reply.cookies());
        switch (reply) {
            case BrowserReply.Redirect redirect
            when endsFormChain(request, redirect.to()) -> html(response, 200, pages.leaving(redirect.to(), asked));
            case BrowserReply.Redirect redirect -> redirect(response, redirect.to());
            case BrowserReply.AutoPost post -> html(response, 200, pages.autoPost(post, asked));
            case BrowserReply.Page page -> html(response, page.status(), pages.page(page, asked));
        }
    }

    private boolean endsFormChain(ContainerRequestContext request, URI to) {
        Optional<String> fetchMode = Optional.ofNullable(request.getHeaderString("Sec-Fetch-Mode"));
        Optional<String> fetchDest = Optional.ofNullable(request.getHeaderString("Sec-Fetch-Dest"));
        return FormChain.mustEnd(request.getMethod(), fetchMode, fetchDest, to, baseUrl);
    }

    private void redirect(ContainerResponseContext response, URI to) {
        response.setStatus(SEE_OTHER); // RFC 9700 §4.12: a POST with credentials is never repeated at the target.
        response.setEntity(null);
        response.getHeaders().putSingle(HttpHeaders.LOCATION, to.toASCIIString());
        response.getHeaders().putSingle("Referrer-Policy", "no-referrer");
    }

    private void html(ContainerResponseContext response, int status, RenderedPage page) {
        response.setStatus(status);
        response.setEntity(page.html(), NO_ANNOTATIONS, HTML);
        page.headers().forEach((name, value) -> response.getHeaders().putSingle(name, value));
        if (status == TOO_MANY_REQUESTS) {
            response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        setCookies(response, page.languageCookie().stream().toList());
        if (baseUrl.secure()) {
            response.getHeaders().putSingle("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private void setCookies(ContainerResponseContext response, List<BrowserCookie> cookies) {
        cookies.forEach(
                cookie -> response.getHeaders().add(HttpHeaders.SET_COOKIE, SetCookie.of(cookie, baseUrl.secure())));
    }

    static PageRequest asked(ContainerRequestContext request) {
        return new PageRequest(
                "GET".equals(request.getMethod()),
                request.getUriInfo().getQueryParameters(),
                realm(request),
                Optional.ofNullable(request.getCookies().get(PageRequest.LANGUAGE_COOKIE))
                        .map(Cookie::getValue),
                request.getAcceptableLanguages());
    }

    /** From the path and not from a parameter of it: a page that is not there has no parameters. */
    static Optional<RealmName> realm(ContainerRequestContext request) {
        Matcher path = IN_REALM.matcher(request.getUriInfo().getPath());
        return path.matches() && RealmName.isValid(path.group(1))
                ? Optional.of(new RealmName(path.group(1)))
                : Optional.empty();
    }
}
