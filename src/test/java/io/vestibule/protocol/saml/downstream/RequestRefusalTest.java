package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.ToyKey;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are answered with a page of ours: nothing is sent anywhere (security cases 10, 19, 21, 22). */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class RequestRefusalTest extends SamlTest {
    /** Case 21. */
    @TestFactory
    Stream<DynamicTest> anAnswerGoesOnlyWhereMetadataSays() {
        lab.declare(party);
        String acs = party.at("/acs").toString();
        Map<String, Map<String, String>> asks = Map.of(
                "another address", Map.of("AssertionConsumerServiceURL", "https://evil.example/acs"),
                "another service provider's",
                        Map.of("AssertionConsumerServiceURL", "https://static.example/acs?keep=1"),
                "a longer path", Map.of("AssertionConsumerServiceURL", acs + "/../evil"),
                "an extra query", Map.of("AssertionConsumerServiceURL", acs + "?next=https://evil.example"),
                "a wildcard",
                        Map.of("AssertionConsumerServiceURL", party.at("/*").toString()),
                "another case", Map.of("AssertionConsumerServiceURL", acs.replace("/acs", "/ACS")),
                "an index out of range", Map.of("AssertionConsumerServiceIndex", "7"),
                "a place for programs", Map.of("AssertionConsumerServiceIndex", "2"),
                "a binding it has not", Map.of("ProtocolBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"),
                "index and address", Map.of("AssertionConsumerServiceIndex", "0", "AssertionConsumerServiceURL", acs));
        return asks.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(), () -> refused(ask -> ask.attributes.putAll(one.getValue()))));
    }

    @Test
    void aRequestIsForThisEndpointAndNewAndFromSomebodyKnown() {
        lab.declare(party);
        refused(ask -> ask.destination = "https://elsewhere.example/sso");
        refused(ask -> ask.destination = null); // signed, so it must say
        refused(ask -> ask.issued = Instant.now().minus(Duration.ofHours(1)));
        refused(ask -> ask.issued = Instant.now().plus(Duration.ofHours(1)));
        refused(ask -> ask.issuer = "https://nobody.example/sp");
        refused(ask -> ask.issuer = null);
        refused(ask -> ask.issuer = "https://off.example/sp"); // switched off
        refused(ask -> ask.issuer = "https://static.example/sp"); // signed with another's key
    }

    /** Case 22. */
    @Test
    void anUnsignedRequestIsRefusedWhereSignaturesAreAgreed() {
        lab.declare(party, "authnRequestsSigned: true");
        AuthnAsk ask = ask();
        assertRefused(browser.open(
                URI.create(lab.at("/saml/sso") + "?" + RedirectQuery.unsigned("SAMLRequest", ask.text(), null))));
        assertRefused(browser.ask(SamlLab.post(
                lab.at("/saml/sso"),
                Map.of(
                        "SAMLRequest",
                        Base64.getEncoder().encodeToString(ask.text().getBytes()),
                        "vestibule_bounced",
                        "1"))));
        assertThat(browser.open(lab.redirect(party, ask, null)).body()).contains("name=\"password\"");
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() {
        lab.declare(party);
        String query = RedirectQuery.signed("SAMLRequest", ask().text(), "x", ToyKey.rsa("stranger"));
        assertRefused(browser.open(URI.create(lab.at("/saml/sso") + "?" + query)));
    }

    /** Case 19: the octets received are what was signed. */
    @Test
    void aSignedQueryIsNotChanged() {
        lab.declare(party);
        String query = RedirectQuery.signed("SAMLRequest", ask().text(), "state", party.key());
        for (String changed : List.of(
                query.replace("RelayState=state", "RelayState=other"),
                query.replace("RelayState=state", "RelayState=%73tate"),
                query.replace("RelayState=state&", ""),
                query + "&RelayState=again",
                query.replaceAll("&SigAlg=[^&]*", ""),
                query.replaceAll("&Signature=[^&]*", ""),
                query + "&SAMLResponse=x")) {
            assertRefused(browser.open(URI.create(lab.at("/saml/sso") + "?" + changed)));
        }
    }

    /** Case 22. */
    @Test
    void aRelayStateIsBounded() {
        lab.declare(party);
        assertRefused(browser.ask(
                SamlLab.post(lab.at("/saml/sso"), Map.of("SAMLRequest", "x", "RelayState", "x".repeat(100_000)))));
        assertRefused(browser.open(lab.redirect(party, ask(), "x".repeat(3_000))));
    }

    /** Case 22. */
    @Test
    void aRelayStateWithScriptIsText() {
        lab.declare(party);
        String script = "\"><script>alert(1)</script>";
        Visit page = browser.open(lab.redirect(party, ask(), script));
        Visit post = browser.submit(
                page, "form:has([name=password])", Map.of("username", "ada", "password", "ada-password-1"));
        assertThat(post.body()).contains("SAMLResponse").doesNotContain("<script>alert");
        assertThat(post.html().select("[name=RelayState]").attr("value")).isEqualTo(script);
    }

    /** Case 10. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "SAMLRequest=",
                "SAMLRequest=%25%25",
                "SAMLRequest=AAAA",
                "SAMLResponse=AAAA",
                "SAMLRequest=eJwDAAAAAAE%3D",
            })
    void garbageIsRefused(String query) {
        assertRefused(browser.open(URI.create(lab.at("/saml/sso") + "?" + query)));
    }

    /** Case 10: a hundred kilobytes of deflated zeroes would be a hundred megabytes. */
    @Test
    void aDeflateBombIsRefusedSoon() {
        String bomb = RedirectQuery.deflated("x".repeat(8_000_000));
        long before = System.nanoTime();
        assertRefused(browser.open(URI.create(lab.at("/saml/sso") + "?SAMLRequest=" + encoded(bomb))));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    /** Case 10; more than a megabyte does not even reach us. */
    @Test
    void aPostedMessageOfHalfAMegabyteIsRefused() {
        assertRefused(browser.ask(SamlLab.post(lab.at("/saml/sso"), Map.of("SAMLRequest", "A".repeat(500_000)))));
    }

    @Test
    void aRealmThatIsNotThereHasNoEndpoints() {
        URI nowhere = URI.create(lab.at("").toString().replace("saml-lab", "nowhere") + "/saml/sso?SAMLRequest=x");
        assertThat(browser.open(nowhere).status()).isEqualTo(404);
    }

    private AuthnAsk ask() {
        return new AuthnAsk(party.entityId(), lab.at("/saml/sso").toString());
    }

    private void refused(Consumer<AuthnAsk> change) {
        AuthnAsk ask = ask();
        change.accept(ask);
        assertRefused(browser.open(lab.redirect(party, ask, "state")));
    }

    private static void assertRefused(Visit visit) {
        assertThat(visit.status()).as(visit.body()).isEqualTo(400);
        assertThat(visit.body()).doesNotContain("SAMLResponse\" value").contains("SAML: ");
        assertThat(visit.html().select("form")).isEmpty();
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SAML: ").doesNotContain("<form");
    }
}
