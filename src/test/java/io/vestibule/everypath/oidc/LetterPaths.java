package io.vestibule.everypath.oidc;

import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static io.vestibule.everypath.oidc.OidcPaths.browser;
import static io.vestibule.everypath.oidc.OidcPaths.signIn;

import io.vestibule.directory.AccountMark;
import io.vestibule.directory.OwnAddress;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.login.TestLinks;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/** The links of letters, and what goes on after them. */
@ApplicationScoped
class LetterPaths implements Paths {
    private static final String NEW = "another one of mine";
    private static final String NEW_PASSWORD = "form:has([name=wanted])";
    private static final String PASSWORD = "form:has([name=password])";
    private static final String NO_PARTY = "the person's own account: no relying party takes part";
    private static final String NO_GUESS = "a lock is on guesses: whoever reads the letters makes none";

    private final TestLinks links;
    private final OwnAddress addresses;
    private final AccountMark marks;

    LetterPaths(TestLinks links, OwnAddress addresses, AccountMark marks) {
        this.marks = marks;
        this.links = links;
        this.addresses = addresses;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        stage.world().letters(); // or there are no links
        return Stream.of(resetLink(stage), loginAfterReset(stage), addressLink(stage))
                .map(path -> path.besides(Switch.PROJECT, OidcPaths.NO_PROJECT)
                        .besides(Switch.PROJECTS_DOMAIN, OidcPaths.NO_PROJECT));
    }

    private Path resetLink(Stage stage) {
        Stage twin = stage.twin();
        PlainBrowser browser = browser(twin);
        URI link = link(twin, browser.open(authorize(twin, "openid", "login")));
        return Path.of("link of a forgotten password", () -> isReset(browser, link, NEW))
                .besides(Switch.LOCKED, NO_GUESS)
                .besides(Switch.RELYING_PARTY, NO_PARTY);
    }

    /** In the browser in which the password was forgotten. */
    private Path loginAfterReset(Stage stage) {
        Stage twin = stage.twin();
        PlainBrowser browser = browser(twin);
        Visit done = reset(browser, link(twin, browser.open(authorize(twin, "openid", "login"))), NEW);
        URI on = URI.create(done.html().select("main a.primary").attr("abs:href"));
        return Path.of("login after a forgotten password", () -> {
            Visit page = browser.open(on);
            return page.html().select(PASSWORD).size() == 1
                    && arrives(browser.submit(
                            page, PASSWORD, Map.of("username", twin.user().username(), "password", NEW)));
        });
    }

    private static Path addressLink(Stage stage) {
        Stage twin = stage.twin();
        String address = Stage.hex() + "@people.example";
        PlainBrowser browser = browser(twin);
        signIn(twin, browser, "openid", "login");
        Visit page = browser.open(URI.create(twin.world().at("/account/email")));
        browser.submit(page, "form:has([type=email])", Map.of("address", address));
        URI link = twin.world().letters().linked(address, 1).link();
        return Path.of("link that proves an address", () -> {
                    String answer = "form:has([name=token])";
                    Visit question = browser.open(link);
                    return question.html().select(answer).size() == 1
                            && browser.submit(question, answer, Map.of())
                                    .html()
                                    .select("[role=status]")
                                    .text()
                                    .contains("is proven");
                })
                .besides(Switch.LOCKED, OidcPaths.GUESSES)
                .besides(Switch.RELYING_PARTY, NO_PARTY);
    }

    /** The person's, whose address is known to be theirs. */
    private URI link(Stage stage, Visit login) {
        String mark = marks.of(stage.realm().name(), stage.user().id()).orElseThrow();
        addresses.prove(stage.realm(), stage.user().id(), stage.user().id().hex() + "@people.example", mark);
        String flow = login.html().select(PASSWORD + " [name=flow]").attr("value");
        return links.reset(stage.realm(), stage.user(), flow);
    }

    /** In place of a password that nobody says. */
    boolean resets(Stage stage, String present, String wanted) {
        stage.world().letters();
        try (PlainBrowser browser = new PlainBrowser()) {
            return isReset(browser, link(stage, browser.open(authorize(stage, "openid", "login"))), wanted);
        }
    }

    private static boolean isReset(PlainBrowser browser, URI link, String wanted) {
        return !reset(browser, link, wanted).html().select("main [role=status]").isEmpty();
    }

    private static Visit reset(PlainBrowser browser, URI link, String wanted) {
        Visit page = browser.open(link);
        return page.html().select(NEW_PASSWORD).isEmpty()
                ? page
                : browser.submit(page, NEW_PASSWORD, Map.of("wanted", wanted, "repeated", wanted));
    }
}
