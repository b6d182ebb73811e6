package io.vestibule.everypath.oidc;

import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.browser;
import static io.vestibule.everypath.oidc.OidcPaths.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.directory.TestFactors;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.identity.Scope;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who was left standing before a question of the login: a code of paper, a factor to set up, a new password, who they are, where
 * they want to act.
 */
@ApplicationScoped
class HalfwayPaths implements Paths {
    private static final String STRONG = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";
    private static final String PASSWORD = "form:has([name=password])";
    private static final String PASSCODE = "form:has([name=passcode])";
    private static final int CODES = 10;
    private static final String ANSWER = "form:has([name=answer])";
    private static final String NOBODY_YET = "they are nobody here yet";
    private static final String PROVEN =
            "the password was right before the guesses, which say nothing of recovery codes";

    private final TestFactors factors;

    HalfwayPaths(TestFactors factors) {
        this.factors = factors;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        return Stream.concat(
                Stream.of(
                                recoveryCode(stage),
                                factorToSetUp(stage),
                                factorSetUp(stage),
                                newPassword(stage),
                                newcomer(stage),
                                stranger(stage))
                        .map(path -> path.besides(Switch.PROJECT, OidcPaths.NO_PROJECT)
                                .besides(Switch.PROJECTS_DOMAIN, OidcPaths.NO_PROJECT)),
                Stream.of(scope(stage)));
    }

    private Path recoveryCode(Stage stage) {
        Stage twin = stage.twin();
        factors.enrol(twin.realm(), twin.user());
        String code = factors.recoveryCodes(twin.realm(), twin.user()).getFirst();
        PlainBrowser browser = browser(twin);
        Visit page = typed(twin, browser, Map.of("claims", STRONG));
        return Path.of(
                        "recovery code",
                        () -> arrives(browser.submit(page, "form:has([name=recovery])", Map.of("recovery", code))))
                .besides(Switch.LOCKED, PROVEN);
    }

    /** Who must have a second factor and has none: where the login is over, no authenticator is set up either. */
    private Path factorToSetUp(Stage stage) {
        Stage twin = stage.twin();
        Realm realm = twin.realm();
        PlainBrowser browser = browser(twin);
        Visit page = typed(twin, browser, Map.of("claims", STRONG));
        return Path.of("factor to set up", () -> {
                    Visit codes = browser.submit(page, PASSCODE, Map.of("passcode", first(page)));
                    boolean on = codes.html().select(".codes code").size() == CODES && arrives(readOn(browser, codes));
                    assertThat(factors.has(realm, twin.user()))
                            .as("an authenticator")
                            .isEqualTo(on);
                    return on;
                })
                .besides(Switch.LOCKED, PROVEN);
    }

    /** The passcode was right, and the codes of paper are being read. */
    private Path factorSetUp(Stage stage) {
        Stage twin = stage.twin();
        PlainBrowser browser = browser(twin);
        Visit page = typed(twin, browser, Map.of("claims", STRONG));
        Visit codes = browser.submit(page, PASSCODE, Map.of("passcode", first(page)));
        assertThat(codes.html().select(".codes code")).as(codes.body()).hasSize(CODES);
        return Path.of("factor that was set up", () -> arrives(readOn(browser, codes)))
                .besides(Switch.LOCKED, PROVEN);
    }

    private Path newPassword(Stage stage) {
        Stage twin = stage.twin();
        factors.passwordToBeChanged(twin.user());
        PlainBrowser browser = browser(twin);
        Visit page = typed(twin, browser, Map.of());
        String wanted = "another one of mine";
        return Path.of(
                "new password that was asked for",
                () -> arrives(browser.submit(
                        page,
                        "form:has([name=wanted])",
                        Map.of(
                                "username",
                                twin.user().username(),
                                "password",
                                Stage.PASSWORD,
                                "wanted",
                                wanted,
                                "repeated",
                                wanted))));
    }

    /** Who has an account here, and proves it by its password. */
    private static Path newcomer(Stage stage) {
        PlainBrowser browser = browser(stage);
        Visit question = atPier(stage, browser);
        return Path.of("newcomer who is here already", () -> {
                    Visit page = browser.submit(question, ANSWER, Map.of("answer", "mine"));
                    if (page.html().select(PASSWORD).size() != 1) {
                        return false;
                    }
                    Visit link = browser.submit(
                            page, PASSWORD, Map.of("username", stage.user().username(), "password", Stage.PASSWORD));
                    return link.html().select(ANSWER).size() == 1
                            && arrives(browser.submit(link, ANSWER, Map.of("answer", "yes")));
                })
                .resting(Rest.ON_BOTH);
    }

    private static Path stranger(Stage stage) {
        PlainBrowser browser = browser(stage);
        Visit question = atPier(stage, browser);
        return Path.of("newcomer who is new", () -> arrives(browser.submit(question, ANSWER, Map.of("answer", "new"))))
                .resting(Rest.ON_UPSTREAM)
                .besides(Switch.USER, NOBODY_YET)
                .besides(Switch.USERS_DOMAIN, NOBODY_YET)
                .besides(Switch.LOCKED, NOBODY_YET);
    }

    /** Who has one place to act is not asked. */
    private static Path scope(Stage stage) {
        Stage twin = stage.twin();
        twin.grant(twin.user().id(), "member", new Scope.Domain(twin.user().domain()));
        PlainBrowser browser = browser(twin);
        Visit page = signIn(twin, browser, "openid roles", "login");
        return Path.of("scope that was asked for", () -> {
                    String choice = "form:has([name=scope])";
                    return arrives(browser.submit(page, choice, Map.of("scope", twin.projectScope())));
                })
                .besides(Switch.LOCKED, OidcPaths.GUESSES);
    }

    /** Of the authenticator which the page offers. */
    private String first(Visit page) {
        return factors.passcodeOf(page.html().select("code.key").text());
    }

    private static Visit readOn(PlainBrowser browser, Visit codes) {
        return browser.submit(codes, "form", Map.of());
    }

    private static Visit typed(Stage stage, PlainBrowser browser, Map<String, String> more) {
        return browser.submit(
                browser.open(authorize(stage, "web", "openid", more)),
                PASSWORD,
                Map.of("username", stage.user().username(), "password", Stage.PASSWORD));
    }

    /** Somebody whom nobody knows, by the upstream whose newcomers are asked. */
    private static Visit atPier(Stage stage, PlainBrowser browser) {
        Harbour other = Harbour.stranger(stage);
        Visit page = browser.open(authorize(stage, "openid", "login"));
        String link = page.html().select("a[href*=/login/with/pier?]").attr("abs:href");
        return browser.submit(
                browser.open(URI.create(link)),
                PASSWORD,
                Map.of("username", other.username(), "password", Stage.PASSWORD));
    }
}
