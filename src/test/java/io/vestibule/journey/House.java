package io.vestibule.journey;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jsoup.nodes.Element;

/** What a person does at the house, and where. */
@ApplicationScoped
public class House {
    static final String PASSWORD_FORM = "form:has([name=password])";

    static final String SESSION_COOKIE = "vestibule-session-house";

    private final BaseUrl base;
    private final RelyingParties parties;
    private final AtomicBoolean awake = new AtomicBoolean();

    House(BaseUrl base, RelyingParties parties) {
        this.base = base;
        this.parties = parties;
    }

    URI at(String path) {
        return URI.create(base.value() + "/realms/house" + path);
    }

    URI server(String path) {
        return URI.create(base.value() + path);
    }

    URI party(String path) {
        return parties.base().resolve(path);
    }

    RelyingParties parties() {
        return parties;
    }

    /** The address at which a person enters a relying party; {@code more} are names and values for its request. */
    URI door(String client, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return party("/" + client + "/login?" + Query.write(parameters));
    }

    Visit enter(PlainBrowser browser, String client, String... more) {
        return browser.carryOn(browser.open(door(client, more)));
    }

    Visit signIn(PlainBrowser browser, Way way, Visit picker) {
        return signIn(browser, way, way.person, picker);
    }

    /** From the house's page to wherever that leads. */
    Visit signIn(PlainBrowser browser, Way way, String person, Visit picker) {
        if (way == Way.SAML) {
            awaken();
        }
        return password(browser, way.away() ? through(browser, picker, way.connector) : picker, person);
    }

    /** Takes away what the browser keeps of the house: who is signed in, and the marks of logins. */
    void forget(PlainBrowser browser) {
        CookieStore kept = browser.cookies().getCookieStore();
        kept.getCookies().stream()
                .filter(cookie -> cookie.getName().equals(SESSION_COOKIE)
                        || at("").getPath().equals(cookie.getPath()))
                .toList()
                .forEach(cookie -> kept.remove(at(""), cookie));
    }

    /** Whether the browser came by without a page on which something is asked, here or upstream. */
    static boolean isSilent(Visit visit) {
        return visit.trail().stream()
                .noneMatch(
                        step -> step.getPath().matches("/realms/[^/]+/login(/(second-factor|consent|organisations))?"));
    }

    /** A realm makes its SAML keys when it is first asked; a busy machine takes longer for it than a login waits. */
    void awaken() {
        if (awake.compareAndSet(false, true)) {
            try (PlainBrowser operator = new PlainBrowser()) {
                operator.open(server("/realms/guild/saml/metadata"));
                operator.open(at("/connectors/abbey/metadata"));
                operator.open(at("/saml/metadata"));
            }
        }
    }

    /** Enters a relying party and signs in on the way. */
    Arrival arrive(PlainBrowser browser, Way way, String person, String client) {
        return Arrival.at(signIn(browser, way, person, enter(browser, client)));
    }

    Visit password(PlainBrowser browser, Visit page, String person) {
        return browser.carryOn(
                browser.submit(page, PASSWORD_FORM, Map.of("username", person, "password", person + "-password-1")));
    }

    /** Follows the picker's link to a connector. */
    Visit through(PlainBrowser browser, Visit picker, String connector) {
        return browser.carryOn(browser.open(link(picker, connector)));
    }

    static URI link(Visit picker, String connector) {
        Element link = picker.html().selectFirst("a[href*=/login/with/" + connector + "?]");
        if (link == null) {
            throw new AssertionError("no way to " + connector + " on " + picker.address() + ":\n" + picker.body());
        }
        return URI.create(link.absUrl("href"));
    }

    static String reference(Visit page) {
        Element reference = page.html().selectFirst("#reference");
        if (reference == null) {
            throw new AssertionError("no reference on " + page.address() + " (" + page.status() + "):\n" + page.body());
        }
        return reference.text();
    }

    /** The secret of the browser's session; empty without one. */
    static String sessionCookie(PlainBrowser browser) {
        return browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(SESSION_COOKIE))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    HTTPResponse userinfo(Arrival arrival) {
        return parties.userinfo(arrival.text("access_token"));
    }

    HTTPResponse refresh(String client, Arrival arrival) {
        return parties.refresh(client, arrival.text("refresh_token"));
    }
}
