package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.keystone.KeystonePaths.granted;
import static io.vestibule.everypath.keystone.KeystonePaths.validations;
import static io.vestibule.everypath.keystone.KeystonePaths.withoutProject;
import static io.vestibule.everypath.keystone.KeystonePaths.works;

import io.restassured.response.Response;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who comes by another's word with a program, who comes by a dashboard, and who goes on to another Keystone. */
@ApplicationScoped
class FederatedPaths implements Paths {
    static final String ANOTHERS_WORD = "another vouches for them: no password of ours is asked for, guessed or ended";
    private static final String TOKEN = "a token is its holder's, and does not say which dashboard asked for it";
    private static final String ORIGIN = "https://dashboard.example/auth/websso/";

    @Override
    public Stream<Path> of(Stage stage) {
        Tokens tokens = new Tokens(stage);
        return Stream.concat(
                programs(stage, tokens).stream().map(row -> row.besides(Switch.RELYING_PARTY, KeystonePaths.NO_PARTY)),
                Stream.concat(dashboards(stage, tokens), crossings(tokens)));
    }

    private static List<Path> programs(Stage stage, Tokens tokens) {
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
        return rows;
    }

    private static Path byAnothersWord(Path path) {
        return path.besides(Switch.LOCKED, ANOTHERS_WORD).besides(Switch.EXPIRED, ANOTHERS_WORD);
    }

    static Response byBearer(Tokens tokens, Harbour account) {
        return given().header("Authorization", "Bearer " + account.accessToken())
                .post(tokens.at("/OS-FEDERATION/identity_providers/harbour/protocols/openid/auth"));
    }

    static Response mapped(Tokens tokens, Harbour account, Object scope) {
        return given().header("Authorization", "Bearer " + account.accessToken())
                .contentType("application/json")
                .body(Tokens.body(
                        Map.of(
                                "methods",
                                List.of("mapped"),
                                "mapped",
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
