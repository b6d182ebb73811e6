package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.keystone.KeystonePaths.granted;
import static io.vestibule.everypath.keystone.KeystonePaths.validations;
import static io.vestibule.everypath.keystone.KeystonePaths.withoutProject;
import static io.vestibule.everypath.keystone.KeystonePaths.works;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
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
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who comes by another's word with a program, who comes by a dashboard, and who goes on to another Keystone. */
@ApplicationScoped
class FederatedPaths implements Paths {
    static final String ANOTHERS_WORD = "another vouches for them: no password of ours is asked for, guessed or ended";
    private static final String TOKEN = "a token is its holder's, and does not say which dashboard asked for it";
    private static final String DOOR = "/OS-FEDERATION/identity_providers/harbour/protocols/openid/auth";
    private static final String RECEIPT = "Openstack-Auth-Receipt";
    private static final String ORIGIN = "https://dashboard.example/auth/websso/";

    private final TestFactors factors;

    FederatedPaths(TestFactors factors) {
        this.factors = factors;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        Tokens tokens = new Tokens(stage);
        return Stream.concat(
                programs(stage, tokens).stream()
                        .map(row ->
                                row.resting(Rest.ON_UPSTREAM).besides(Switch.RELYING_PARTY, KeystonePaths.NO_PARTY)),
                Stream.of(dashboards(stage, tokens), dashboardsByUpstream(stage, tokens), crossings(tokens))
                        .flatMap(rows -> rows));
    }

    private List<Path> programs(Stage stage, Tokens tokens) {
        Harbour account = Harbour.accountOf(stage);
        List<Path> rows = new ArrayList<>();
        rows.add(withoutProject(byAnothersWord(
                Path.of("keystone by an access token of an upstream", () -> works(byBearer(tokens, account))))));
        rows.add(byAnothersWord(
                Path.of("keystone mapped, in a project", () -> works(mapped(tokens, account, tokens.inProject())))));
        String unscoped = Tokens.text(byBearer(tokens, account));
        rows.add(granted(Path.of(
                "keystone token for a federated token", () -> works(tokens.byToken(unscoped, tokens.inProject())))));
        rows.addAll(validations("a federated token", tokens, unscoped)
                .map(KeystonePaths::withoutProject)
                .toList());
        rows.addAll(validations(
                        "a federated token of a project",
                        tokens,
                        Tokens.text(mapped(tokens, account, tokens.inProject())))
                .toList());
        rows.addAll(inBrowser(stage, tokens, account));
        rows.add(granted(receipt(stage.twin())));
        rows.addAll(validations("a token for a receipt of an upstream", tokens, received(new Tokens(stage.twin())))
                .toList());
        return rows;
    }

    /** Where programs show proofs, a person is shown a token. */
    private static List<Path> inBrowser(Stage stage, Tokens tokens, Harbour account) {
        URI door = URI.create(tokens.at(DOOR));
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        signIn(account, browser, browser.open(door));
        URI ticket = URI.create(browser.ask(HttpRequest.newBuilder(door).header("Accept", "text/html"))
                .headers()
                .firstValue("Location")
                .orElseThrow());
        return Stream.of(
                        Path.of(
                                "keystone ticket of a browser",
                                () -> browser.open(ticket).status() == 201),
                        Path.of(
                                "keystone token shown in a session",
                                () -> browser.open(door).status() == 201))
                .map(path -> withoutProject(granted(path)))
                .toList();
    }

    /** The upstream's word came before the switch, and the passcode is shown after it. */
    private Path receipt(Stage stage) {
        Tokens tokens = new Tokens(stage);
        String receipt = begun(tokens);
        return Path.of("keystone passcode with a receipt of an upstream", () -> works(passcode(tokens, receipt)));
    }

    private String received(Tokens tokens) {
        return Tokens.text(passcode(tokens, begun(tokens)));
    }

    private String begun(Tokens tokens) {
        Stage stage = tokens.stage();
        factors.enrol(stage.realm(), stage.user());
        factors.rule(stage.realm(), stage.user(), "[[\"mapped\",\"totp\"]]");
        return byBearer(tokens, Harbour.accountOf(stage))
                .then()
                .statusCode(401)
                .header(RECEIPT, notNullValue())
                .extract()
                .header(RECEIPT);
    }

    private Response passcode(Tokens tokens, String receipt) {
        Map<String, Object> user = Map.of("id", tokens.stage().user().id().hex(), "passcode", factors.passcode());
        return tokens.withReceipt(
                receipt, Map.of("methods", List.of("totp"), "totp", Map.of("user", user)), tokens.inProject());
    }

