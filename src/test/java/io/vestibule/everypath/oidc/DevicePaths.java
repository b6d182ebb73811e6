package io.vestibule.everypath.oidc;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.vestibule.everypath.Guess;
import io.vestibule.everypath.Guesses;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/** A device that a person allows, at each of its steps; and its code, which somebody may guess. */
@ApplicationScoped
class DevicePaths implements Paths, Guesses {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String APPROVAL = "form:has([name=consent])";
    private static final String GUESSES = "guesses of anybody end nothing that its owner has already";
    private static final String NO_PROJECT = "speaks of no project";

    @Override
    public Stream<Path> of(Stage stage) {
        return Stream.of(
                        login(stage),
                        decision(stage).besides(Switch.LOCKED, GUESSES),
                        fetching(stage).besides(Switch.LOCKED, GUESSES))
                .map(path -> path.besides(Switch.PROJECT, NO_PROJECT).besides(Switch.PROJECTS_DOMAIN, NO_PROJECT));
    }

    /** The code is nobody's until it is entered, so nobody's right one rests. */
    @Override
    public Stream<Guess> of(People fresh) {
        Stage stage = fresh.next();
        return Stream.of(Guess.of(
                        "code of a device",
                        () -> isAsked(stage, "BBBB-BBBB"),
                        () -> isAsked(stage, begin(stage).path("user_code")))
                .unguessable());
    }

    private static boolean isAsked(Stage stage, String code) {
        try (PlainBrowser browser = new PlainBrowser()) {
            return enter(stage, browser, code).html().select(APPROVAL).size() == 1;
        }
    }

    private static Path login(Stage stage) {
        Response begun = begin(stage);
        PlainBrowser browser = browser(stage);
        return Path.of("device, code entered", () -> {
            Visit asked = enter(stage, browser, begun.path("user_code"));
            return asked.html().select(APPROVAL).size() == 1 && allowed(stage, browser, asked, begun);
        });
    }

    private static Path decision(Stage stage) {
        Response begun = begin(stage);
        PlainBrowser browser = browser(stage);
        Visit asked = enter(stage, browser, begun.path("user_code"));
        return Path.of("device, allowed", () -> allowed(stage, browser, asked, begun));
    }

    private static Path fetching(Stage stage) {
        Response begun = begin(stage);
        PlainBrowser browser = browser(stage);
        browser.submit(enter(stage, browser, begun.path("user_code")), APPROVAL, Map.of("consent", "allow"));
        return Path.of("device, tokens fetched", () -> fetch(stage, begun));
    }

    private static boolean allowed(Stage stage, PlainBrowser browser, Visit asked, Response begun) {
        browser.submit(asked, APPROVAL, Map.of("consent", "allow"));
        return fetch(stage, begun);
    }

    private static boolean fetch(Stage stage, Response begun) {
        return post(stage, "/token", Map.of("grant_type", GRANT, "device_code", begun.path("device_code")))
                        .statusCode()
                == 200;
    }

    private static Response begin(Stage stage) {
        Response begun = post(stage, "/device_authorization", Map.of("scope", "openid"));
        begun.then().statusCode(200);
        return begun;
    }

    private static Visit enter(Stage stage, PlainBrowser browser, String code) {
        Visit form = browser.open(URI.create(stage.world().at("/device")));
        if (form.status() != 200) {
            return form;
        }
        Visit page = browser.submit(form, "main form", Map.of("user_code", code));
        return page.body().contains("name=\"password\"")
                ? browser.submit(
                        page,
                        "form:has([name=password])",
                        Map.of("username", stage.user().username(), "password", Stage.PASSWORD))
                : page;
    }

    private static Response post(Stage stage, String path, Map<String, String> form) {
        return given().auth()
                .preemptive()
                .basic("web", "web-secret-of-today")
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(form)
                .post(stage.world().at(path));
    }

    private static PlainBrowser browser(Stage stage) {
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        return browser;
    }
}
