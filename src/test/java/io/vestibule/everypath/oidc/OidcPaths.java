package io.vestibule.everypath.oidc;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** The portal, sessions, and what relying parties of OpenID Connect do with what they were given. */
@ApplicationScoped
class OidcPaths implements Paths {
    static final String NO_PROJECT = "speaks of no project";
    static final String GUESSES = "guesses of anybody end nothing that its owner has already";
    private static final String NOBODY = "the relying party's own: there is nobody in it";

    @Override
    public Stream<Path> of(Stage stage) {
        return Stream.concat(people(stage), Stream.of(clientCredentials(stage), tokenOfTheClient(stage)));
    }

    private static Stream<Path> people(Stage stage) {
        String everything = "openid offline_access";
        String inProject = "openid offline_access roles " + stage.projectScope();
        return Stream.of(
                        freshLogin(stage),
                        sso(stage, "session used again", "login"),
                        sso(stage, "session used again, prompt=none", "none"),
                        chosen(stage),
                        code(stage),
                        refresh(stage, "refresh", "openid"),
                        refresh(stage, "offline refresh", everything),
                        userinfo(stage, "userinfo", token(stage, "openid", "access_token")),
                        introspection(
                                stage, "introspection of an access token", token(stage, "openid", "access_token")),
                        introspection(
                                stage, "introspection of a refresh token", token(stage, "openid", "refresh_token")))
                .map(path -> path.besides(Switch.PROJECT, NO_PROJECT).besides(Switch.PROJECTS_DOMAIN, NO_PROJECT))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        rows -> Stream.concat(
                                rows.stream(),
                                Stream.of(
                                        refresh(stage, "refresh in a project", inProject),
                                        userinfo(
                                                stage,
                                                "userinfo in a project",
                                                token(stage, inProject, "access_token")),
                                        introspection(
                                                stage,
                                                "introspection in a project",
                                                token(stage, inProject, "access_token"))))));
    }

    private static Path freshLogin(Stage stage) {
        return Path.of("login page", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                return arrives(signIn(stage, browser, "openid", "login"));
            }
        });
    }

    private static Path sso(Stage stage, String name, String prompt) {
        PlainBrowser browser = browser(stage);
        signIn(stage, browser, "openid", "login");
        return Path.of(name, () -> arrives(browser.open(authorize(stage, "openid", prompt))))
                .besides(Switch.LOCKED, GUESSES);
    }

    /** Two people are signed in in that browser, and the page asks which of them it is. */
    private static Path chosen(Stage stage) {
        Stage twin = stage.twin();
        PlainBrowser browser = browser(stage);
        signIn(stage, browser, "openid", "login");
        Visit again = browser.open(authorize(stage, "web", "openid", Map.of("prompt", "login")));
        typed(twin, browser, again);
        Visit accounts = browser.open(authorize(stage, "web", "openid", Map.of("prompt", "select_account")));
        Element person = accounts.html().select("button[name=account]").stream()
                .filter(button -> button.text().contains(stage.user().username()))
                .findFirst()
                .orElseThrow();
        return Path.of(
                        "account chosen among those signed in",
                        () -> arrives(browser.submit(
                                accounts, "form:has([name=account])", Map.of("account", person.attr("value")))))
                .besides(Switch.LOCKED, GUESSES);
    }

    private static Path code(Stage stage) {
        PlainBrowser browser = browser(stage);
        String code = query(signIn(stage, browser, "openid", "login").address()).get("code");
        return Path.of("code", () -> redeem(stage, code).statusCode() == 200).besides(Switch.LOCKED, GUESSES);
    }

    private static Path refresh(Stage stage, String name, String scope) {
        String token = tokens(stage, scope).path("refresh_token");
        return Path.of(name, () -> refreshes(stage, token)).besides(Switch.LOCKED, GUESSES);
    }

    static boolean refreshes(Stage stage, String token) {
        return post(stage, web(), "/token", "grant_type", "refresh_token", "refresh_token", token)
                        .statusCode()
                == 200;
    }

    static Path userinfo(Stage stage, String name, String token) {
        return Path.of(
                        name,
                        () -> given().header("Authorization", "Bearer " + token)
                                        .get(stage.world().at("/userinfo"))
                                        .statusCode()
                                == 200)
                .besides(Switch.LOCKED, GUESSES);
    }

    static Path introspection(Stage stage, String name, String token) {
        return Path.of(name, () -> isActive(stage, token)).besides(Switch.LOCKED, GUESSES);
    }

    private static Path clientCredentials(Stage stage) {
        return ofTheClient(Path.of("client_credentials", () -> own(stage).statusCode() == 200))
                .besides(Switch.EXPIRED, "a client secret has no end of its own");
    }

    private static Path tokenOfTheClient(Stage stage) {
        String token = own(stage).path("access_token");
        return ofTheClient(Path.of("introspection of a client's token", () -> isActive(stage, token)));
    }

    private static Path ofTheClient(Path path) {
        return path.resting(Rest.ON_ANY)
                .besides(Switch.USER, NOBODY)
                .besides(Switch.USERS_DOMAIN, NOBODY)
                .besides(Switch.PROJECT, NOBODY)
                .besides(Switch.PROJECTS_DOMAIN, NOBODY)
                .besides(Switch.CONNECTOR, NOBODY)
                .besides(Switch.LOCKED, NOBODY);
    }

    private static boolean isActive(Stage stage, String token) {
        Response answer = post(
                stage, given().auth().preemptive().basic("gateway", "gateway-secret"), "/introspect", "token", token);
        return answer.statusCode() == 200 && answer.<Boolean>path("active");
    }

    private static Response own(Stage stage) {
        return post(stage, web(), "/token", "grant_type", "client_credentials", "scope", "api.read");
    }

    private static String token(Stage stage, String scope, String kind) {
        return tokens(stage, scope).path(kind);
    }

    static Response tokens(Stage stage, String scope) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit arrived = signIn(stage, browser, scope, "login");
            Response tokens = redeem(stage, query(arrived.address()).get("code"));
            tokens.then().statusCode(200);
            return tokens;
        }
    }

    /** Whether the password alone is good for tokens at the token endpoint (RFC 6749 §4.3). */
    static boolean grants(Stage stage, String password) {
        return post(
                                stage,
                                given().auth().preemptive().basic("command-line", "command-line-secret"),
                                "/token",
                                "grant_type",
                                "password",
                                "username",
                                stage.user().username(),
                                "password",
                                password,
                                "scope",
                                "openid")
                        .statusCode()
                == 200;
    }

    static Response redeem(Stage stage, String code) {
        return post(
                stage,
                web(),
                "/token",
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                stage.world().server("/rp/callback"));
    }

    private static RequestSpecification web() {
        return given().auth().preemptive().basic("web", "web-secret-of-today");
    }

    static Response post(Stage stage, RequestSpecification client, String path, String... parameters) {
        RequestSpecification request = client.contentType("application/x-www-form-urlencoded; charset=UTF-8");
        for (int i = 0; i < parameters.length; i += 2) {
            request = request.formParam(parameters[i], parameters[i + 1]);
        }
        return request.post(stage.world().at(path));
    }

    static PlainBrowser browser(Stage stage) {
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        return browser;
    }

    static Visit signIn(Stage stage, PlainBrowser browser, String scope, String prompt) {
        return typed(stage, browser, browser.open(authorize(stage, scope, prompt)));
    }

    private static Visit typed(Stage stage, PlainBrowser browser, Visit page) {
        return page.body().contains("name=\"password\"")
                ? browser.submit(
                        page,
                        "form:has([name=password])",
                        Map.of("username", stage.user().username(), "password", Stage.PASSWORD))
                : page;
    }

    static URI authorize(Stage stage, String scope, String prompt) {
        Map<String, String> more = prompt.equals("none") ? Map.of("prompt", prompt) : Map.of();
        return authorize(stage, "web", scope, more);
    }

    static URI authorize(Stage stage, String client, String scope, Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>(more);
        parameters.put("client_id", client);
        parameters.put("response_type", "code");
        parameters.put("redirect_uri", stage.world().server("/rp/callback"));
        parameters.put("scope", scope);
        parameters.put("state", "state");
        parameters.put("nonce", "nonce");
        return URI.create(stage.world().at("/authorize") + "?"
                + parameters.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    static boolean arrives(Visit visit) {
        return visit.address().getPath().equals("/rp/callback")
                && visit.address().getRawQuery() != null
                && query(visit.address()).containsKey("code");
    }

    static Map<String, String> query(URI address) {
        return Arrays.stream(String.valueOf(address.getRawQuery()).split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), (a, b) -> a));
    }
}
