package io.vestibule.everypath.oidc;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.oidc.OidcPaths.browser;
import static io.vestibule.everypath.oidc.OidcPaths.signIn;
import static io.vestibule.everypath.oidc.UpstreamPaths.atHarbour;

import io.restassured.path.json.JsonPath;
import io.vestibule.directory.TestFactors;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;

/** A person's own account, by its pages and by its API: what is seen there, and what changes in it. */
@ApplicationScoped
class AccountPaths implements Paths {
    static final String OWN_ACCOUNT = "the person's own account: no relying party takes part";
    private static final String NEW = "another one of mine";
    private static final String NEW_PASSWORD = "form:has([name=wanted])";
    private static final String ANSWER = "form:has([name=answer])";

    private final TestFactors factors;

    AccountPaths(TestFactors factors) {
        this.factors = factors;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        return Stream.of(
                        page(stage),
                        linking(stage),
                        linkToConfirm(stage),
                        merging(stage),
                        unmerging(stage),
                        unlinking(stage),
                        linkBegun(stage),
                        authenticator(stage),
                        passkey(stage),
                        othersEnded(stage),
                        api(stage),
                        newPassword(stage),
                        newPasswordByUpstream(stage),
                        newPasswordByApi(stage))
                .map(path -> path.besides(Switch.PROJECT, OidcPaths.NO_PROJECT)
                        .besides(Switch.PROJECTS_DOMAIN, OidcPaths.NO_PROJECT));
    }

    private static Path page(Stage stage) {
        PlainBrowser browser = signedIn(stage);
        URI page = URI.create(stage.world().at("/account/sessions"));
        return granted(Path.of("account page", () -> {
            Visit seen = browser.open(page);
            return seen.status() == 200 && seen.address().equals(page);
        }));
    }

    private static Path linking(Stage stage) {
        Harbour other = Harbour.stranger(stage);
        PlainBrowser browser = signedIn(stage);
        Visit list = browser.open(identities(stage));
        return granted(Path.of("linking another account", () -> linked(browser, question(other, browser, list)))
                .resting(Rest.ON_BOTH));
    }

    /** Both accounts are proven. */
    private static Path linkToConfirm(Stage stage) {
        Harbour other = Harbour.stranger(stage);
        PlainBrowser browser = signedIn(stage);
        Visit question = question(other, browser, browser.open(identities(stage)));
        return granted(Path.of("a link to be confirmed", () -> linked(browser, question))
                .resting(Rest.ON_BOTH));
    }

    /** Two people of the directory are one person outside of it, who has proven both. */
    private static Path merging(Stage stage) {
        Stage stays = stage.twin();
        PlainBrowser browser = signedIn(stays);
        Visit question = mergeOf(stage.twin(), browser, browser.open(identities(stays)));
        return own(Path.of("accounts to be made one", () -> merged(browser, question))
                .resting(Rest.ON_BOTH));
    }

    private static Path unmerging(Stage stage) {
        Stage stays = stage.twin();
        PlainBrowser browser = signedIn(stays);
        Stage goes = stage.twin();
        if (!merged(browser, mergeOf(goes, browser, browser.open(identities(stays))))) {
            throw new AssertionError("could not be made one while everything was on");
        }
        Visit list = browser.open(identities(stays));
        return granted(Path.of("accounts to be made two again", () -> {
            browser.submit(
                    list,
                    "form[action$=/identities/unmerge]",
                    Map.of("merge", goes.user().id().toString()));
            return goes.world().isApart(goes.user().id());
        }));
    }

    private static Path unlinking(Stage stage) {
        Stage twin = stage.twin();
        PlainBrowser browser = signedIn(twin);
        Visit list = browser.open(identities(twin));
        return granted(Path.of(
                "account elsewhere to be unlinked",
                () -> browser.submit(list, "form[action$=/identities/unlink]", Map.of("connector", "harbour"))
                        .address()
                        .toString()
                        .endsWith("done=unlinked")));
    }

    private static Path linkBegun(Stage stage) {
        PlainBrowser browser = signedIn(stage);
        String key = formKey(stage, browser);
        return granted(Path.of(
                        "account API: beginning a link",
                        () -> post(stage, browser, key, "/identities", "{\"connector\":\"pier\"}")
                                        .statusCode()
                                == 200)
                .resting(Rest.ON_BOTH));
    }

    private Path authenticator(Stage stage) {
        Stage twin = stage.twin();
        Realm realm = twin.realm();
        PlainBrowser browser = signedIn(twin);
        String key = formKey(twin, browser);
        JsonPath begun = JsonPath.from(
                post(twin, browser, key, "/factors/authenticators", "{}").body());
        return granted(Path.of("account API: authenticator to be confirmed", () -> {
            String passcode = factors.passcodeOf(begun.getString("seed"));
            String confirmed = "{\"offer\":\"" + begun.getString("offer") + "\",\"passcode\":\"" + passcode + "\"}";
            boolean made = post(twin, browser, key, "/factors/authenticators/confirm", confirmed)
                            .statusCode()
                    == 201;
            if (made != factors.has(realm, twin.user())) {
                throw new AssertionError("an authenticator of a refused request");
            }
            return made;
        }));
    }

