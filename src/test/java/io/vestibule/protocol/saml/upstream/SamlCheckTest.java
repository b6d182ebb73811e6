package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Cancelled;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.AuthnOutcome.Unreachable;
import io.vestibule.connector.Trip;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that verifies and is wrong in one thing is refused for that thing (security cases 11, 12, 13, 15). */
class SamlCheckTest {
    private static final String STATUS = "urn:oasis:names:tc:SAML:2.0:status:";

    private final SamlConnectorFixture fixture = new SamlConnectorFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> faults() {
        Instant now = Instant.now();
        return Stream.of(
                fault("other destination", "wrong-destination", d -> d.destination = "https://elsewhere.example/acs"),
                fault("no destination, signed", "wrong-destination", d -> d.destination = null),
                fault("other issuer of the response", "wrong-issuer", d -> d.issuer = "https://other.example"),
                fault("other request", "wrong-in-response-to", d -> d.inResponseTo = "_another"),
                fault("no request", "wrong-in-response-to", d -> d.inResponseTo = null),
                fault(
                        "other request, in the signed subject",
                        "wrong-assertion-in-response-to",
                        d -> d.subjectInResponseTo = "_another"),
                fault(
                        "request named on the response only",
                        "wrong-assertion-in-response-to",
                        d -> d.subjectInResponseTo = null),
                fault("other issuer", "wrong-assertion-issuer", d -> d.assertionIssuer = "https://other.example"),
                fault("other recipient", "wrong-recipient", d -> d.recipient = "https://elsewhere.example/acs"),
                fault("no recipient", "wrong-recipient", d -> d.recipient = null),
                fault(
                        "other audience",
                        "wrong-audience",
                        d -> d.audiences = List.of(List.of("https://elsewhere.example"))),
                fault("no audience", "wrong-audience", d -> d.audiences = List.of()),
                fault(
                        "one of two restrictions without us",
                        "wrong-audience",
                        d -> d.audiences =
                                List.of(List.of(SamlConnectorFixture.OURSELVES), List.of("https://elsewhere.example"))),
                fault("expired", "expired", d -> {
                    d.notBefore = now.minusSeconds(600);
                    d.notOnOrAfter = now.minusSeconds(90);
                }),
                fault("not valid yet", "not-yet-valid", d -> d.notBefore = now.plusSeconds(90)),
                fault("issued in future", "issued-in-future", d -> d.issued = now.plusSeconds(90)),
                fault(
                        "confirmation expired",
                        "confirmation-expired",
                        d -> d.subjectNotOnOrAfter = now.minusSeconds(90)),
                fault("confirmation without end", "confirmation-expired", d -> d.subjectNotOnOrAfter = null),
                fault(
                        "confirmation with beginning",
                        "confirmation-not-before",
                        d -> d.subjectNotBefore = now.minusSeconds(90)),
                fault(
                        "holder of key instead of bearer",
                        "no-bearer-confirmation",
                        d -> d.confirmation = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"),
                fault("session over", "session-expired", d -> d.sessionNotOnOrAfter = now.minusSeconds(90)),
                fault("authenticated in future", "authenticated-in-future", d -> d.authenticated = now.plusSeconds(90)),
                fault(
                        "transient name",
                        "transient-name-id",
                        d -> d.nameIdFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
                fault(
                        "other kind of name",
                        "name-id-format",
                        d -> d.nameIdFormat = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
                fault("empty name", "subject", d -> d.nameId = " "));
    }

    private static Arguments fault(String name, String reason, Consumer<Draft> change) {
        return arguments(name, reason, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultIsRefusedWithItsReason(String name, String reason, Consumer<Draft> change) {
        assertThat(reason(fixture.login(fixture.connector(), change))).as(name).isEqualTo(reason);
    }

    @Test
    void aDefectOfTheEnvelopeCountsWhenOnlyTheAssertionIsSignedToo() {
        fixture.idp.signsResponse = false;
        assertThat(fixture.login(fixture.connector())).isInstanceOf(Authenticated.class);
        assertThat(reason(fixture.login(fixture.connector(), d -> d.subjectInResponseTo = "_another")))
                .isEqualTo("wrong-assertion-in-response-to");
    }

    @Test
    void audiencesOfOneRestrictionAreAlternatives() {
        assertThat(fixture.login(
                        fixture.connector(),
                        d -> d.audiences =
                                List.of(List.of("https://elsewhere.example", SamlConnectorFixture.OURSELVES))))
                .isInstanceOf(Authenticated.class);
    }

    @Test
    void clocksMayDifferALittleAndNoMore() {
        Consumer<Draft> over = d -> {
            d.notBefore = Instant.now().minusSeconds(600);
            d.notOnOrAfter = Instant.now().minusSeconds(30);
        };
        assertThat(fixture.login(fixture.connector(), over)).isInstanceOf(Authenticated.class);
        assertThat(reason(fixture.login(fixture.connector("clockSkew: 10s"), over)))
                .isEqualTo("expired");
    }

    @Test
    void anAnswerIsTakenOnce() {
        SamlConnector connector = fixture.connector();
        var trip = SamlConnectorFixture.trip();
        var departure = SamlConnectorFixture.depart(connector, trip);
        var message = fixture.posted(fixture.draft(departure), trip.hop());
        assertThat(connector.arrive(message, trip, departure.memory())).isInstanceOf(Authenticated.class);
        assertThat(reason(connector.arrive(message, trip, departure.memory()))).isEqualTo("assertion-replayed");
    }

    @Test
    void anAssertionIsRememberedLongerThanItLives() {
        fixture.login(fixture.connector());
        Instant end = Instant.now().plus(Duration.ofMinutes(5));
        assertThat(fixture.records.seen.values()).hasSize(1).allMatch(until -> until.isAfter(end));
    }

    @Test
    void whatWasRefusedIsNotRemembered() {
        fixture.login(fixture.connector(), d -> d.audiences = List.of());
        assertThat(fixture.records.seen).isEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(STATUS + "Responder", STATUS + "UnknownPrincipal", Rejection.DENIED_UPSTREAM),
                arguments(STATUS + "Responder", STATUS + "NoPassive", Rejection.CONTEXT_NOT_MET),
                arguments(STATUS + "Requester", STATUS + "NoAuthnContext", Rejection.CONTEXT_REFUSED),
                arguments(STATUS + "Requester", STATUS + "InvalidNameIDPolicy", Rejection.DENIED_UPSTREAM));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void aRefusalOverThereKeepsItsKind(String outer, String inner, Rejection kind) {
        AuthnOutcome outcome = fixture.login(fixture.connector(), d -> d.status = List.of(outer, inner));
        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(((Rejected) outcome).kind()).isEqualTo(kind);
        assertThat(((Rejected) outcome).actual()).contains(inner);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AuthnFailed", "RequestDenied"})
    void whoGivesUpOverThereMayChooseAgain(String inner) {
        assertThat(fixture.login(fixture.connector(), d -> d.status = List.of(STATUS + "Responder", STATUS + inner)))
                .isInstanceOf(Cancelled.class);
    }

    @Test
    void anIdentityProviderInTroubleIsUnreachable() {
        assertThat(fixture.login(fixture.connector(), d -> d.status = List.of(STATUS + "Responder")))
                .isInstanceOf(Unreachable.class);
    }

    @Test
    void anOldAuthenticationIsNoNewOne() {
        var trip = SamlConnectorFixture.freshTrip();
        assertThat(fixture.login(fixture.connector(), trip, d -> {})).isInstanceOf(Authenticated.class);
        assertThat(reason(fixture.login(
                        fixture.connector(),
                        SamlConnectorFixture.freshTrip(),
                        d -> d.authenticated = Instant.now().minusSeconds(120))))
                .isEqualTo("authentication-too-old");
    }

    @Test
    void anAuthenticationOlderThanTheOperatorAllowsIsRefused() {
        assertThat(reason(fixture.login(
                        fixture.connector("maxAge: 1h"),
                        d -> d.authenticated = Instant.now().minusSeconds(7200))))
                .isEqualTo("authentication-too-old");
    }

    @Test
    void anotherClassThanRequiredIsRefused() {
        assertThat(reason(fixture.login(fixture.connector("requiredAcr: [\"https://refeds.org/profile/mfa\"]"))))
                .isEqualTo("acr-not-met");
        assertThat(fixture.login(fixture.connector("requiredAcr: [\"" + SamlNames.PASSWORD + "\"]")))
                .isInstanceOf(Authenticated.class);
    }

    @Test
    void anotherClassThanAskedForIsRefused() {
        SamlConnector connector = fixture.connector("acrValues: [\"https://refeds.org/profile/mfa\"]");
        assertThat(reason(fixture.login(connector))).isEqualTo("acr-not-met");
        assertThat(fixture.login(connector, d -> d.authnContext = "https://refeds.org/profile/mfa"))
                .isInstanceOf(Authenticated.class);
    }

    @Test // whoever signs in may have written the application's request
    void anApplicationsWishTakesNothingOffWhatIsAskedOfEverybody() {
        String mfa = "https://refeds.org/profile/mfa";
        SamlConnector strict =
                fixture.connector("acrValues: [\"" + mfa + "\"]", "acr: {weak: \"" + SamlNames.PASSWORD + "\"}");
        for (String wish : List.of(SamlNames.PASSWORD, "https://coined.example/anything", "weak")) {
            Trip trip = SamlConnectorFixture.trip(List.of(wish));
            assertThat(reason(fixture.login(strict, trip, d -> {}))).as(wish).isEqualTo("acr-not-met");
            assertThat(fixture.login(strict, trip, d -> d.authnContext = mfa)).isInstanceOf(Authenticated.class);
        }
    }

    @Test
    void anApplicationsWishForASecondFactorIsMetOverThere() {
        String mfa = "https://refeds.org/profile/mfa";
        SamlConnector connector =
                fixture.connector("acrValues: [\"" + SamlNames.PASSWORD + "\"]", "acr: {\"2\": \"" + mfa + "\"}");
        Trip trip = SamlConnectorFixture.trip(List.of("2"));
        assertThat(fixture.login(connector, trip, d -> d.authnContext = mfa)).isInstanceOf(Authenticated.class);
        assertThat(fixture.login(connector, trip, d -> {}))
                .as("the rest is ours")
                .isInstanceOf(Authenticated.class);
        assertThat(reason(fixture.login(connector, trip, d -> d.authnContext = "https://coined.example/none")))
                .isEqualTo("acr-not-met");
    }

    @Test
    void aPersonWithoutARequiredAttributeIsRefused() {
        SamlConnector connector = fixture.connector("requiredAttributes: {groups: [staff, faculty]}");
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        assertThat(reason(fixture.login(
                        connector, d -> d.attributes.put("urn:oid:1.3.6.1.4.1.5923.1.5.1.1", List.of("students")))))
                .isEqualTo("required-attribute");
    }

    @Test
    void whatNobodyAskedForIsBelievedOnlyWhereTheOperatorSaysSo() {
        assertThat(fixture.connector().unasked()).isEmpty();
        var unasked = fixture.connector("allowUnsolicited: true").unasked().orElseThrow();
        assertThat(unasked.arrive(fixture.unasked(draft -> {}))).isInstanceOf(Authenticated.class);
        assertThat(reason(unasked.arrive(fixture.unasked(draft -> draft.inResponseTo = "_stolen"))))
                .isEqualTo("wrong-in-response-to");
        assertThat(reason(unasked.arrive(fixture.unasked(draft -> draft.subjectInResponseTo = "_stolen"))))
                .isEqualTo("wrong-assertion-in-response-to");
        assertThat(reason(unasked.arrive(fixture.unasked(draft -> draft.audiences = List.of()))))
                .isEqualTo("wrong-audience");
    }

    static String reason(AuthnOutcome outcome) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        return ((Rejected) outcome).reason();
    }
}
