package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person sets up a second proof of their own, loses it, and takes it away. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class OwnFactorsJourneyTest {
    private static final String WHO = "katherine";

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    Identities identities;

    @Inject
    Directory directory;

    @Inject
    Clock clock;

    private Realm realm;
    private User katherine;

    @BeforeEach
    void who() {
        realm = realms.find(new RealmName("house")).orElseThrow();
        katherine = factors.person(realm, WHO).orElseThrow();
    }

    @AfterEach
    void hasNothing() {
        factors.reset(realm, katherine);
    }

    @Test
    void fromThenOnThePasswordAloneIsNotEnough() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            house.arrive(other, Way.LOCAL, WHO, "desk");
            house.arrive(browser, Way.LOCAL, WHO, "desk");
            Visit enrol = browser.open(house.at("/account/factors/add"));
            assertThat(enrol.html().select("svg.qr path")).hasSize(2);
            String key = key(enrol);
            Visit wrong = submit(browser, enrol, "000000");
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(key(wrong)).as("the app need not be set up anew").isEqualTo(key);

            Visit codes = submit(browser, wrong, factors.passcodeOf(key));
            List<String> shown = codes.html().select(".codes code").eachText();
            assertThat(shown).hasSize(10).doesNotHaveDuplicates();
            Visit list = browser.open(house.at("/account/factors"));
            assertThat(list.html().text())
                    .contains("my phone", "Codes left: 10")
                    .doesNotContain(shown.getFirst(), key);

            assertThat(Arrival.at(house.enter(browser, "shelf")).asked())
                    .as("this session has seen it")
                    .isFalse();
            assertThat(Arrival.at(house.enter(other, "shelf", "prompt", "none")).error())
                    .as("another has not (security case 43)")
                    .isEqualTo("login_required");
            Visit asked = house.password(other, house.enter(other, "shelf"), WHO);
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            Visit replayed = passcode(other, asked, factors.passcodeOf(key));
            assertThat(replayed.html().text()).contains("used already");
            Arrival in = Arrival.at(passcode(other, replayed, factors.passcodeOf(key, 1)));
            assertThat(in.shown().at("/claims/amr").toString()).contains("pwd", "otp", "mfa");
        }
    }

    @Test
    void itIsTakenAwayOnlyByWhoShowsItAndThenThePasswordIsEnoughAgain() {
        String key = enrolled();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.password(browser, house.enter(browser, "desk"), WHO);
            passcode(browser, asked, factors.passcodeOf(key, 1));
            Visit list = browser.open(house.at("/account/factors"));
            Visit gone = browser.carryOn(browser.submit(
                    list,
                    "form:has([name=remove])",
                    Map.of("remove", list.html().select("button[name=remove]").attr("value"))));
            assertThat(gone.html().text()).contains("It was removed", "You have none yet");
        }
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(house.arrive(browser, Way.LOCAL, WHO, "desk").userinfo("name"))
                    .isEqualTo("Katherine Johnson");
        }
    }

    @Test // a session whose password was all there was does not take an authenticator away that came by the Identity
    // API
    void whoHasAnAuthenticatorShowsItBeforeAnotherIsAdded() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, WHO, "desk");
            factors.enrol(realm, katherine);
            Visit asked = browser.carryOn(browser.open(house.at("/account/factors/add")));
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            assertThat(asked.html().select("[name=recovery]"))
                    .as("there are none")
                    .isEmpty();
            assertThat(asked.html().select("details").text()).contains("ask an administrator");
            Visit enrol = passcode(browser, asked, factors.passcode());
            assertThat(enrol.address().getPath()).isEqualTo("/realms/house/account/factors/add");
            assertThat(key(enrol)).isNotEmpty();
        }
    }

    @Test // security case 43: a stolen password shuts nobody out
    void whoHasAnAuthenticatorShowsItBeforeThePasswordChanges() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, WHO, "desk");
            Visit form = browser.open(house.at("/account/password"));
            String formKey = form.html().select("[name=formKey]").first().attr("value");
            factors.enrol(realm, katherine);
            Map<String, String> wish = Map.of(
                    "password", "katherine-password-1", "wanted", "stolen-password-2", "repeated", "stolen-password-2");
            Visit asked = browser.carryOn(browser.submit(form, "form:has([name=wanted])", wish));
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            HttpResponse<String> refused = browser.ask(HttpRequest.newBuilder(house.at("/account/api/password"))
                    .header("X-CSRF-Token", formKey)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"present\":\"katherine-password-1\",\"wanted\":\"stolen-password-2\"}")));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("factor-required");
            Visit back = passcode(browser, asked, factors.passcode());
            assertThat(back.address().getPath()).isEqualTo("/realms/house/account/password");
        }
    }

    @Test // what an upstream says of its factors is not ours, and nobody is sent round for ever
    void whoComesByAnUpstreamWithTwoFactorsShowsTheOneOfTheHouse() {
        Realm guild = realms.find(new RealmName("guild")).orElseThrow();
        User there = factors.person(guild, "vera").orElseThrow();
        try (PlainBrowser browser = new PlainBrowser()) {
            factors.enrol(guild, there);
            String strong = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";
            Visit atGuild = house.signIn(browser, Way.OIDC, "vera", house.enter(browser, "desk", "claims", strong));
            assertThat(Arrival.at(passcode(browser, atGuild, factors.passcode()))
                            .claim("acr"))
                    .isEqualTo("2");
            User here = factors.person(realm, "vera").orElseThrow();
            factors.enrol(realm, here);
            Visit asked = browser.carryOn(browser.open(house.at("/account/factors/add")));
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            assertThat(passcode(browser, asked, factors.passcode()).address().getPath())
                    .isEqualTo("/realms/house/account/factors/add");
            factors.reset(realm, here);
        } finally {
            factors.reset(guild, there);
        }
    }

    @Test // security case 43: nor does it give an account elsewhere a way in, or take one away
    void whoHasAnAuthenticatorShowsItBeforeWaysInChange() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, WHO, "desk");
            Visit list = browser.open(house.at("/account/identities"));
            String formKey = list.html().select("[name=formKey]").first().attr("value");
            factors.enrol(realm, katherine);
            Visit asked = browser.carryOn(
                    browser.submit(list, "form[action$=/identities/link]", Map.of("connector", "guild")));
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            HttpResponse<String> refused =
                    browser.ask(HttpRequest.newBuilder(house.at("/account/api/identities?connector=guild&subject=x"))
                            .header("X-CSRF-Token", formKey)
                            .DELETE());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("factor-required");

            Visit back = passcode(browser, asked, factors.passcode());
            assertThat(back.address().getPath()).isEqualTo("/realms/house/account/identities");
            Visit away = browser.carryOn(
                    browser.submit(back, "form[action$=/identities/link]", Map.of("connector", "guild")));
            assertThat(away.address().getPath()).startsWith("/realms/guild/");
        }
    }

    @Test
    void theApiListsFactorsWithoutTheirSecretsAndRemovesThemForWhoShowedOne() throws Exception {
        String key = enrolled();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.password(browser, house.enter(browser, "desk"), WHO);
            passcode(browser, asked, factors.passcodeOf(key, 1));
            URI api = house.at("/account/api/factors");
            String shown = browser.ask(HttpRequest.newBuilder(api)).body();
            assertThat(shown).contains("my phone", "\"recoveryCodesLeft\":10").doesNotContain(key);
            String id = shown.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
            assertThat(browser.ask(HttpRequest.newBuilder(house.at("/account/api/factors/" + id))
                                    .DELETE())
                            .statusCode())
                    .as("no form key")
                    .isEqualTo(403);
            String formKey = browser.open(house.at("/account/identities"))
                    .html()
                    .select("[name=formKey]")
                    .first()
                    .attr("value");
            HttpResponse<String> codes =
                    browser.ask(HttpRequest.newBuilder(house.at("/account/api/factors/recovery-codes"))
                            .header("X-CSRF-Token", formKey)
                            .POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(codes.statusCode()).isEqualTo(200);
            assertThat(browser.ask(HttpRequest.newBuilder(house.at("/account/api/factors/" + id))
                                    .header("X-CSRF-Token", formKey)
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(204);
            assertThat(browser.ask(HttpRequest.newBuilder(api)).body())
                    .contains("\"authenticators\":[]", "\"recoveryCodesLeft\":0");
        }
    }

    @Test
    void theApiTakesNoFactorAwayFromWhoDidNotShowOne() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, WHO, "desk");
            String formKey = browser.open(house.at("/account/identities"))
                    .html()
                    .select("[name=formKey]")
                    .first()
                    .attr("value");
            factors.enrol(realm, katherine);
            HttpResponse<String> refused = browser.ask(HttpRequest.newBuilder(house.at("/account/api/factors/any"))
                    .header("X-CSRF-Token", formKey)
                    .DELETE());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("factor-required");
        }
    }

    @Test // security case 43
    void aLinkIsUndoneOnlyByWhoShowsTheAuthenticator() {
        try (PlainBrowser browser = new PlainBrowser()) {
            User jane = arrivedByTheGuild(browser);
            factors.enrol(realm, jane);
            Visit list = browser.open(house.at("/account/identities"));
            Visit asked = browser.carryOn(browser.submit(
                    list, "form:has([value=guild][name=connector]):has([name=subject])", Map.of("connector", "guild")));
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            factors.reset(realm, jane);
        }
    }

    @Test // security case 35
    void thePasskeyThatIsTheLastWayInStays() {
        try (PlainBrowser browser = new PlainBrowser()) {
            User jane = arrivedByTheGuild(browser);
            factors.enrol(realm, jane);
            passcode(browser, browser.carryOn(browser.open(house.at("/account/factors/add"))), factors.passcode());
            factors.passkey(realm, jane, "the-only-one");
            LinkedIdentity link = identities.of(realm.name(), jane.id()).getFirst();
            browser.submit( // by jane herself: whatever began by it ends, but for this session
                    browser.open(house.at("/account/identities")),
                    "form:has([value=guild][name=connector]):has([name=subject])",
                    Map.of("connector", "guild"));
            assertThat(identities.of(realm.name(), jane.id())).isEmpty();
            Visit list = browser.open(house.at("/account/factors"));

            Visit refused = browser.submit(list, "form:has([value=the-only-one])", Map.of("remove", "the-only-one"));

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.html().select("[role=alert]").text()).contains("only way to sign in");
            assertThat(refused.html().select("[value=the-only-one]")).isNotEmpty();
            factors.passkey(realm, jane, "another-one");
            assertThat(browser.carryOn(browser.submit(
                                    refused, "form:has([value=the-only-one])", Map.of("remove", "the-only-one")))
                            .html()
                            .text())
                    .contains("It was removed");
            identities.link(
                    realm, jane.id(), link.connector(), link.subject(), Optional.empty(), Circumstances.from(""));
            factors.reset(realm, jane);
        }
    }

    private User arrivedByTheGuild(PlainBrowser browser) {
        String sub = house.arrive(browser, Way.OIDC, "jane", "desk").claim("sub");
        return directory.find(realm.name(), UserId.parse(sub).orElseThrow()).orElseThrow();
    }

    @Test
    void newCodesReplaceTheOldOnes() {
        String key = enrolled();
        List<String> old = factors.recoveryCodes(realm, katherine);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.password(browser, house.enter(browser, "desk"), WHO);
            passcode(browser, asked, factors.passcodeOf(key, 1));
            Visit list = browser.open(house.at("/account/factors"));
            Visit codes = browser.carryOn(browser.submit(list, "form:has([name=codes])", Map.of("codes", "renew")));
            assertThat(codes.html().select(".codes code").eachText())
                    .hasSize(10)
                    .doesNotContainAnyElementsOf(old);
        }
    }

    @Test // the tool of the OATH toolkit reads the same key
    void theKeyIsWhatOtherProgramsUnderstand() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, "oathtool"))),
                "skipped: no oathtool installed; run .ci/peers oathtool");
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, WHO, "desk");
            Visit enrol = browser.open(house.at("/account/factors/add"));
            Visit done = submit(browser, enrol, oathtool(key(enrol)));
            assertThat(done.html().select(".codes code")).hasSize(10);
        }
    }

    private String oathtool(String key) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        "oathtool",
                        "--totp",
                        "--base32",
                        "--now",
                        clock.instant().toString(),
                        key)
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(tool.waitFor()).as(said).isZero();
        return said;
    }

    /** The key of an authenticator that was set up with the present passcode. */
    private String enrolled() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, WHO, "desk");
            Visit enrol = browser.open(house.at("/account/factors/add"));
            String key = key(enrol);
            assertThat(submit(browser, enrol, factors.passcodeOf(key)).status()).isEqualTo(200);
            return key;
        }
    }

    private static String key(Visit page) {
        return page.html().select("code.key").text();
    }

    private Visit submit(PlainBrowser browser, Visit page, String passcode) {
        return browser.carryOn(
                browser.submit(page, "form:has([name=passcode])", Map.of("passcode", passcode, "label", "my phone")));
    }

    private Visit passcode(PlainBrowser browser, Visit page, String passcode) {
        return browser.carryOn(browser.submit(page, "form:has([name=passcode])", Map.of("passcode", passcode)));
    }
}
