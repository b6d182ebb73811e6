package io.vestibule.everypath.oidc;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.browser;
import static io.vestibule.everypath.oidc.OidcPaths.query;
import static io.vestibule.everypath.oidc.OidcPaths.redeem;

import io.restassured.path.json.JsonPath;
import io.vestibule.directory.SoftPasskey;
import io.vestibule.directory.TestFactors;
import io.vestibule.everypath.Guess;
import io.vestibule.everypath.Guesses;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Stage;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of somebody who got in before, or is half-way in: the page was opened while nobody guessed, so what is refused is
 * refused by its own door, and not by the one before it.
 */
@ApplicationScoped
class OpenedPageGuesses implements Guesses {
    private static final String STRONG = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";
    private static final String WANTED = "form:has([name=wanted])";
    private static final String PASSCODE = "form:has([name=passcode])";
    private static final String BOTH_ONE = "Make both accounts one";
    private static final String PASSKEY = "form[data-passkey=get]";

    private final TestFactors factors;

    OpenedPageGuesses(TestFactors factors) {
        this.factors = factors;
    }

    @Override
    public Stream<Guess> of(People fresh) {
        return Stream.of(
                row("own password, account page", new OwnPassword(fresh.next())),
                row("own password, account API", new OwnPasswordByApi(fresh.next())),
                row("new password at login", new NewPassword(fresh.next())),
                row("passcode of the other account, to make both one", new OtherAccount(fresh.next())),
                row("passkey", new Passkey(fresh.next())).unguessable(),
                row("authenticator to set up", new Enrolment(fresh.next())).unguessable());
    }

    private static Guess row(String name, Opened<?> page) {
        page.open();
        return Guess.of(name, page::wrong, page::right);
    }

    /** @param <T> what is kept of it */
    private abstract static class Opened<T> {
        final Stage stage;
        String password = Stage.PASSWORD;
        private @Nullable T kept;

        Opened(Stage stage) {
            this.stage = stage;
        }

        /** Nothing when one gets there no more. */
        abstract @Nullable T opened();

        /** Whether it led on. */
        abstract boolean answered(T page, boolean right);

        final void open() {
            kept = opened();
        }

        final boolean wrong() {
            if (kept == null) {
                open();
            }
            return kept != null && answered(kept, false);
        }

        /** On the page that is open; one that was left open for too long is opened anew. */
        final boolean right() {
            return onWhatIsOpen() || onANewOne();
        }

        private boolean onWhatIsOpen() {
            T page = kept;
            boolean on = page != null && answered(page, true);
            if (on) {
                kept = null;
            }
            return on;
        }

        private boolean onANewOne() {
            open();
            return onWhatIsOpen();
        }

        final Visit signedIn(PlainBrowser browser, String scope, Map<String, String> more) {
            return browser.submit(
                    browser.open(authorize(stage, "web", scope, more)),
                    "form:has([name=password])",
                    Map.of("username", stage.user().username(), "password", password));
        }

        final boolean chosen(Page page, boolean right) {
            String wanted = Stage.hex();
            Visit done = page.browser()
                    .submit(
                            page.visit(),
                            WANTED,
                            Map.of(
                                    "username",
                                    stage.user().username(),
                                    "password",
                                    right ? password : "a wrong guess",
                                    "wanted",
                                    wanted,
                                    "repeated",
                                    wanted));
            boolean on = arrives(done) || !done.html().select("[role=status]").isEmpty();
            if (on) {
                password = wanted;
            }
            return on;
        }
    }

    private record Page(PlainBrowser browser, Visit visit) {
        static @Nullable Page of(PlainBrowser browser, Visit visit, String form) {
            return visit.html().select(form).size() == 1 ? new Page(browser, visit) : null;
        }
    }

    private static final class OwnPassword extends Opened<Page> {
        OwnPassword(Stage stage) {
            super(stage);
        }

        @Override
        @Nullable
        Page opened() {
            PlainBrowser browser = browser(stage);
            signedIn(browser, "openid", Map.of());
            return Page.of(browser, browser.open(URI.create(stage.world().at("/account/password"))), WANTED);
        }

        @Override
        boolean answered(Page page, boolean right) {
            return chosen(page, right);
        }
    }

