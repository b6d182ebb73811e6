package io.vestibule.everypath.oidc;

import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.browser;
import static io.vestibule.everypath.oidc.OidcPaths.signIn;

import io.vestibule.directory.TestFactors;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.everypath.World;
import io.vestibule.identity.Secret;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.Totp;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Who comes with a password and no browser, and who was left standing half way. */
@ApplicationScoped
@Tag("keystone") // whose authenticator it is
class PortalPaths implements Paths {
    private static final String STRONG = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final TotpSecrets secrets;
    private final TestFactors factors;

    PortalPaths(TotpSecrets secrets, TestFactors factors) {
        this.secrets = secrets;
        this.factors = factors;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        return Stream.of(passwordGrant(stage), consent(stage), secondFactor(stage), onTop(stage), besideUpstream(stage))
                .map(path -> path.besides(Switch.PROJECT, OidcPaths.NO_PROJECT)
                        .besides(Switch.PROJECTS_DOMAIN, OidcPaths.NO_PROJECT));
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
                browser.open(authorize(stage, "web", "openid", Map.of("claims", STRONG))),
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

    /** A session that was good, and is to be stronger. */
    private Path onTop(Stage stage) {
        Stage twin = stage.twin();
        factors.enrol(twin.realm(), twin.user());
        PlainBrowser browser = browser(twin);
        signIn(twin, browser, "openid", "login");
        Visit page = browser.open(authorize(twin, "web", "openid", Map.of("claims", STRONG)));
        return Path.of("second factor on top of a session", () -> passes(browser, page))
                .besides(Switch.LOCKED, OidcPaths.GUESSES);
    }

    private Path besideUpstream(Stage stage) {
        Stage twin = stage.twin();
        factors.enrol(twin.realm(), twin.user());
        PlainBrowser browser = browser(twin);
        UpstreamPaths.signIn(twin, Harbour.accountOf(twin), browser, "openid");
        Visit page = browser.open(authorize(twin, "web", "openid", Map.of("claims", STRONG)));
        return Path.of("second factor on top of an upstream's session", () -> passes(browser, page))
                .resting(Rest.ON_UPSTREAM)
                .besides(Switch.LOCKED, OidcPaths.GUESSES);
    }

    private boolean passes(PlainBrowser browser, Visit page) {
        return arrives(browser.submit(page, "form:has([name=passcode])", Map.of("passcode", factors.passcode())));
    }

    private String own(Stage stage) {
        String credential = Stage.hex();
        secrets.put(World.REALM, stage.user().id(), credential, new Secret(SEED));
        return credential;
    }
}