    private static Path byAnothersWord(Path path) {
        return path.besides(Switch.LOCKED, ANOTHERS_WORD).besides(Switch.EXPIRED, ANOTHERS_WORD);
    }

    static Response byBearer(Tokens tokens, Harbour account) {
        return given().header("Authorization", "Bearer " + account.accessToken())
                .post(tokens.at(DOOR));
    }

    static Response mapped(Tokens tokens, Harbour account, Object scope) {
        return federated(tokens, account, "mapped", scope);
    }

    static Response federated(Tokens tokens, Harbour account, String method, Object scope) {
        return given().header("Authorization", "Bearer " + account.accessToken())
                .contentType("application/json")
                .body(Tokens.body(
                        Map.of(
                                "methods",
                                List.of(method),
                                method,
                                Map.of("identity_provider", "harbour", "protocol", "openid")),
                        scope))
                .post(tokens.at("/auth/tokens"));
    }

    private static Stream<Path> dashboards(Stage stage, Tokens tokens) {
        URI door = URI.create(tokens.at("/auth/OS-FEDERATION/websso/openid?origin=" + ORIGIN));
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        String token = token(signIn(stage, browser, door));
        return Stream.of(
                        Path.of("WebSSO", () -> {
                            try (PlainBrowser fresh = new PlainBrowser()) {
                                return !token(signIn(stage, fresh, door)).isEmpty();
                            }
                        }),
                        granted(Path.of(
                                "WebSSO over a session",
                                () -> !token(browser.open(door)).isEmpty())),
                        granted(Path.of(
                                        "keystone token for a token of WebSSO",
                                        () -> works(tokens.byToken(token, tokens.inProject()))))
                                .besides(Switch.RELYING_PARTY, TOKEN),
                        granted(Path.of("keystone validation of a token of WebSSO", () -> tokens.validates(token)))
                                .besides(Switch.RELYING_PARTY, TOKEN))
                .map(path -> path.name().startsWith("keystone token for") ? path : withoutProject(path));
    }

    private static Stream<Path> dashboardsByUpstream(Stage stage, Tokens tokens) {
        Harbour account = Harbour.accountOf(stage);
        URI door = webSso(tokens);
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        String token = byWebSso(tokens, account, browser);
        return Stream.of(
                        withoutProject(granted(Path.of(
                                "WebSSO over a session by an upstream",
                                () -> !token(browser.open(door)).isEmpty()))),
                        granted(Path.of(
                                        "keystone token for a token of WebSSO by an upstream",
                                        () -> works(tokens.byToken(token, tokens.inProject()))))
                                .besides(Switch.RELYING_PARTY, TOKEN))
                .map(path -> path.resting(Rest.ON_UPSTREAM));
    }

    private static URI webSso(Tokens tokens) {
        return URI.create(
                tokens.at("/auth/OS-FEDERATION/identity_providers/harbour/protocols/openid/websso?origin=" + ORIGIN));
    }

    /** The token that a dashboard gets in a session which that account opened. */
    static String byWebSso(Tokens tokens, Harbour account, PlainBrowser browser) {
        return token(signIn(account, browser, browser.open(webSso(tokens))));
    }

    private static Visit signIn(Harbour account, PlainBrowser browser, Visit there) {
        return browser.submit(
                there, "form:has([name=password])", Map.of("username", account.username(), "password", Stage.PASSWORD));
    }

    private static Visit signIn(Stage stage, PlainBrowser browser, URI door) {
        Visit page = browser.open(door);
        return page.body().contains("name=\"password\"")
                ? browser.submit(
                        page,
                        "form:has([name=password])",
                        Map.of("username", stage.user().username(), "password", Stage.PASSWORD))
                : page;
    }

    private static String token(Visit page) {
        return page.html().select("#auto-post [name=token]").attr("value");
    }

    private static Stream<Path> crossings(Tokens tokens) {
        String scoped = tokens.token(tokens.inProject());
        return Stream.of("/saml2", "/saml2/ecp")
                .map(door ->
                        granted(Path.of("keystone to keystone by " + door, () -> works(cross(tokens, door, scoped)))));
    }

    private static Response cross(Tokens tokens, String door, String token) {
        return given().contentType("application/json")
                .body(Tokens.body(
                        Map.of("methods", List.of("token"), "token", Map.of("id", token)),
                        Map.of("service_provider", Map.of("id", "opposite"))))
                .post(tokens.at("/auth/OS-FEDERATION" + door));
    }
}
