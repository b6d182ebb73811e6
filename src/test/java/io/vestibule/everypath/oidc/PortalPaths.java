package io.vestibule.everypath.oidc;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.browser;
import static io.vestibule.everypath.oidc.OidcPaths.signIn;

import io.vestibule.directory.TotpSecrets;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.everypath.World;
import io.vestibule.identity.Secret;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.Totp;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Who comes by another's word, or with a password and no browser; who was left standing half way; and their own account. */
@ApplicationScoped
@Tag("keystone") // whose authenticator it is
class PortalPaths implements Paths {
    private static final String ANOTHERS_WORD = "another vouches for them: no password of ours is guessed or ended";
    private static final String OWN_ACCOUNT = "the person's own account: no relying party takes part";
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final TotpSecrets secrets;

    PortalPaths(TotpSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        return Stream.of(
                        byUpstream(stage),
                        backFromUpstream(stage),
                        passwordGrant(stage),
                        consent(stage),
                        secondFactor(stage),
                        linking(stage),
                        linkToConfirm(stage),
                        accountPage(stage),
                        accountApi(stage))
                .map(path -> path.besides(Switch.PROJECT, OidcPaths.NO_PROJECT)
                        .besides(Switch.PROJECTS_DOMAIN, OidcPaths.NO_PROJECT));
    }

    private static Path byUpstream(Stage stage) {
        Harbour account = Harbour.accountOf(stage);
        return byAnothersWord(Path.of("login by an upstream", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                return arrives(atHarbour(account, browser, departure(stage, browser)));
            }
        }));
    }

    /** Away while everything was on. */
    private static Path backFromUpstream(Stage stage) {
        Harbour account = Harbour.accountOf(stage);
        PlainBrowser browser = browser(stage);
        Visit there = departure(stage, browser);
        return Path.of("back from an upstream", () -> arrives(atHarbour(account, browser, there)))
                .besides(Switch.LOCKED, ANOTHERS_WORD);
    }

    private static Path passwordGrant(Stage stage) {
        return Path.of("password grant", () -> OidcPaths.grants(stage, Stage.PASSWORD));
    }

    private static Path consent(Stage stage) {
        PlainBrowser browser = browser(stage);
        signIn(stage, browser, "openid", "login");
        Visit question = browser.open(authorize(stage, "cautious", "openid profile", Map.of()));
        return Path.of(
                        "consent that was asked for",
                        () -> arrives(browser.submit(question, "form:has([name=consent])", Map.of("consent", "allow"))))
                .besides(Switch.LOCKED, OidcPaths.GUESSES);
    }

    private Path secondFactor(Stage stage) {
        PlainBrowser browser = browser(stage);
        String credential = own(stage);
        Visit page = browser.submit(
                browser.open(authorize(
                        stage,
                        "web",
                        "openid",
                        Map.of("claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}"))),
                "form:has([name=password])",
                Map.of("username", stage.user().username(), "password", Stage.PASSWORD));
        secrets.remove(World.REALM, stage.user().id(), credential);
        return Path.of("second factor that was asked for", () -> {
                    String again = own(stage);
                    Visit arrived = browser.submit(
                            page,
                            "form:has([name=passcode])",
                            Map.of(
                                    "passcode",
                                    Totp.passcode(SEED, stage.world().clock().instant())));
                    secrets.remove(World.REALM, stage.user().id(), again);
                    return arrives(arrived);
                })
                .besides(Switch.LOCKED, "the password was right before the guesses, which say nothing of passcodes");
    }

    private static Path linking(Stage stage) {
        Harbour other = Harbour.stranger(stage);
        PlainBrowser browser = browser(stage);
        signIn(stage, browser, "openid", "login");
        Visit list = browser.open(URI.create(stage.world().at("/account/identities")));
        return ownAccount(Path.of("linking another account", () -> linked(browser, question(other, browser, list))));
    }

    /** Both accounts are proven. */
    private static Path linkToConfirm(Stage stage) {
        Harbour other = Harbour.stranger(stage);
        PlainBrowser browser = browser(stage);
        signIn(stage, browser, "openid", "login");
        Visit list = browser.open(URI.create(stage.world().at("/account/identities")));
        Visit question = question(other, browser, list);
        return ownAccount(Path.of("a link to be confirmed", () -> linked(browser, question)));
    }

    private static Path accountPage(Stage stage) {
        PlainBrowser browser = browser(stage);
        signIn(stage, browser, "openid", "login");
        URI page = URI.create(stage.world().at("/account/sessions"));
        return ownAccount(Path.of("account page", () -> {
            Visit seen = browser.open(page);
            return seen.status() == 200 && seen.address().equals(page);
        }));
    }

    private static Path accountApi(Stage stage) {
        String token = OidcPaths.tokens(stage, "openid account").path("access_token");
        return Path.of(
                        "account API",
                        () -> given().header("Authorization", "Bearer " + token)
                                        .get(stage.world().at("/account/api"))
                                        .statusCode()
                                == 200)
                .besides(Switch.LOCKED, OidcPaths.GUESSES);
    }

    private static Path ownAccount(Path path) {
        return path.besides(Switch.LOCKED, OidcPaths.GUESSES).besides(Switch.RELYING_PARTY, OWN_ACCOUNT);
    }

    private static Path byAnothersWord(Path path) {
        return path.besides(Switch.LOCKED, ANOTHERS_WORD).besides(Switch.EXPIRED, ANOTHERS_WORD);
    }

    private String own(Stage stage) {
        String credential = Stage.hex();
        secrets.put(World.REALM, stage.user().id(), credential, new Secret(SEED));
        return credential;
    }

    private static Visit departure(Stage stage, PlainBrowser browser) {
        Visit page = browser.open(authorize(stage, "openid", "login"));
        String link = page.html().select("a[href*=/login/with/harbour?]").attr("abs:href");
        return link.isEmpty() ? page : browser.open(URI.create(link));
    }

    private static Visit atHarbour(Harbour account, PlainBrowser browser, Visit page) {
        boolean there = page.address().getPath().startsWith("/realms/harbour/");
        return there
                ? browser.submit(
                        page,
                        "form:has([name=password])",
                        Map.of("username", account.username(), "password", Stage.PASSWORD))
                : page;
    }

    private static Visit question(Harbour other, PlainBrowser browser, Visit list) {
        Visit there = browser.submit(list, "form[action$=/identities/link]", Map.of("connector", "harbour"));
        return atHarbour(other, browser, there);
    }

    private static boolean linked(PlainBrowser browser, Visit question) {
        if (question.html().select("form:has([name=answer])").isEmpty()) {
            return false;
        }
        Visit done = browser.submit(question, "form:has([name=answer])", Map.of("answer", "yes"));
        return done.html().select("[role=status]").text().contains("Linked");
    }
}
