package io.vestibule.everypath.oidc;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.redeem;

import io.vestibule.everypath.PasswordDoors;
import io.vestibule.everypath.Stage;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/** Passwords at the portal. */
@ApplicationScoped
class PortalPasswordDoors implements PasswordDoors {
    private final LetterPaths letters;

    PortalPasswordDoors(LetterPaths letters) {
        this.letters = letters;
    }

    @Override
    public Stream<Door> doors() {
        return Stream.of(
                Door.ofOwner("login page", PortalPasswordDoors::ended).onlyEnded(),
                Door.ofOwner("account page", PortalPasswordDoors::page),
                Door.ofOwner("account API", PortalPasswordDoors::api),
                Door.ofOwner("reset link", letters::resets));
    }

    @Override
    public Stream<Bringing> entrances() {
        return Stream.of(
                new Bringing("login page", stage -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        return arrives(signedIn(stage, browser, "openid", Stage.PASSWORD));
                    }
                }),
                new Bringing("password grant", stage -> OidcPaths.grants(stage, Stage.PASSWORD)));
    }

    private static boolean ended(Stage stage, String present, String wanted) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = signedIn(stage, browser, "openid", present);
            return page.html().select("form:has([name=wanted])").size() == 1
                    && arrives(choose(browser, page, present, wanted));
        }
    }

    private static boolean page(Stage stage, String present, String wanted) {
        try (PlainBrowser browser = new PlainBrowser()) {
            signedIn(stage, browser, "openid", present);
            Visit page = browser.open(URI.create(stage.world().at("/account/password")));
            if (page.html().select("form:has([name=wanted])").isEmpty()) { // only an administrator may
                return false;
            }
            Visit done = choose(browser, page, present, wanted);
            return !done.html().select("[role=status]").isEmpty();
        }
    }

    private static Visit choose(PlainBrowser browser, Visit page, String present, String wanted) {
        return browser.submit(
                page, "form:has([name=wanted])", Map.of("password", present, "wanted", wanted, "repeated", wanted));
    }

    private static boolean api(Stage stage, String present, String wanted) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit arrived = signedIn(stage, browser, "openid account", present);
            String token = redeem(stage, OidcPaths.query(arrived.address()).get("code"))
                    .path("access_token");
            return given().header("Authorization", "Bearer " + token)
                            .contentType("application/json")
                            .body(Map.of("present", present, "wanted", wanted))
                            .post(stage.world().at("/account/api/password"))
                            .statusCode()
                    == 204;
        }
    }

    private static Visit signedIn(Stage stage, PlainBrowser browser, String scope, String password) {
        return browser.submit(
                browser.open(authorize(stage, "web", scope, Map.of())),
                "form:has([name=password])",
                Map.of("username", stage.user().username(), "password", password));
    }
}
