package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.SamlNames;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SAML Profiles §4.1: a person signs in to a service provider. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class SingleSignOnTest extends SamlTest {
    @ParameterizedTest
    @ValueSource(strings = {"redirect", "post"})
    void aPersonSignsInByEitherBinding(String binding) {
        lab.declare(party);
        JsonNode shown = signIn("ada", "binding=" + binding + "&relayState=deep%20link%2F1");
        assertThat(shown.path("refused").asText()).isEmpty();
        assertThat(shown.path("responseSigned").asBoolean()).isTrue();
        assertThat(shown.path("assertionSigned").asBoolean()).isTrue();
        assertThat(shown.path("encrypted").asBoolean()).isFalse();
        assertThat(shown.path("relayState").asText()).isEqualTo("deep link/1");
        assertThat(shown.path("authnContext").asText()).isEqualTo(SamlNames.PASSWORD);
        assertThat(shown.path("SessionIndex").asText()).startsWith("_");
        assertThat(Instant.parse(shown.path("SessionNotOnOrAfter").asText())).isAfter(Instant.now());
        assertThat(Duration.between(Instant.parse(shown.path("AuthnInstant").asText()), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        JsonNode attributes = shown.path("attributes");
        assertThat(attributes.path("urn:oid:0.9.2342.19200300.100.1.3").path(0).asText())
                .isEqualTo("ada@lab.example");
        assertThat(attributes.path("urn:oid:1.3.6.1.4.1.5923.1.5.1.1"))
                .extracting(JsonNode::asText)
                .containsExactly("admins", "engineers");
        assertThat(shown.path("friendlyNames").path("givenName").asText()).isEqualTo("urn:oid:2.5.4.42");
    }

    @Test
    void theSecondTimeNobodyIsAsked() {
        lab.declare(party);
        signIn("ada", "binding=redirect");
        JsonNode again = signIn("nobody", "binding=post&IsPassive=true");
        assertThat(again.path("nameId").path("Format").asText()).isEqualTo(SamlNames.PERSISTENT);
    }

    @Test
    void anAssertionIsEncryptedForWhomHasAKey() {
        party.close();
        party = lab.serviceProvider(true);
        lab.declare(party, SamlLab.encryptionTo(SamlLab.ENCRYPTION));
        JsonNode shown = signIn("ada", "binding=redirect");
        assertThat(shown.path("encrypted").asBoolean()).as(shown.toString()).isTrue();
        assertThat(shown.path("assertionSigned").asBoolean()).isTrue();
        assertThat(shown.path("encryption").toString()).contains("aes256-gcm").contains("rsa-oaep");
    }

    @Test
    void anEllipticCurveKeySignsWhereItIsWanted() {
        lab.declare(party, "signingKey: ec");
        JsonNode shown = signIn("ada", "binding=redirect");
        assertThat(shown.path("responseAlgorithm").asText()).isEqualTo(SamlNames.ECDSA_SHA256);
        assertThat(shown.path("assertionAlgorithm").asText()).isEqualTo(SamlNames.ECDSA_SHA256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"assertion", "response"})
    void theOperatorSaysWhatIsSigned(String part) {
        lab.declare(party, "sign: " + part);
        JsonNode shown = signIn("ada", "binding=redirect");
        assertThat(shown.path("assertionSigned").asBoolean()).isEqualTo(part.equals("assertion"));
        assertThat(shown.path("responseSigned").asBoolean()).isEqualTo(part.equals("response"));
    }

    @Test
    void anArtifactStandsForTheAnswer() {
        lab.declare(party);
        JsonNode shown = signIn("ada", "binding=redirect&AssertionConsumerServiceIndex=1&relayState=x%26y");
        assertThat(shown.path("refused").asText()).isEmpty();
        assertThat(shown.path("assertionSigned").asBoolean()).isTrue();
        assertThat(shown.path("relayState").asText()).isEqualTo("x&y");
    }

    @Test
    void aPersonWhoMustSignInAgainDoes() {
        lab.declare(party);
        Instant first = Instant.parse(
                signIn("ada", "binding=redirect").path("AuthnInstant").asText());
        JsonNode again = signIn("ada", "binding=redirect&ForceAuthn=true");
        assertThat(Instant.parse(again.path("AuthnInstant").asText())).isAfter(first);
    }

    @Test
    void nobodyIsTroubledByAPassiveRequest() {
        lab.declare(party);
        assertThat(status(signIn("ada", "binding=redirect&IsPassive=true"))).containsExactly("Responder", "NoPassive");
        assertThat(status(signIn("ada", "binding=redirect&IsPassive=true&ForceAuthn=true")))
                .containsExactly("Responder", "NoPassive");
    }

    @Test
    void aPersonMaySayNo() {
        lab.declare(party);
        PlainBrowser.Visit page = browser.open(party.at("/login?binding=redirect"));
        PlainBrowser.Visit no = browser.submit(page, "form:has([name=cancel])", Map.of("cancel", "true"));
        JsonNode shown = lab.shown(lab.through(browser, "ada", no));
        assertThat(status(shown)).containsExactly("Responder", "RequestDenied");
    }

    @Test
    void whatIsStartedHereIsTakenOnlyWhereTheOperatorSaysSo() {
        lab.declare(party);
        URI start = URI.create(lab.at("/saml/initiate") + "?RelayState=home&sp=" + encoded(party.entityId()));
        assertThat(browser.open(start).status()).isEqualTo(400);
        party.close();
        party = lab.serviceProvider(false);
        party.takesUnsolicited = true;
        lab.declare(party, "idpInitiated: true");
        URI wanted = URI.create(lab.at("/saml/initiate") + "?RelayState=home&sp=" + encoded(party.entityId()));
        JsonNode shown = lab.shown(lab.through(browser, "ada", browser.open(wanted)));
        assertThat(shown.path("inResponseTo").asText()).isEmpty();
        assertThat(shown.path("relayState").asText()).isEqualTo("home");
        assertThat(shown.path("nameId").path("value").asText()).isNotEmpty();
    }
}
