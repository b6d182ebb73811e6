package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.Trip;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.outbound.Reach;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.Xml;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What an identity provider is asked. */
class SamlRequestTest {
    private final SamlConnectorFixture fixture = new SamlConnectorFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Element request(Departure departure) {
        return switch (departure.reply()) {
            case BrowserReply.Redirect redirect ->
                Xml.parse(RedirectQuery.inflated(
                        SamlConnectorFixture.query(redirect.to()).getOrDefault("SAMLRequest", "")));
            case BrowserReply.AutoPost post ->
                Xml.parse(new String(
                        Base64.getDecoder().decode(post.fields().get("SAMLRequest")), StandardCharsets.UTF_8));
            case BrowserReply.Page page -> throw new AssertionError(page);
        };
    }

    private Element request(Trip trip, String... yaml) {
        return request(SamlConnectorFixture.depart(fixture.connector(yaml), trip));
    }

    /** Where people are signed out is looked at first, and metadata in a file was written by somebody else. */
    @Test
    void aPlaceToSignOutThatIsNotWherePeopleSignInIsLookedAtAsAnybodys() {
        fixture.reach = Reach::trusting; // as of metadata in a file
        UpstreamLogout logout =
                fixture.connector("signOutUpstream: true").upstreamLogout().orElseThrow();
        URI there = fixture.idp.at("/slo");
        assertThat(logout.writtenFor(there)).containsExactly(there);
        assertThat(logout.writtenFor(URI.create("http://10.0.0.1:9200/"))).isEmpty();
        assertThat(logout.writtenFor(URI.create("http://localhost:1/slo"))).isEmpty();
    }

    @Test
    void aRedirectIsSignedOverItsQuery() {
        Departure departure = SamlConnectorFixture.depart(fixture.connector(), SamlConnectorFixture.trip());
        BrowserReply.Redirect redirect = (BrowserReply.Redirect) departure.reply();
        assertThat(redirect.to().toString()).startsWith(fixture.idp.at("/sso") + "?");
        assertThat(RedirectQuery.verifies(
                        redirect.to().getRawQuery(), "SAMLRequest", List.of(SamlConnectorFixture.signingKey())))
                .isTrue();
        assertThat(SealCheck.isSigned(request(departure))).isFalse();
    }

    @Test
    void aPostIsSignedInside() {
        Departure departure =
                SamlConnectorFixture.depart(fixture.connector("requestBinding: post"), SamlConnectorFixture.trip());
        assertThat(((BrowserReply.AutoPost) departure.reply()).to()).isEqualTo(fixture.idp.at("/sso"));
        assertThat(SealCheck.verify(request(departure), List.of(SamlConnectorFixture.signingKey())))
                .isEqualTo("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
    }

    @Test
    void itSaysWhoAsksAndWhereTheAnswerGoes() {
        Element request = request(SamlConnectorFixture.trip());
        assertThat(request.getAttribute("AssertionConsumerServiceURL"))
                .isEqualTo(SamlConnectorFixture.CONSUMER.toString());
        assertThat(request.getAttribute("ProtocolBinding")).isEqualTo(SamlNames.POST);
        assertThat(request.getAttribute("Destination"))
                .isEqualTo(fixture.idp.at("/sso").toString());
        assertThat(Xml.child(request, SamlNames.ASSERTION, "Issuer")
                        .orElseThrow()
                        .getTextContent())
                .isEqualTo(SamlConnectorFixture.OURSELVES);
        assertThat(Instant.parse(request.getAttribute("IssueInstant")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(request.hasAttribute("ForceAuthn")).isFalse();
        assertThat(Xml.child(request, SamlNames.PROTOCOL, "RequestedAuthnContext"))
                .isEmpty();
        assertThat(Xml.child(request, SamlNames.PROTOCOL, "NameIDPolicy")
                        .orElseThrow()
                        .getAttribute("Format"))
                .isEqualTo(SamlNames.PERSISTENT);
    }

    @Test
    void anArtifactIsAskedFor() {
        assertThat(request(SamlConnectorFixture.trip(), "responseBinding: artifact")
                        .getAttribute("ProtocolBinding"))
                .isEqualTo(SamlNames.ARTIFACT);
    }

    @Test
    void aDemandToSignInAgainIsPassedOn() {
        assertThat(request(SamlConnectorFixture.freshTrip()).getAttribute("ForceAuthn"))
                .isEqualTo("true");
    }

    @Test
    void aRequestThatMayShowNothingIsPassedOn() {
        assertThat(request(passiveTrip()).getAttribute("IsPassive")).isEqualTo("true");
        assertThat(request(SamlConnectorFixture.trip()).hasAttribute("IsPassive"))
                .isFalse();
    }

    @Test
    void wantedClassesAreTheProvidersOwnOrOnesItsOperatorTranslated() {
        Element context = Xml.child(
                        request(
                                trip(List.of("strong", "https://refeds.org/profile/sfa", "2"), Optional.empty()),
                                "acr: {strong: \"https://refeds.org/profile/mfa\"}",
                                "acrComparison: minimum"),
                        SamlNames.PROTOCOL,
                        "RequestedAuthnContext")
                .orElseThrow();
        assertThat(context.getAttribute("Comparison")).isEqualTo("minimum");
        assertThat(Xml.children(context, SamlNames.ASSERTION, "AuthnContextClassRef"))
                .extracting(Element::getTextContent)
                .containsExactly("https://refeds.org/profile/mfa", "https://refeds.org/profile/sfa");
    }

    @Test
    void onWhoseBehalfAndHowFarIsPassedOnUnlessTheOperatorSaysNo() {
        Trip trip = trip(List.of(), Optional.of(2));
        Element scoping =
                Xml.child(request(trip), SamlNames.PROTOCOL, "Scoping").orElseThrow();
        assertThat(scoping.getAttribute("ProxyCount")).isEqualTo("2");
        assertThat(Xml.children(scoping, SamlNames.PROTOCOL, "RequesterID"))
                .extracting(Element::getTextContent)
                .containsExactly("https://desk.example", "https://shelf.example");
        assertThat(Xml.child(request(trip, "forwardRequesterId: false"), SamlNames.PROTOCOL, "Scoping"))
                .isEmpty();
    }

    @Test
    void nobodyIsSentToWhoCannotBeFound() {
        fixture.providers.down = true;
        assertThat(fixture.connector().depart(SamlConnectorFixture.trip()))
                .isInstanceOf(DepartureOutcome.Unreachable.class);
    }

    private static Trip trip(List<String> acrValues, Optional<Integer> proxyCount) {
        Trip usual = SamlConnectorFixture.trip();
        return new Trip(
                usual.realm(),
                usual.connector(),
                usual.callback(),
                usual.hop(),
                acrValues,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                proxyCount,
                List.of("https://desk.example", "https://shelf.example", "not a name"),
                false);
    }

    private static Trip passiveTrip() {
        Trip usual = SamlConnectorFixture.trip();
        return new Trip(
                usual.realm(),
                usual.connector(),
                usual.callback(),
                usual.hop(),
                List.of(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true);
    }
}
