package io.vestibule.everypath.oidc;

import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.browser;
import static io.vestibule.everypath.oidc.OidcPaths.query;
import static io.vestibule.everypath.oidc.OidcPaths.redeem;

import io.restassured.response.Response;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/** Who comes by another's word, and what they go on with. */
@ApplicationScoped
class UpstreamPaths implements Paths {
    private static final String ANOTHERS_WORD = "another vouches for them: no password of ours is guessed or ended";

    @Override
    public Stream<Path> of(Stage stage) {
        Harbour account = Harbour.accountOf(stage);
        String everything = "openid offline_access";
        return Stream.of(
                        login(stage, account),
                        back(stage, account),
                        session(stage, account),
                        code(stage, account),
                        consent(stage, account),
                        refresh(stage, account, "refresh", "openid"),
                        refresh(stage, account, "offline refresh", everything),
                        OidcPaths.userinfo(stage, "userinfo by an upstream", token(stage, account, "access_token")),
                        OidcPaths.introspection(
                                stage, "introspection of an upstream's login", token(stage, account, "access_token")),
                        accountPage(stage, account),
                        accountApi(stage, account))
                .map(path -> path.resting(Rest.ON_UPSTREAM)
                        .besides(Switch.LOCKED, ANOTHERS_WORD)
                        .besides(Switch.PROJECT, OidcPaths.NO_PROJECT)
                        .besides(Switch.PROJECTS_DOMAIN, OidcPaths.NO_PROJECT));
    }

    private static Path login(Stage stage, Harbour account) {
        return Path.of("login by an upstream", () -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        return arrives(signIn(stage, account, browser, "openid"));
                    }
                })
                .besides(Switch.EXPIRED, ANOTHERS_WORD);
    }

    /** Away while everything was on. */
    private static Path back(Stage stage, Harbour account) {
        PlainBrowser browser = browser(stage);
        Visit there = departure(browser, browser.open(authorize(stage, "openid", "login")));
        return Path.of("back from an upstream", () -> arrives(atHarbour(account, browser, there)));
    }

    private static Path session(Stage stage, Harbour account) {
        PlainBrowser browser = browser(stage);
        signIn(stage, account, browser, "openid");
        return Path.of(
                "session by an upstream used again", () -> arrives(browser.open(authorize(stage, "openid", "none"))));
    }

    private static Path code(Stage stage, Harbour account) {
        PlainBrowser browser = browser(stage);
        String code = query(signIn(stage, account, browser, "openid").address()).get("code");
        return Path.of("code by an upstream", () -> redeem(stage, code).statusCode() == 200);
    }

    private static Path consent(Stage stage, Harbour account) {
        PlainBrowser browser = browser(stage);
        signIn(stage, account, browser, "openid");
        Visit question = browser.open(authorize(stage, "cautious", "openid profile", Map.of()));
        return Path.of(
                "consent that was asked for after an upstream",
                () -> arrives(browser.submit(question, "form:has([name=consent])", Map.of("consent", "allow"))));
    }

    private static Path refresh(Stage stage, Harbour account, String name, String scope) {
        String token = tokens(stage, account, scope).path("refresh_token");
        return Path.of(name + " by an upstream", () -> OidcPaths.refreshes(stage, token));
    }

    private static Path accountPage(Stage stage, Harbour account) {
        PlainBrowser browser = browser(stage);
        signIn(stage, account, browser, "openid");
        URI page = URI.create(stage.world().at("/account/sessions"));
        return Path.of("account page by an upstream", () -> {
                    Visit seen = browser.open(page);
                    return seen.status() == 200 && seen.address().equals(page);
                })
                .besides(Switch.RELYING_PARTY, AccountPaths.OWN_ACCOUNT);
    }

    private static Path accountApi(Stage stage, Harbour account) {
        String token = tokens(stage, account, "openid account").path("access_token");
        return Path.of("account API by an upstream", () -> AccountPaths.opens(stage, token));
    }

    static Visit signIn(Stage stage, Harbour account, PlainBrowser browser, String scope) {
        return atHarbour(account, browser, departure(browser, browser.open(authorize(stage, scope, "login"))));
    }

    static Response tokens(Stage stage, Harbour account, String scope) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit arrived = signIn(stage, account, browser, scope);
            Response tokens = redeem(stage, query(arrived.address()).get("code"));
            tokens.then().statusCode(200);
            return tokens;
        }
    }

    private static String token(Stage stage, Harbour account, String kind) {
        return tokens(stage, account, "openid").path(kind);
    }

    private static Visit departure(PlainBrowser browser, Visit page) {
        String link = page.html().select("a[href*=/login/with/harbour?]").attr("abs:href");
        return link.isEmpty() ? page : browser.open(URI.create(link));
    }

    static Visit atHarbour(Harbour account, PlainBrowser browser, Visit page) {
        boolean there = page.address().getPath().startsWith("/realms/harbour/");
        return there
                ? browser.submit(
                        page,
                        "form:has([name=password])",
                        Map.of("username", account.username(), "password", Stage.PASSWORD))
                : page;
    }
}
