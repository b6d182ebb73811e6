package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Security case 25, RFC 9700 §2.1, RFC 8252 §7.3: only the registered string, or no redirect at all. */
@QuarkusTest
@TestProfile(LabProfile.class)
class RedirectUriTest {
    @Inject
    Lab lab;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://spa.example/c", // prefix
                "https://spa.example/cbx", // longer
                "https://spa.example/cb/",
                "https://spa.example/cb/../evil",
                "https://spa.example/cb?x=1",
                "https://spa.example/cb?",
                "https://spa.example/cb#",
                "https://spa.example/cb#fragment",
                "https://spa.example/%63b", // c, encoded
                "https://spa.example/%2e%2e/cb",
                "https://SPA.example/cb", // case
                "HTTPS://spa.example/cb",
                "https://spa.example./cb",
                "https://spa.example:443/cb",
                "https://spa.example@evil.example/cb",
                "https://evil.example@spa.example/cb",
                "https://a@b@spa.example/cb",
                "https://spa.example\\@evil.example/cb",
                "https://spa.example\\.evil.example/cb",
                "https://spa.example.evil.example/cb",
                "https://evil.example/?https://spa.example/cb",
                "https://spa.example /cb",
                " https://spa.example/cb",
                "https://spa.example/cb\n",
                "http://spa.example/cb",
                "//spa.example/cb",
                "/cb",
                "https:spa.example/cb",
                "javascript:alert(1)//https://spa.example/cb",
                "data:text/html,x",
                "https://[::1]/cb",
                "https://\uFF53pa.example/cb" // a wide s
            })
    void whatIsNotTheRegisteredStringGetsAPage(String redirectUri) {
        refused("spa", redirectUri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:51004/cb",
                "http://127.0.0.1/cb",
                "http://127.0.0.1:1/cb",
                "http://[::1]:51004/cb",
                "http://[::1]/cb",
                "com.example.app:/cb"
            })
    void aNativeAppMayListenOnAnyPortOfItsLoopbackAddress(String redirectUri) {
        Response response = ask("native", redirectUri);
        response.then().statusCode(303);
        assertThat(response.header("Location")).startsWith(redirectUri + "?error=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:51004/cb", // RFC 8252 §8.3
                "http://localhost/cb",
                "https://127.0.0.1:51004/cb",
                "http://127.0.0.2:51004/cb",
                "http://127.1/cb",
                "http://2130706433/cb",
                "http://0x7f.0.0.1/cb",
                "http://0177.0.0.1/cb",
                "http://127.0.0.1:51004/cbx",
                "http://127.0.0.1:51004/cb?x",
                "http://127.0.0.1:51004@evil.example/cb",
                "http://127.0.0.1:/cb",
                "http://127.0.0.1:123456/cb",
                "http://127.0.0.1:-1/cb",
                "http://127.0.0.1:80:80/cb",
                "http://127.0.0.1.evil.example/cb",
                "http://[::ffff:127.0.0.1]/cb",
                "http://[0:0:0:0:0:0:0:1]/cb",
                "http://[::1%25eth0]/cb",
                "http://user@127.0.0.1/cb",
                "com.example.app://cb",
                "com.example.app:/cb/x"
            })
    void nothingElseCountsAsTheLoopbackAddress(String redirectUri) {
        refused("native", redirectUri);
    }

    @Test
    void aConfidentialClientHasNoFreedomOfPort() {
        refused("web", lab.callback().replaceFirst(":\\d+/", ":1/"));
    }

    @Test
    void theRegisteredQueryStays() {
        Response response = ask("web", "https://web.example/cb?keep=1");
        assertThat(response.header("Location")).startsWith("https://web.example/cb?keep=1&error=");
    }

    private void refused(String client, String redirectUri) {
        Response response = ask(client, redirectUri);
        response.then().statusCode(400).contentType("text/html");
        assertThat(response.header("Location")).isNull();
    }

    /** A request that is refused at the redirect URI, if that is trusted: no page of ours lies between. */
    private Response ask(String client, String redirectUri) {
        return given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .get(lab.authorize(lab.request(client, "redirect_uri", redirectUri, "prompt", "none login"))
                        .toString());
    }
}