    private static Path passkey(Stage stage) {
        PlainBrowser browser = signedIn(stage);
        String key = formKey(stage, browser);
        return granted(Path.of(
                "account API: beginning a passkey",
                () -> post(stage, browser, key, "/factors/passkeys", "{}").statusCode() == 200));
    }

    private static Path othersEnded(Stage stage) {
        Stage twin = stage.twin();
        PlainBrowser browser = signedIn(twin);
        String key = formKey(twin, browser);
        return granted(Path.of(
                "account API: other sessions to be ended",
                () -> browser.ask(at(twin, "/sessions")
                                        .header("X-CSRF-Token", key)
                                        .DELETE())
                                .statusCode()
                        == 200));
    }

    private static Path api(Stage stage) {
        String token = OidcPaths.tokens(stage, "openid account").path("access_token");
        return Path.of("account API", () -> opens(stage, token)).besides(Switch.LOCKED, OidcPaths.GUESSES);
    }

    static boolean opens(Stage stage, String token) {
        return given().header("Authorization", "Bearer " + token)
                        .get(stage.world().at("/account/api"))
                        .statusCode()
                == 200;
    }

    private static Path newPassword(Stage stage) {
        Stage twin = stage.twin();
        return own(chosen("new password on the account page", twin, signedIn(twin)));
    }

    /** Who has come otherwise, and says the password: it may not change while it opens nothing. */
    private static Path newPasswordByUpstream(Stage stage) {
        Stage twin = stage.twin();
        PlainBrowser browser = browser(twin);
        UpstreamPaths.signIn(twin, Harbour.accountOf(twin), browser, "openid");
        return own(chosen("new password on the account page, by an upstream", twin, browser)
                .resting(Rest.ON_BOTH));
    }

    private static Path chosen(String name, Stage stage, PlainBrowser browser) {
        Visit page = browser.open(URI.create(stage.world().at("/account/password")));
        return Path.of(
                name,
                () -> !browser.submit(
                                page, NEW_PASSWORD, Map.of("password", Stage.PASSWORD, "wanted", NEW, "repeated", NEW))
                        .html()
                        .select("[role=status]")
                        .isEmpty());
    }

    private static Path newPasswordByApi(Stage stage) {
        Stage twin = stage.twin();
        String token = UpstreamPaths.tokens(twin, Harbour.accountOf(twin), "openid account")
                .path("access_token");
        return Path.of(
                        "account API: new password, by an upstream",
                        () -> given().header("Authorization", "Bearer " + token)
                                        .contentType("application/json")
                                        .body(Map.of("present", Stage.PASSWORD, "wanted", NEW))
                                        .post(twin.world().at("/account/api/password"))
                                        .statusCode()
                                == 204)
                .resting(Rest.ON_BOTH);
    }

    private static Path own(Path path) {
        return path.besides(Switch.RELYING_PARTY, OWN_ACCOUNT);
    }

    private static Path granted(Path path) {
        return own(path).besides(Switch.LOCKED, OidcPaths.GUESSES);
    }

    private static PlainBrowser signedIn(Stage stage) {
        PlainBrowser browser = browser(stage);
        signIn(stage, browser, "openid", "login");
        return browser;
    }

    static URI identities(Stage stage) {
        return URI.create(stage.world().at("/account/identities"));
    }

    static Visit question(Harbour other, PlainBrowser browser, Visit list) {
        Visit there = browser.submit(list, "form[action$=/identities/link]", Map.of("connector", "harbour"));
        return atHarbour(other, browser, there);
    }

    private static boolean linked(PlainBrowser browser, Visit question) {
        if (question.html().select(ANSWER).isEmpty()) {
            return false;
        }
        Visit done = browser.submit(question, ANSWER, Map.of("answer", "yes"));
        return done.html().select("[role=status]").text().contains("Linked");
    }

    private static Visit mergeOf(Stage other, PlainBrowser browser, Visit list) {
        return browser.click(question(Harbour.accountOf(other), browser, list), "Make both accounts one");
    }

    private static boolean merged(PlainBrowser browser, Visit question) {
        return browser.carryOn(browser.submit(question, "form.answers", Map.of("answer", "yes")))
                .address()
                .getPath()
                .endsWith("/account/identities");
    }

    private static String formKey(Stage stage, PlainBrowser browser) {
        return JsonPath.from(browser.ask(at(stage, "").GET()).body()).getString("formKey");
    }

    private static HttpResponse<String> post(Stage stage, PlainBrowser browser, String key, String path, String body) {
        return browser.ask(at(stage, path)
                .header("X-CSRF-Token", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder at(Stage stage, String path) {
        return HttpRequest.newBuilder(URI.create(stage.world().at("/account/api" + path)));
    }
}
