package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.protocol.saml.toy.Xml;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** SAML Core §3.7, SAML Profiles §4.4: a service provider ends the session; case 20: nobody else does. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class SingleLogoutTest extends SamlTest {
    private JsonNode shown;

    @BeforeEach
    void signIn() {
        declare(party);
        shown = signIn("ada", "binding=redirect");
    }

    @Test
    void theSessionEndsByRedirect() {
        Visit answered = browser.open(redirect(request(shown), "away"));
        assertThat(answered.address().getPath()).isEqualTo("/slo");
        String query = answered.address().getRawQuery();
        assertThat(RedirectQuery.verifies(
                        query, "SAMLResponse", party.identityProvider().signingKeys()))
                .isTrue();
        Map<String, String> parameters = RedirectQuery.read(query);
        assertThat(RedirectQuery.inflated(parameters.get("SAMLResponse"))).contains("status:Success");
        assertThat(parameters).containsEntry("RelayState", "away");
        assertSessionOver();
    }

    @Test
    void theSessionEndsByPost() {
        String message = Seal.sign(request(shown), party.key());
        HttpResponse<String> first = browser.ask(SamlLab.post(
                lab.at("/saml/slo"),
                Map.of("SAMLRequest", Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8)))));
        assertThat(first.statusCode()).isIn(200, 303);
        assertSessionOver();
    }

    @Test
    void theSessionEndsBySoapAndSoDoesOneWithATransientName() {
        JsonNode again = signIn("ada", "binding=redirect&nameid=" + SamlNames.TRANSIENT);
        HttpResponse<String> answer = soap(party, Seal.sign(soapRequest(again), party.key()));
        assertThat(answer.statusCode()).isEqualTo(200);
        Element response = Xml.below(Xml.parse(answer.body()), SamlNames.PROTOCOL, "LogoutResponse")
                .orElseThrow();
        SealCheck.verify(response, party.identityProvider().signingKeys());
        assertThat(answer.body()).contains("status:Success").doesNotContain("PartialLogout");
        assertSessionOver();
    }

    /** The pages of this server are no application that somebody would have to be told of. */
    @Test
    void whoSignedInAtThePortalFirstIsOutAltogether() {
        try (PlainBrowser other = new PlainBrowser()) {
            Visit portal = lab.through(other, "ada", other.carryOn(other.click(other.open(lab.at("")), "Sign in")));
            assertThat(portal.html().text()).contains("Sign out");
            JsonNode entered = lab.signIn(other, "nobody", party, "binding=redirect");
            assertThat(entered.has("nameId")).as("without a question").isTrue();
            HttpResponse<String> answer = soap(party, Seal.sign(soapRequest(entered), party.key()));
            assertThat(answer.body()).contains("status:Success").doesNotContain("PartialLogout");
            assertThat(other.open(lab.at("")).html().text()).doesNotContain("Sign out");
        }
    }

    @Test
    void withoutAnIndexThePersonIsSignedOutEverywhere() {
        try (PlainBrowser other = new PlainBrowser()) {
            lab.signIn(other, "ada", party, "binding=redirect");
            String all = soapRequest(shown).replaceAll("<samlp:SessionIndex>[^<]*</samlp:SessionIndex>", "");
            assertThat(soap(party, Seal.sign(all, party.key())).body()).contains("status:Success");
            assertSessionOver();
            assertThat(status(lab.signIn(other, "ada", party, "binding=redirect&IsPassive=true")))
                    .contains("NoPassive");
        }
    }

    /** SAML Core §3.7.1: all of that person's sessions with it, or all that are named. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void byTheBrowserMoreThanItsOwnSessionMayBeMeant(boolean named) {
        try (PlainBrowser other = new PlainBrowser()) {
            JsonNode elsewhere = lab.signIn(other, "ada", party, "binding=redirect");
            String both = "<samlp:SessionIndex>"
                    + elsewhere.path("SessionIndex").asText() + "</samlp:SessionIndex><samlp:SessionIndex>"
                    + shown.path("SessionIndex").asText() + "</samlp:SessionIndex>";
            String meant =
                    request(shown).replaceAll("<samlp:SessionIndex>[^<]*</samlp:SessionIndex>", named ? both : "");
            assertThat(answer(browser.open(redirect(meant, "x"))))
                    .contains("status:Success")
                    .doesNotContain("PartialLogout");
            assertSessionOver();
            assertThat(status(lab.signIn(other, "ada", party, "binding=redirect&IsPassive=true")))
                    .contains("NoPassive");
        }
    }

    @Test
    void askedAgainInTheSameBrowserTheAnswerIsTheSameAndInAnotherThereIsNone() {
        try (ToyServiceProvider second = lab.serviceProvider(false);
                PlainBrowser other = new PlainBrowser()) {
            declare(second);
            lab.signIn(browser, "ada", second, "binding=redirect");
            lab.signIn(other, "bob", party, "binding=redirect");
            HttpRequest.Builder lost = HttpRequest.newBuilder(redirect(request(shown), "x"));
            assertThat(browser.ask(lost.GET()).statusCode()).isEqualTo(200);

            Visit again = browser.open(redirect(request(shown), "x"));
            URI on = URI.create(again.html().select("[data-on]").attr("data-on"));
            Visit report = browser.open(on);
            assertThat(report.html().select(".parties li")).hasSize(1);
            URI back = URI.create(report.html().select(".ways a.primary").attr("abs:href"));
            assertThat(answer(browser.open(back))).contains("status:PartialLogout");
            assertThat(answer(other.open(redirect(request(shown), "x")))).contains("UnknownPrincipal");
        }
    }

    private static String answer(Visit visit) {
        return RedirectQuery.inflated(
                RedirectQuery.read(visit.address().getRawQuery()).get("SAMLResponse"));
    }

    @Test
    void whoeverCannotBeToldIsAdmitted() {
        try (ToyServiceProvider second = lab.serviceProvider(false)) {
            declare(second);
            lab.signIn(browser, "ada", second, "binding=redirect");
            assertThat(soap(party, Seal.sign(soapRequest(shown), party.key())).body())
                    .contains("status:PartialLogout");
        }
    }

    @Test
    void anUnsignedOrStrangelySignedRequestEndsNothing() {
        assertThat(browser.open(URI.create(lab.at("/saml/slo") + "?"
                                + RedirectQuery.unsigned("SAMLRequest", request(shown), null)))
                        .status())
                .isEqualTo(400);
        assertThat(soap(party, soapRequest(shown)).statusCode()).isEqualTo(400);
        assertThat(soap(party, Seal.sign(soapRequest(shown), ToyKey.rsa("stranger")))
                        .statusCode())
                .isEqualTo(400);
        assertSessionLives();
    }

    @Test
    void anotherServiceProviderEndsNothing() {
        try (ToyServiceProvider stranger = lab.serviceProvider(false)) {
            declare(stranger);
            String stolen = soapRequest(shown)
                    .replace(party.entityId() + "</saml:Issuer>", stranger.entityId() + "</saml:Issuer>")
                    .replace("SPNameQualifier=\"" + party.entityId(), "SPNameQualifier=\"" + stranger.entityId());
            assertThat(soap(stranger, Seal.sign(stolen, stranger.key())).body()).contains("UnknownPrincipal");
        }
        assertSessionLives();
    }

    @Test
    void anotherPersonsNameEndsNothing() {
        try (PlainBrowser other = new PlainBrowser()) {
            JsonNode bob = lab.signIn(other, "bob", party, "binding=redirect");
            String mixed = soapRequest(shown)
                    .replace(
                            shown.path("nameId").path("value").asText(),
                            bob.path("nameId").path("value").asText());
            assertThat(soap(party, Seal.sign(mixed, party.key())).body()).contains("UnknownPrincipal");
            Visit visit = browser.open(redirect(request(bob), "x")); // bob's session is in another browser
            assertThat(RedirectQuery.inflated(
                            RedirectQuery.read(visit.address().getRawQuery()).get("SAMLResponse")))
                    .contains("UnknownPrincipal");
            assertThat(lab.signIn(other, "bob", party, "binding=redirect&IsPassive=true")
                            .has("nameId"))
                    .isTrue();
        }
        assertSessionLives();
    }

    @Test
    void aRequestIsObeyedOnce() {
        String request = Seal.sign(soapRequest(shown), party.key());
        assertThat(soap(party, request).body()).contains("status:Success");
        shown = signIn("ada", "binding=redirect");
        assertThat(soap(party, request).statusCode()).isEqualTo(400);
        assertSessionLives();
    }

    @Test
    void aRequestThatIsOverEndsNothing() {
        String late = soapRequest(shown)
                .replace(
                        "Version=\"2.0\"",
                        "Version=\"2.0\" NotOnOrAfter=\"" + Instant.now().minusSeconds(600) + "\"");
        assertThat(soap(party, Seal.sign(late, party.key())).statusCode()).isEqualTo(400);
        assertSessionLives();
    }

    private void declare(ToyServiceProvider known) {
        lab.declare(known, "singleLogoutServices: [ { url: \"" + known.at("/slo") + "\" } ]");
    }

    private void assertSessionLives() {
        assertThat(signIn("nobody", "binding=redirect&IsPassive=true").has("nameId"))
                .isTrue();
    }

    private void assertSessionOver() {
        assertThat(status(signIn("nobody", "binding=redirect&IsPassive=true"))).contains("NoPassive");
    }

    private URI redirect(String request, String relayState) {
        return URI.create(
                lab.at("/saml/slo") + "?" + RedirectQuery.signed("SAMLRequest", request, relayState, party.key()));
    }

    private HttpResponse<String> soap(ToyServiceProvider by, String request) {
        assertThat(request).contains(by.entityId());
        return browser.ask(SamlLab.soap(lab.at("/saml/slo/soap"), request));
    }

    private String soapRequest(JsonNode of) {
        return request(of)
                .replace(
                        lab.at("/saml/slo").toString(), lab.at("/saml/slo/soap").toString());
    }

    private String request(JsonNode of) {
        JsonNode name = of.path("nameId");
        return "<samlp:LogoutRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" Destination=\"" + lab.at("/saml/slo")
                + "\" ID=\"" + Draft.newId() + "\" IssueInstant=\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + "\" Version=\"2.0\"><saml:Issuer xmlns:saml=\"" + SamlNames.ASSERTION + "\">" + party.entityId()
                + "</saml:Issuer><saml:NameID xmlns:saml=\"" + SamlNames.ASSERTION + "\" Format=\""
                + name.path("Format").asText() + "\" NameQualifier=\""
                + name.path("NameQualifier").asText()
                + "\" SPNameQualifier=\"" + name.path("SPNameQualifier").asText() + "\">"
                + name.path("value").asText() + "</saml:NameID><samlp:SessionIndex>"
                + of.path("SessionIndex").asText() + "</samlp:SessionIndex></samlp:LogoutRequest>";
    }
}
