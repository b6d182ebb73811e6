package io.vestibule.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(SampleProfile.class)
class LanguageTest {
    private static final String PAGE = "/realms/acme/sample/choose";

    @ParameterizedTest
    @CsvSource({
        "'de-AT,de;q=0.9,en;q=0.5', de",
        "'xx,ja;q=0.4', ja",
        "zh-Hans-CN, zh",
        "'*', en",
        "tlh, en",
        "'en;q=0.1,ar', ar"
    })
    void thePageSpeaksTheBrowsersLanguage(String accepted, String language) {
        assertThat(language(given().header("Accept-Language", accepted).get(PAGE)))
                .isEqualTo(language);
    }

    @Test
    void theApplicationsWishComesBeforeTheBrowsersLanguage() {
        assertThat(language(given().header("Accept-Language", "de").get("/realms/acme/sample/choose-in-french")))
                .isEqualTo("fr");
    }

    @Test
    void theSwitchComesBeforeEverythingAndIsRemembered() {
        Response switched = given().header("Accept-Language", "de")
                .queryParam("lang", "es")
                .get("/realms/acme/sample/choose-in-french");
        assertThat(language(switched)).isEqualTo("es");
        assertThat(switched.header("Set-Cookie")).contains("; HttpOnly");
        String cookie = switched.cookie("vestibule_lang");
        assertThat(cookie).isEqualTo("es");
        assertThat(language(german().cookie("vestibule_lang", cookie).get("/realms/acme/sample/choose-in-french")))
                .isEqualTo("es");
    }

    @Test
    void aLanguageThatIsNotOfferedIsNeitherSpokenNorRemembered() {
        Response response = german().queryParam("lang", "it\"><script>").get(PAGE);
        assertThat(language(response)).isEqualTo("de");
        assertThat(response.cookies()).doesNotContainKey("vestibule_lang");
        Response onlyGerman = given().header("Accept-Language", "fr").get("/realms/nasty");
        assertThat(language(onlyGerman)).isEqualTo("de");
        assertThat(onlyGerman.body().asString()).doesNotContain("class=\"languages\"");
    }

    @Test
    void theSwitchKeepsTheAddress() {
        Response response =
                german().queryParam("flow", "a&b=c").queryParam("lang", "en").get(PAGE);
        assertThat(response.htmlPath()
                        .getList("**.findAll { it.@hreflang == 'ja' }.@href")
                        .toString())
                .contains("?flow=a%26b%3Dc&lang=ja");
    }

    @Test
    void theSwitchOnTheAnswerToAPostLeadsBackToTheFlow() {
        Response response = german().post("/realms/acme/sample/choose-wrong");
        assertThat(response.htmlPath()
                        .getList("**.findAll { it.@hreflang == 'ja' }.@href")
                        .toString())
                .contains("/realms/acme/login/password?flow=sealed-flow&lang=ja");
        assertThat(german().post("/realms/acme/sample/consent").body().asString())
                .as("an answer to a POST that cannot be asked for again has no switch")
                .doesNotContain("class=\"languages\"");
    }

    @Test
    void arabicRunsFromTheRight() {
        Response response = given().header("Accept-Language", "ar").get(PAGE);
        assertThat(response.htmlPath().getString("html.@dir")).isEqualTo("rtl");
    }

    private static RequestSpecification german() {
        return given().header("Accept-Language", "de");
    }

    private static String language(Response response) {
        return response.htmlPath().getString("html.@lang");
    }
}
