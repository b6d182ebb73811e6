package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.SamlNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SAML Core §3.3.2.2.1 and §3.4.1.2: how a person is authenticated, and by whom. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class ContextAndScopingTest extends SamlTest {
    private static final String CLASSES = "urn:oasis:names:tc:SAML:2.0:ac:classes:";
    private static final String MFA = "https://refeds.org/profile/mfa";

    @ParameterizedTest
    @CsvSource({
        "exact,Password,Password",
        "exact,PasswordProtectedTransport,PasswordProtectedTransport",
        "minimum,Password,Password",
        "better,Password,PasswordProtectedTransport",
        "maximum,PasswordProtectedTransport,PasswordProtectedTransport",
    })
    void aPasswordMeetsWhatAPasswordCanMeet(String comparison, String asked, String answered) {
        lab.declare(party);
        JsonNode shown = signIn("ada", "binding=redirect&comparison=" + comparison + "&acr=" + CLASSES + asked);
        assertThat(shown.path("authnContext").asText()).as(shown.toString()).isEqualTo(CLASSES + answered);
    }

    @Test
    void anythingWillDoWhereNothingIsSpecified() {
        lab.declare(party);
        JsonNode shown = signIn("ada", "binding=redirect&acr=" + CLASSES + "unspecified");
        assertThat(shown.path("authnContext").asText()).isEqualTo(SamlNames.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "better," + MFA,
        "exact," + CLASSES + "X509",
        "minimum," + CLASSES + "X509",
    })
    void whatAPasswordCannotMeetIsRefused(String comparison, String asked) {
        lab.declare(party);
        assertThat(status(signIn("ada", "binding=redirect&comparison=" + comparison + "&acr=" + asked)))
                .containsExactly("Responder", "NoAuthnContext");
    }

    @ParameterizedTest
    @CsvSource({
        "exact," + MFA,
        "minimum," + MFA,
        "better," + CLASSES + "PasswordProtectedTransport",
    })
    void whatASecondFactorWouldMeetLeadsToSettingOneUp(String comparison, String asked) {
        lab.declare(party);
        PlainBrowser.Visit visit = lab.through(
                browser,
                "ada",
                browser.open(party.at("/login?binding=redirect&comparison=" + comparison + "&acr=" + asked)));
        assertThat(visit.address().getPath()).endsWith("/login/enrol");
    }

    @Test
    void theOperatorHasALadderOfTheirOwn() {
        lab.declare(
                party,
                "authnContexts: [ { classRef: \"urn:example:weak\" }, { classRef: \"urn:example:usual\", acrs: [\"1\"] } ]");
        assertThat(signIn("ada", "binding=redirect&comparison=minimum&acr=urn:example:weak")
                        .path("authnContext")
                        .asText())
                .isEqualTo("urn:example:usual");
    }

    @Test
    void whoeverIsListedMustBeReachable() {
        lab.declare(party);
        assertThat(status(signIn("ada", "binding=redirect&idp=https://elsewhere.example/idp")))
                .containsExactly("Responder", "NoSupportedIDP");
        JsonNode local = signIn("ada", "binding=redirect&proxyCount=0&idp=" + lab.at("/saml/metadata"));
        assertThat(local.path("nameId").path("value").asText())
                .as(local.toString())
                .isNotEmpty();
        assertThat(texts(local.path("authenticatingAuthorities"))).isEmpty();
    }
}
