package io.vestibule.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.peer.PlainBrowser;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/** The account's API of the house, as a page's script uses it and as a program does that holds a token. */
@ApplicationScoped
public class AccountApi {
    private final House house;
    private final ObjectMapper json;

    AccountApi(House house, ObjectMapper json) {
        this.house = house;
        this.json = json;
    }

    /** What was answered. */
    record Answer(int status, JsonNode body) {
        String error() {
            return body.path("error").asText();
        }
    }

    Answer get(PlainBrowser browser, String path) {
        return read(browser.ask(request(path)));
    }

    /** With the form key of this browser's session. */
    Answer post(PlainBrowser browser, String path, Map<String, ?> body) {
        return read(browser.ask(posted(path, body).header("X-CSRF-Token", formKey(browser))));
    }

    Answer postForged(PlainBrowser browser, String path, Map<String, ?> body) {
        return read(browser.ask(posted(path, body)));
    }

    Answer delete(PlainBrowser browser, String path) {
        return read(browser.ask(
                request(path).header("X-CSRF-Token", formKey(browser)).DELETE()));
    }

    Answer get(PlainBrowser program, Arrival token, String path) {
        return read(program.ask(bearing(token, request(path))));
    }

    Answer post(PlainBrowser program, Arrival token, String path, Map<String, ?> body) {
        return read(program.ask(bearing(token, posted(path, body))));
    }

    Answer delete(PlainBrowser program, Arrival token, String path) {
        return read(program.ask(bearing(token, request(path).DELETE())));
    }

    String formKey(PlainBrowser browser) {
        return get(browser, "").body().path("formKey").asText();
    }

    private static HttpRequest.Builder bearing(Arrival token, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + token.text("access_token"));
    }

    private HttpRequest.Builder posted(String path, Map<String, ?> body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.valueToTree(body).toString()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(house.at("/account/api" + path));
    }

    private Answer read(HttpResponse<String> answer) {
        try {
            return new Answer(answer.statusCode(), json.readTree(answer.body()));
        } catch (IOException broken) {
            throw new AssertionError(answer.body(), broken);
        }
    }
}