    private static final class OwnPasswordByApi extends Opened<String> {
        OwnPasswordByApi(Stage stage) {
            super(stage);
        }

        @Override
        @Nullable
        String opened() {
            Visit arrived = signedIn(browser(stage), "openid account", Map.of());
            return arrives(arrived)
                    ? redeem(stage, query(arrived.address()).get("code")).path("access_token")
                    : null;
        }

        @Override
        boolean answered(String token, boolean right) {
            String wanted = Stage.hex();
            boolean on = given().header("Authorization", "Bearer " + token)
                            .contentType("application/json")
                            .body(Map.of("present", right ? password : "a wrong guess", "wanted", wanted))
                            .post(stage.world().at("/account/api/password"))
                            .statusCode()
                    == 204;
            if (on) {
                password = wanted;
            }
            return on;
        }
    }

    private final class NewPassword extends Opened<Page> {
        NewPassword(Stage stage) {
            super(stage);
        }

        @Override
        @Nullable
        Page opened() {
            factors.passwordToBeChanged(stage.user());
            PlainBrowser browser = browser(stage);
            return Page.of(browser, signedIn(browser, "openid", Map.of()), WANTED);
        }

        @Override
        boolean answered(Page page, boolean right) {
            return chosen(page, right);
        }
    }

    private final class OtherAccount extends Opened<Page> {
        private final Harbour harbour;

        OtherAccount(Stage stage) {
            super(stage);
            Stage other = stage.twin();
            factors.enrol(other.realm(), other.user());
            harbour = Harbour.accountOf(other);
        }

        @Override
        @Nullable
        Page opened() {
            PlainBrowser browser = browser(stage);
            signedIn(browser, "openid", Map.of());
            Visit list = browser.open(AccountPaths.identities(stage));
            if (list.html().select("form[action$=/identities/link]").isEmpty()) {
                return null;
            }
            Visit question = AccountPaths.question(harbour, browser, list);
            return question.html().select("a:contains(" + BOTH_ONE + ")").isEmpty()
                    ? null
                    : Page.of(browser, browser.click(question, BOTH_ONE), PASSCODE);
        }

        @Override
        boolean answered(Page page, boolean right) {
            Visit done = page.browser()
                    .submit(
                            page.visit(),
                            PASSCODE,
                            Map.of("answer", "yes", "passcode", right ? factors.passcode() : "000000"));
            return done.status() == 200
                    && done.html().select(PASSCODE).isEmpty()
                    && !done.html().select("form.answers").isEmpty();
        }
    }

    private final class Passkey extends Opened<Page> {
        private final SoftPasskey key = new SoftPasskey();

        Passkey(Stage stage) {
            super(stage);
            factors.passkey(stage.realm(), stage.user(), key.id(), key.attested());
        }

        @Override
        @Nullable
        Page opened() {
            PlainBrowser browser = browser(stage);
            return Page.of(browser, browser.open(authorize(stage, "openid", "login")), PASSKEY);
        }

        @Override
        boolean answered(Page page, boolean right) {
            String challenge = JsonPath.from(page.visit().html().select(PASSKEY).attr("data-options"))
                    .getString("challenge");
            String answer = key.answer(
                    stage.user(),
                    right ? challenge : "bm90IHRoZSBjaGFsbGVuZ2U",
                    page.visit().address());
            return arrives(page.browser().submit(page.visit(), PASSKEY, Map.of("response", answer)));
        }
    }

    private final class Enrolment extends Opened<Page> {
        Enrolment(Stage stage) {
            super(stage);
        }

        @Override
        @Nullable
        Page opened() {
            factors.unenrol(stage.realm(), stage.user());
            PlainBrowser browser = browser(stage);
            return Page.of(browser, signedIn(browser, "openid", Map.of("claims", STRONG)), PASSCODE);
        }

        @Override
        boolean answered(Page page, boolean right) {
            String offered = page.visit().html().select("code.key").text();
            String passcode = right && !offered.isEmpty() ? factors.passcodeOf(offered) : "wrong!";
            Visit done = page.browser().submit(page.visit(), PASSCODE, Map.of("passcode", passcode));
            return !done.html().select(".codes code").isEmpty();
        }
    }
}
