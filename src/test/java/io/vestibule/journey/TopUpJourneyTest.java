package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.Voucher.Answer;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.oidc.upstream.OidcVoucher;
import io.vestibule.protocol.saml.upstream.SamlVoucher;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every dialect in which an application can want a strong login × every protocol by which people come from elsewhere × what the
 * upstream answers: it is asked, what it says is looked at, what is missing is asked for here, and each application hears the same.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
@Tag("saml")
@Tag("keystone")
class TopUpJourneyTest {
    private static final String PASSCODE_FORM = "form:has([name=passcode])";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    RealmFiles files;

    @Inject
    TestFactors factors;

    @Inject
    AuditLines audit;

    @Inject
    Realms realms;

    /** How an application wants two factors, and how it hears what was done. */
    enum Party {
        OIDC {
            @Override
            Visit ask(TopUpJourneyTest here, PlainBrowser browser, Voucher upstream) {
                String claims = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + Voucher.MFA + "\"]}}}";
                return here.house.enter(browser, "shelf", "claims", claims);
            }

            @Override
            void heard(TopUpJourneyTest here, Visit back, Voucher upstream, boolean toppedUp) {
                Arrival arrival = Arrival.at(back);
                assertThat(arrival.claim("acr")).isEqualTo(Voucher.MFA);
                String methods = arrival.shown().at("/claims/amr").toString();
                if (toppedUp) {
                    assertThat(methods).contains("\"otp\"", "\"mfa\"");
                } else {
                    assertThat(methods).doesNotContain("otp");
                }
            }

            @Override
            void refused(TopUpJourneyTest here, Visit back) {
                assertThat(Arrival.at(back).error()).isEqualTo("unmet_authentication_requirements");
            }
        },
        SAML {
            @Override
            Visit ask(TopUpJourneyTest here, PlainBrowser browser, Voucher upstream) {
                return here.kiosk.enter(browser, "comparison", "exact", "acr", Voucher.MFA);
            }

            @Override
            void heard(TopUpJourneyTest here, Visit back, Voucher upstream, boolean toppedUp) {
                assertThat(Arrival.at(back).text("authnContext")).isEqualTo(Voucher.MFA);
            }

            @Override
            void refused(TopUpJourneyTest here, Visit back) {
                assertThat(Arrival.at(back).shown().path("status").toString()).contains("NoAuthnContext");
            }
        },
        DASHBOARD {
            @Override
            Visit ask(TopUpJourneyTest here, PlainBrowser browser, Voucher upstream) {
                return browser.carryOn(browser.open(here.house.at("/v3/auth/OS-FEDERATION/websso/" + upstream.protocol()
                        + "?" + Query.write(Map.of("origin", here.origin())))));
            }

            @Override
            void heard(TopUpJourneyTest here, Visit back, Voucher upstream, boolean toppedUp) {
                String token = back.html().select("form [name=token]").attr("value");
                assertThat(here.methods(token))
                        .as(back.body())
                        .containsExactlyInAnyOrderElementsOf(
                                toppedUp ? List.of(upstream.protocol(), "totp") : List.of(upstream.protocol()));
            }

            /** It has no place to be told: the person is. */
            @Override
            void refused(TopUpJourneyTest here, Visit back) {
                assertThat(back.status()).isEqualTo(403);
                assertThat(back.html().select("form [name=token]")).isEmpty();
                assertThat(back.html().select("h1").text()).contains("second proof");
                assertThat(here.audit
                                .refusal(House.reference(back))
                                .path("reason")
                                .asText())
                        .isEqualTo("acr-not-met");
            }
        };

        abstract Visit ask(TopUpJourneyTest here, PlainBrowser browser, Voucher upstream);

        abstract void heard(TopUpJourneyTest here, Visit back, Voucher upstream, boolean toppedUp);

        abstract void refused(TopUpJourneyTest here, Visit back);
    }

    /** By what people come. */
    enum Upstream {
        OIDC,
        SAML;

        Voucher open(House house) {
            return this == OIDC ? new OidcVoucher() : new SamlVoucher(house.at(""));
        }
    }

    /** What a person of the upstream has or may have at the house. */
    enum Person {
        WITH_AUTHENTICATOR(true),
        WHO_MAY_SET_ONE_UP(true),
        WHO_MAY_NOT(false);

        private final boolean enrolAtLogin;

