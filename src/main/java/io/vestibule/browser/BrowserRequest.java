package io.vestibule.browser;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The request at hand as data, so that no room behind an endpoint needs HTTP. */
@RequestScoped
public class BrowserRequest {
    private static final Set<String> OWN = Set.of("same-origin", "none"); // none: the person alone

    private final RoutingContext http;

    public BrowserRequest(RoutingContext http) {
        this.http = http;
    }

    public Visitor visitor() {
        Map<String, String> cookies = new HashMap<>();
        for (Cookie cookie : http.request().cookies()) {
            cookies.putIfAbsent(cookie.getName(), cookie.getValue());
        }
        String agent = http.request().getHeader("User-Agent");
        return new Visitor(address(), agent == null ? "" : agent, cookies, languages());
    }

    /** The message in the query, or in {@code form} when it was posted. */
    public InboundMessage message(Map<String, List<String>> form) {
        String query = http.request().query() == null ? "" : http.request().query();
        if (HttpMethod.POST.equals(http.request().method())) {
            return new InboundMessage(InboundMessage.Method.POST, form, query);
        }
        Map<String, List<String>> parameters = new HashMap<>();
        http.queryParams()
                .forEach(entry -> parameters
                        .computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                        .add(entry.getValue()));
        return new InboundMessage(InboundMessage.Method.GET, parameters, query);
    }

    /** What the browser wants the answer for. */
    public enum Destination {
        WINDOW,
        /** A frame, or anything else that is part of a page. */
        WITHIN_A_PAGE,
        /** Browsers say it only over TLS and to this machine itself, and those of before 2023 not all. */
        UNSAID
    }

    /** Fetch Metadata §2.1. */
    public Destination destination() {
        String said = http.request().getHeader("Sec-Fetch-Dest");
        if (said == null) {
            return Destination.UNSAID;
        }
        return said.equals("document") ? Destination.WINDOW : Destination.WITHIN_A_PAGE;
    }

    /**
     * Whether a page of another site sent the browser here (cross-site request forgery). Browsers say so by themselves (Fetch
     * Metadata §2.3), and where they do not, which is where there is no TLS, they name that page's origin. A program says
     * neither.
     *
     * @param here the server's own address
     */
    public boolean isFromElsewhere(URI here) {
        String site = http.request().getHeader("Sec-Fetch-Site");
        String origin = http.request().getHeader("Origin");
        if (site != null) {
            return !OWN.contains(site);
        }
        return origin != null && !origin.equals("null") && !isOrigin(here, origin); // our pages send no referrer
    }

    private static boolean isOrigin(URI here, String origin) {
        return origin.equalsIgnoreCase(here.getScheme() + "://" + here.getRawAuthority());
    }

    private String address() {
        return http.request().remoteAddress() == null
                ? "unknown"
                : http.request().remoteAddress().hostAddress();
    }

    private List<Locale> languages() {
        List<Locale> locales = new ArrayList<>();
        for (LanguageHeader language : http.acceptableLanguages()) {
            locales.add(Locale.forLanguageTag(language.value()));
        }
        return locales;
    }
}
