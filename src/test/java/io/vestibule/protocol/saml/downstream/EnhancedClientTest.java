package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.Xml;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** SAML Profiles §4.2: a program signs in with name and password. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class EnhancedClientTest extends SamlTest {
    @Test
    void aProgramGetsTheAnswerInAnEnvelope() {
        lab.declare(party);
        HttpResponse<String> answer = ask("ada", "ada-password-1", ask -> {});
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/xml");
        Element envelope = Xml.parse(answer.body());
        Element header = Xml.below(envelope, "urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp", "Response")
                .orElseThrow();
        assertThat(header.getAttribute("AssertionConsumerServiceURL"))
                .isEqualTo(party.at("/paos").toString());
        assertThat(header.getAttributeNS(SamlNames.SOAP, "mustUnderstand")).isEqualTo("1");
        Element response = Xml.below(envelope, SamlNames.PROTOCOL, "Response").orElseThrow();
        assertThat(SealCheck.verify(response, party.identityProvider().signingKeys()))
                .isEqualTo(SamlNames.RSA_SHA256);
        assertThat(answer.body()).contains("ada@lab.example");
    }

    @Test
    void withoutAPasswordThereIsAChallenge() {
        lab.declare(party);
        HttpResponse<String> answer = browser.ask(SamlLab.soap(lab.at("/saml/ecp"), signed(ask -> {})));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameLookAlike() {
        lab.declare(party);
        HttpResponse<String> wrong = ask("ada", "not-her-password", ask -> {});
        HttpResponse<String> unknown = ask("nobody-here", "not-her-password", ask -> {});
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void whatCannotBeMetIsSaidInTheDialect() {
        lab.declare(party);
        HttpResponse<String> answer =
                ask("ada", "ada-password-1", ask -> ask.authnContexts = List.of("https://refeds.org/profile/mfa"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("status:NoAuthnContext").doesNotContain("Assertion ");
    }

    @Test
    void onlyAPlaceForProgramsIsAnswered() {
        lab.declare(party);
        HttpResponse<String> answer =
                ask("ada", "ada-password-1", ask -> ask.attributes.put("AssertionConsumerServiceIndex", "0"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("consumer-service").doesNotContain("Assertion ");
    }

    private HttpResponse<String> ask(String name, String password, Consumer<AuthnAsk> change) {
        String credentials =
                Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = SamlLab.soap(lab.at("/saml/ecp"), signed(change));
        return browser.ask(request.header("Authorization", "Basic " + credentials));
    }

    private String signed(Consumer<AuthnAsk> change) {
        AuthnAsk ask = new AuthnAsk(party.entityId(), lab.at("/saml/ecp").toString());
        change.accept(ask);
        return Seal.sign(ask.text(), party.key());
    }
}