        Person(boolean enrolAtLogin) {
            this.enrolAtLogin = enrolAtLogin;
        }
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(Party.values())
                .flatMap(party -> Stream.of(Upstream.values())
                        .flatMap(upstream ->
                                answers().map(row -> Arguments.of(party, upstream, row.get()[0], row.get()[1]))));
    }

    private static Stream<Arguments> answers() {
        return Stream.of(Answer.values())
                .flatMap(answer -> Stream.of(Person.values())
                        .filter(person -> switch (answer) {
                            case WEAKLY, UNABLE -> true;
                            case SILENTLY -> person == Person.WITH_AUTHENTICATOR;
                            case BOASTING -> person != Person.WHO_MAY_SET_ONE_UP;
                            case STRONGLY -> person == Person.WHO_MAY_NOT; // and nothing is asked
                        })
                        .map(person -> Arguments.of(answer, person)));
    }

    @BeforeEach
    void listen() {
        house.awaken();
        audit.begin();
    }

    @ParameterizedTest(name = "{0} over {1}, which answers {2}, somebody {3}")
    @MethodSource("everyPair")
    void whatIsWantedIsMetOrRefusedWhoeverAsksAndWhoeverVouches(
            Party party, Upstream by, Answer answer, Person person) {
        withUpstream(by, "factors: { enrolAtLogin: " + person.enrolAtLogin + " }", upstream -> {
            String name = somebody();
            if (person == Person.WITH_AUTHENTICATOR) {
                equip(upstream, name);
            }
            int before = upstream.askedFor().size();
            upstream.says(name, answer);
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit back = house.through(browser, party.ask(this, browser, upstream), upstream.connector());
                List<String> asked =
                        upstream.askedFor().subList(before, upstream.askedFor().size());
                assertThat(asked)
                        .isEqualTo(answer == Answer.UNABLE ? List.of(Voucher.STRONG, "") : List.of(Voucher.STRONG));
                if (answer == Answer.STRONGLY) {
                    party.heard(this, back, upstream, false);
                } else if (person == Person.WHO_MAY_NOT) {
                    party.refused(this, back);
                    assertThat(House.sessionCookie(browser)).isEmpty();
                } else {
                    assertThat(House.sessionCookie(browser)).isEmpty();
                    party.heard(this, toppedUp(browser, back, person), upstream, true);
                }
            }
        });
    }

    static Stream<Arguments> everyUpstream() {
        return Stream.of(Upstream.values())
                .flatMap(upstream -> Stream.of(Answer.values()).map(answer -> Arguments.of(upstream, answer)));
    }

    /** Where less will do, an upstream that has no more is no dead end (OpenID Connect Core §5.5.1.1). */
    @ParameterizedTest
    @EnumSource
    void aWishThatNobodyCanMeetIsAnsweredWithLess(Upstream by) {
        withUpstream(by, "factors: { enrolAtLogin: false }", upstream -> {
            upstream.says(somebody(), Answer.UNABLE);
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit picker = house.enter(browser, "shelf", "acr_values", Voucher.MFA);
                Arrival arrival = Arrival.at(house.through(browser, picker, upstream.connector()));
                assertThat(arrival.claim("acr")).isNotEqualTo(Voucher.MFA);
                assertThat(upstream.askedFor()).containsExactly(Voucher.STRONG, "");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatNoFactorOfOursMakesUpForIsRefusedWithoutAskingAgain(Upstream by) {
        String level = "https://elsewhere.example/level-9";
        String claims = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + level + "\"]}}}";
        withUpstream(by, "factors: { enrolAtLogin: true }", upstream -> {
            upstream.says(somebody(), Answer.UNABLE);
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit picker = house.enter(browser, "shelf", "claims", claims);
                Party.OIDC.refused(this, house.through(browser, picker, upstream.connector()));
                Visit other = kiosk.enter(browser, "comparison", "exact", "acr", level);
                Party.SAML.refused(this, house.through(browser, other, upstream.connector()));
                assertThat(upstream.askedFor()).containsExactly(level, level);
                assertThat(House.sessionCookie(browser)).isEmpty();
            }
            assertThat(audit.all())
                    .filteredOn(line -> line.path("reason").asText().startsWith("upstream-"))
                    .hasSize(2)
                    .allMatch(line -> line.path("connector").asText().equals(upstream.connector()));
        });
    }

    /** The Identity API takes nobody's word for a second factor: it gives a receipt for the first. */
    @ParameterizedTest(name = "a program of {0}, which answers {1}")
    @MethodSource("everyUpstream")
    void aProgramGetsAReceiptForTheUpstreamAndATokenForBoth(Upstream by, Answer answer) {
        withUpstream(by, "factors: { demand: everybody }", upstream -> {
            String name = somebody();
            upstream.says(name, answer);
            HttpResponse<String> first = brought(upstream);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(401);
            assertThat(first.headers().firstValue("X-Subject-Token")).isEmpty();
            JsonPath receipt = new JsonPath(first.body());
            assertThat(receipt.getList("receipt.methods")).isEqualTo(List.of(upstream.protocol()));
            assertThat(receipt.getList("required_auth_methods")).contains(List.of("mapped", "totp"));

            String sealed = first.headers().firstValue("Openstack-Auth-Receipt").orElseThrow();
            withPasscode(sealed, name, "000000").then().statusCode(401); // who has none cannot have the right one
            factors.enrol(realm(), factors.person(realm(), name).orElseThrow());
            Response both = withPasscode(sealed, name, factors.passcode());
            both.then().statusCode(201);
            assertThat(both.<List<String>>path("token.methods")).containsExactlyInAnyOrder(upstream.protocol(), "totp");
        });
    }

    private Visit toppedUp(PlainBrowser browser, Visit page, Person person) {
        if (person == Person.WITH_AUTHENTICATOR) {
            assertThat(page.address().getPath()).as(page.body()).isEqualTo("/realms/house/login/factor");
            return browser.carryOn(browser.submit(page, PASSCODE_FORM, Map.of("passcode", factors.passcode())));
        }
        assertThat(page.address().getPath()).as(page.body()).isEqualTo("/realms/house/login/enrol");
        String key = page.html().select("code.key").text();
        Visit codes = browser.submit(page, PASSCODE_FORM, Map.of("passcode", factors.passcodeOf(key)));
        return browser.carryOn(browser.submit(codes, "form", Map.of()));
    }

    /** Somebody who has been here before, and has set up an authenticator since. */
    private void equip(Voucher upstream, String name) {
        upstream.says(name, Answer.WEAKLY);
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival.at(house.through(browser, house.enter(browser, "desk"), upstream.connector()));
        }
        factors.enrol(realm(), factors.person(realm(), name).orElseThrow());
    }

    private HttpResponse<String> brought(Voucher upstream) {
        try (PlainBrowser program = new PlainBrowser()) {
            return upstream.bring(
                    program,
                    house.at("/v3/OS-FEDERATION/identity_providers/" + upstream.connector() + "/protocols/"
                            + upstream.protocol() + "/auth"));
        }
    }

    private Response withPasscode(String receipt, String name, String passcode) {
        String id = factors.person(realm(), name).orElseThrow().id().hex();
        Map<String, Object> totp = Map.of("user", Map.of("id", id, "passcode", passcode));
        return given().header("Openstack-Auth-Receipt", receipt)
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", Map.of("methods", List.of("totp"), "totp", totp))))
                .post(house.at("/v3/auth/tokens"));
    }

    private List<String> methods(String token) {
        Response seen = given().header("X-Auth-Token", token)
                .header("X-Subject-Token", token)
                .get(house.at("/v3/auth/tokens"));
        seen.then().statusCode(200);
        return seen.path("token.methods");
    }

    private String origin() {
        return house.party("/panel/websso").toString();
    }

    private void withUpstream(Upstream by, String block, Consumer<Voucher> meanwhile) {
        try (Voucher upstream = by.open(house)) {
            String declared = """
                    %s
                    %s
                    keystone: {}
                    federation:
                      mappings:
                        - id: everybody
                          rules: [{ local: [{ user: { name: "{0}" } }], remote: [{ type: preferred_username }] }]
                      identityProviders:
                        - id: %s
                          protocols: [{ id: %s, mapping: everybody }]

                    relyingParties:
                      - id: panel
                        name: Panel
                        consent: trusted
                        keystone:
                          origins: ["%s"]
                          acrValues: ["%s"]
                    """.formatted(
                    upstream.declaration(), block, upstream.connector(), upstream.protocol(), origin(), Voucher.MFA);
            files.with(
                    "house", "  # further connectors\n\nrelyingParties:\n", declared, () -> meanwhile.accept(upstream));
        }
    }

    private static String somebody() {
        return "tess" + PEOPLE.incrementAndGet();
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }
}
