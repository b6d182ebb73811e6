package io.vestibule.everypath.oidc;

import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.browser;

import io.restassured.path.json.JsonPath;
import io.vestibule.directory.SoftPasskey;
import io.vestibule.directory.TestFactors;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Stream;

/** Passkeys alone, and after a password. */
@ApplicationScoped
class PasskeyPaths implements Paths {
    private static final String FORM = "form[data-passkey=get]";
    private static final String NO_GUESS = "guesses at a password say nothing of a key, which nobody can guess";
    private static final String STRONG = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";

    private final TestFactors factors;

    PasskeyPaths(TestFactors factors) {
        this.factors = factors;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        return Stream.of(alone(stage), challenged(stage), beside(stage))
                .map(path -> path.besides(Switch.LOCKED, NO_GUESS)
                        .besides(Switch.PROJECT, OidcPaths.NO_PROJECT)
                        .besides(Switch.PROJECTS_DOMAIN, OidcPaths.NO_PROJECT));
    }

    private Path alone(Stage stage) {
        Stage twin = stage.twin();
        SoftPasskey passkey = made(twin);
        return Path.of("passkey alone", () -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        return answers(twin, passkey, browser, browser.open(authorize(twin, "openid", "login")));
                    }
                })
                .besides(Switch.EXPIRED, "a passkey has no end of its own");
    }

    /** The page was opened while everything was on. */
    private Path challenged(Stage stage) {
        Stage twin = stage.twin();
        SoftPasskey passkey = made(twin);
        PlainBrowser browser = browser(twin);
        Visit page = browser.open(authorize(twin, "openid", "login"));
        return Path.of("passkey that was asked for", () -> answers(twin, passkey, browser, page));
    }

    private Path beside(Stage stage) {
        Stage twin = stage.twin();
        SoftPasskey passkey = made(twin);
        PlainBrowser browser = browser(twin);
        Visit page = browser.submit(
                browser.open(authorize(twin, "web", "openid", Map.of("claims", STRONG))),
                "form:has([name=password])",
                Map.of("username", twin.user().username(), "password", Stage.PASSWORD));
        return Path.of("passkey as second factor", () -> answers(twin, passkey, browser, page));
    }

    private SoftPasskey made(Stage stage) {
        SoftPasskey passkey = new SoftPasskey();
        factors.passkey(stage.realm(), stage.user(), passkey.id(), passkey.attested());
        return passkey;
    }

    private static boolean answers(Stage stage, SoftPasskey passkey, PlainBrowser browser, Visit page) {
        String options = page.html().select(FORM).attr("data-options");
        if (options.isEmpty()) {
            return false;
        }
        String challenge = JsonPath.from(options).getString("challenge");
        String answer = passkey.answer(stage.user(), challenge, page.address());
        return arrives(browser.submit(page, FORM, Map.of("response", answer)));
    }
}
