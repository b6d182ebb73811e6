package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {local, oidc, saml} × {saml}: whole logins at a service provider that verifies everything it gets. */
@QuarkusTest
@Tag("saml")
@TestProfile(JourneyProfile.class)
class SamlJourneyTest {
    private static final String MAIL = "urn:oid:0.9.2342.19200300.100.1.3";
    private static final String DISPLAY_NAME = "urn:oid:2.16.840.1.113730.3.1.241";
    private static final String MEMBER_OF = "urn:oid:1.3.6.1.4.1.5923.1.5.1.1";
    private static final String STATUS = "urn:oasis:names:tc:SAML:2.0:status:";

    @Inject
    JourneyClock clock;

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    RealmFiles files;

    @AfterEach
    void backToNow() {
        clock.backToNow();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPersonSignsInAndTheServiceProviderVerifiesWhoItIs(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = kiosk.enter(browser);
            assertThat(picker.address().getPath()).isEqualTo("/realms/house/login");
            assertThat(picker.html().text()).contains("Kiosk", "Abbey");

            JsonNode shown = shown(house.signIn(browser, way, picker));

            assertThat(shown.path("issuer").asText()).isEqualTo(kiosk.identityProvider());
            assertThat(shown.path("responseSigned").asBoolean()).isTrue();
            assertThat(shown.path("assertionSigned").asBoolean()).isTrue();
            assertThat(shown.path("encrypted").asBoolean()).isTrue();
            assertThat(attribute(shown, DISPLAY_NAME)).containsExactly(way.fullName);
            assertThat(attribute(shown, MAIL)).singleElement().asString().startsWith(way.person + "@");
            assertThat(attribute(shown, MEMBER_OF)).contains(way == Way.LOCAL ? "engineers" : "mathematics");
            assertThat(texts(shown.path("authenticatingAuthorities")))
                    .as("who vouched, which is not the house")
                    .isEqualTo(authorities(way));
            assertThat(shown.path("SessionIndex").asText()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theRequestMayBePostedAndTheAnswerFetchedByArtifact(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = kiosk.enter(browser, "binding", "post", "AssertionConsumerServiceIndex", "1");
            Visit arrived = house.signIn(browser, way, picker);

            assertThat(Query.read(arrived.address())).containsKey("SAMLart");
            assertThat(attribute(shown(arrived), DISPLAY_NAME)).containsExactly(way.fullName);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneSessionServesBothProtocols(Way way) {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            house.signIn(browser, way, kiosk.enter(browser));
            Arrival desk = Arrival.at(house.enter(browser, "desk"));
            assertThat(desk.asked()).as(desk.trail().toString()).isFalse();
            assertThat(desk.userinfo("name")).isEqualTo(way.fullName);

            house.arrive(other, way, way.person, "desk");
            Visit silent = kiosk.enter(other);
            assertThat(Arrival.at(silent).asked()).as(silent.trail().toString()).isFalse();
            assertThat(attribute(shown(silent), DISPLAY_NAME)).containsExactly(way.fullName);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theSamePersonHasTheSameNameIdFromAnotherBrowser(Way way) {
        try (PlainBrowser one = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            JsonNode first = shown(house.signIn(one, way, kiosk.enter(one)));
            JsonNode second = shown(house.signIn(other, way, kiosk.enter(other)));

            assertThat(first.at("/nameId/Format").asText()).endsWith(":persistent");
            assertThat(second.path("nameId")).isEqualTo(first.path("nameId"));
            assertThat(second.path("SessionIndex")).isNotEqualTo(first.path("SessionIndex"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void forceAuthnAsksAgainAllTheWayUp(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            JsonNode before = shown(house.signIn(browser, way, kiosk.enter(browser)));
            clock.move(Duration.ofSeconds(2)); // some count seconds

            Visit picker = kiosk.enter(browser, "ForceAuthn", "true");
            assertThat(picker.address().getPath()).isEqualTo("/realms/house/login");
            JsonNode after = shown(house.signIn(browser, way, picker));

            assertThat(after.path("nameId")).isEqualTo(before.path("nameId"));
            assertThat(after.path("AuthnInstant").asText())
                    .isGreaterThan(before.path("AuthnInstant").asText());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPassiveRequestIsAnsweredOverASessionAndRefusedWithoutOne(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit refused = kiosk.enter(browser, "IsPassive", "true");
            assertThat(Arrival.at(refused).asked()).isFalse();
            assertThat(texts(shown(refused).path("status"))).contains(STATUS + "NoPassive");

            house.arrive(browser, way, way.person, "desk");
            Visit silent = kiosk.enter(browser, "IsPassive", "true");
            assertThat(attribute(shown(silent), DISPLAY_NAME)).containsExactly(way.fullName);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"OIDC", "SAML"})
    void aPassiveRequestForOneUpstreamIsPassedOnToIt(Way way) {
        house.awaken();
        String idp = house.server(way == Way.OIDC ? "/realms/guild" : "/realms/guild/saml/metadata")
                .toString();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit refused = kiosk.enter(browser, "IsPassive", "true", "idp", idp);
            assertThat(texts(shown(refused).path("status"))).contains(STATUS + "NoPassive");
            assertThat(House.isSilent(refused)).isTrue();

            house.arrive(browser, way, way.person, "desk");
            house.forget(browser);
            Visit silent = kiosk.enter(browser, "IsPassive", "true", "idp", idp);
            assertThat(attribute(shown(silent), DISPLAY_NAME)).containsExactly(way.fullName);
            assertThat(House.isSilent(silent)).isTrue();
        }
    }

    @Test
    void whoCancelsIsBackAtTheServiceProviderWhichIsTold() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit cancelled =
                    browser.carryOn(browser.submit(kiosk.enter(browser), "form.cancel", Map.of("cancel", "yes")));
            assertThat(texts(shown(cancelled).path("status")))
                    .first()
                    .asString()
                    .startsWith(STATUS)
                    .isNotEqualTo(STATUS + "Success");
        }
    }

    @Test
    void whatTheGuildSaysOfAPersonIsLearntAgainAtEachLogin() {
        try (PlainBrowser one = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            JsonNode before = shown(house.signIn(one, Way.SAML, "hedy", kiosk.enter(one)));
            files.with("guild", "Hedy Kiesler", "Hedy Lamarr", () -> {
                JsonNode after = shown(house.signIn(other, Way.SAML, "hedy", kiosk.enter(other)));
                assertThat(attribute(after, DISPLAY_NAME)).containsExactly("Hedy Lamarr");
                assertThat(after.path("nameId")).isEqualTo(before.path("nameId"));
            });
        }
    }

    private List<String> authorities(Way way) {
        return switch (way) {
            case LOCAL -> List.of();
            case OIDC -> List.of(house.server("/realms/guild").toString());
            case SAML -> List.of(house.server("/realms/guild/saml/metadata").toString());
        };
    }

    private JsonNode shown(Visit visit) {
        assertThat(visit.address().toString())
                .as(visit.body())
                .startsWith(kiosk.consumer().toString());
        JsonNode shown = Arrival.at(visit).shown();
        assertThat(shown.path("refused").asText()).isEmpty();
        return shown;
    }

    private static List<String> attribute(JsonNode shown, String name) {
        return texts(shown.path("attributes").path(name));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
