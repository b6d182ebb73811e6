package io.vestibule.everypath.oidc;

import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;

import io.vestibule.directory.RecoveryCodes;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.everypath.Guess;
import io.vestibule.everypath.Guesses;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.World;
import io.vestibule.identity.Secret;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.Totp;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** What is typed at the login page, or brought to the token endpoint. */
@ApplicationScoped
@Tag("keystone") // whose authenticator it is
class PortalGuesses implements Guesses {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String STRONG = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";

    private final TotpSecrets secrets;
    private final RecoveryCodes codes;

    PortalGuesses(TotpSecrets secrets, RecoveryCodes codes) {
        this.secrets = secrets;
        this.codes = codes;
    }

    @Override
    public Stream<Guess> of(People fresh) {
        return Stream.of(password(fresh.next()), grant(fresh.next()), passcode(fresh.next()), recovery(fresh.next()));
    }

    private static Guess password(Stage stage) {
        return Guess.of(
                "password at the login page",
                () -> arrives(typed(stage, "a wrong guess")),
                () -> arrives(typed(stage, Stage.PASSWORD)));
    }

    private static Visit typed(Stage stage, String password) {
        try (PlainBrowser browser = new PlainBrowser()) {
            return typed(stage, browser, password, Map.of());
        }
    }

    private static Visit typed(Stage stage, PlainBrowser browser, String password, Map<String, String> more) {
        return browser.submit(
                browser.open(authorize(stage, "web", "openid", more)),
                "form:has([name=password])",
                Map.of("username", stage.user().username(), "password", password));
    }

    private static Guess grant(Stage stage) {
        return Guess.of(
                "password grant",
                () -> OidcPaths.grants(stage, "a wrong guess"),
                () -> OidcPaths.grants(stage, Stage.PASSWORD));
    }

    private Guess passcode(Stage stage) {
        secrets.put(World.REALM, stage.user().id(), Stage.hex(), new Secret(SEED));
        return Guess.of(
                "passcode at the login page",
                () -> afterPassword(stage, "passcode", "wrong!"),
                () -> afterPassword(
                        stage,
                        "passcode",
                        Totp.passcode(SEED, stage.world().clock().instant())));
    }

    private Guess recovery(Stage stage) {
        secrets.put(World.REALM, stage.user().id(), Stage.hex(), new Secret(SEED));
        Deque<Secret> left =
                new ArrayDeque<>(codes.renew(World.REALM, stage.user().id()));
        return Guess.of("recovery code", () -> afterPassword(stage, "recovery", "00000-00000"), () -> {
            boolean works = afterPassword(stage, "recovery", left.getFirst().reveal());
            if (works) {
                left.removeFirst();
            }
            return works;
        });
    }

    private static boolean afterPassword(Stage stage, String field, String value) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = typed(stage, browser, Stage.PASSWORD, Map.of("claims", STRONG));
            String form = "form:has([name=" + field + "])";
            return page.html().select(form).size() == 1 && arrives(browser.submit(page, form, Map.of(field, value)));
        }
    }
}
