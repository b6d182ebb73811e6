package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.login.TestThrottles;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A forgotten password is replaced by whoever reads the letters of the account, through a real mail server. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class ForgottenPasswordJourneyTest {
    private static final String ASK = "form:has([name=username]):not(:has([name=password]))";
    private static final String CHOOSE = "form:has([name=wanted])";
    private static final String OWN = "my-own-password-2";

    private static Letters letters;

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    @Inject
    JourneyClock clock;

    @Inject
    TestThrottles throttles;

    @BeforeAll
    static void open() {
        letters = new Letters();
    }

    @AfterAll
    static void shut() {
        letters.close();
    }

    @BeforeEach
    void begin() {
        audit.begin();
        throttles.forget();
    }

    @AfterEach
    void back() {
        clock.backToNow();
        for (String name : List.of("emilie", "sophie", "henrietta", "laura", "agnesi", "mileva")) {
            factors.password(realm(), person(name), name + "-password-1");
        }
        letters.clear();
    }

    @Test
    void theLinkOfALetterReplacesThePasswordAndTheLoginGoesOn() {
        withMail(() -> {
            try (PlainBrowser elsewhere = new PlainBrowser();
                    PlainBrowser browser = new PlainBrowser();
                    PlainBrowser reader = new PlainBrowser()) {
                Arrival before = house.arrive(elsewhere, Way.LOCAL, "emilie", "desk");
                Visit sent = ask(browser, "emilie");
                assertThat(sent.status()).isEqualTo(200);
                assertThat(sent.html().select("h1").text()).isEqualTo("Look at your mail");

                Letters.Got letter = letters.last("emilie@house.example", 1);
                assertThat(letter.subject()).isEqualTo("Ein neues Passwort bei House");
                assertThat(letter.from()).isEqualTo("login@house.example");
                assertThat(letter.contentType()).startsWith("text/plain");
                assertThat(letter.autoSubmitted()).isEqualTo("auto-generated");
                assertThat(letter.text())
                        .startsWith("Guten Tag Émilie du Châtelet,")
                        .contains("Kontos emilie bei House");
                assertThat(letter.link().toString())
                        .startsWith(house.at("/login/reset?token=").toString());

                reader.open(letter.link()); // a program that looks at letters
                Visit form = reader.open(letter.link());
                assertThat(form.status()).isEqualTo(200);
                Visit done = choose(reader, form, OWN, OWN);
                assertThat(done.html().select("h1").text()).isEqualTo("The password was changed");
                assertThat(House.sessionCookie(reader)).isEmpty();

                assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
                assertThat(house.refresh("desk", before).getStatusCode()).isEqualTo(400);
                assertThat(Arrival.at(house.enter(elsewhere, "shelf", "prompt", "none"))
                                .error())
                        .isEqualTo("login_required");
                assertThat(done.html().select("a.primary").attr("href"))
                        .isEqualTo(house.party("/desk").toString()); // this browser asked for nothing
                Visit again = browser.carryOn(browser.click(sent, "Back to the other ways to sign in"));
                Arrival arrived = Arrival.at(signIn(browser, again, "emilie", OWN));
                assertThat(arrived.userinfo("name")).isEqualTo("Émilie du Châtelet");
                assertThat(reader.open(letter.link()).status()).isEqualTo(400);
                Letters.Got notice = letters.last("emilie@house.example", 2);
                assertThat(notice.text()).contains("Das Passwort wurde gesetzt").doesNotContain(OWN);
                assertThat(notice.hasLink()).isFalse();
            }
            assertThat(audit.all()).anyMatch(line -> line.path("what").asText().equals("password-reset"));
        });
    }

    @Test // security case 44
    void nobodyLearnsWhetherSomebodyIsHere() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit form = form(browser);
                List<Long> known = new ArrayList<>();
                List<Long> unknown = new ArrayList<>();
                for (int i = 0; i < 15; i++) {
                    known.add(time(() -> submit(browser, form, "sophie")));
                    unknown.add(time(() -> submit(browser, form, "nobody")));
                }
                Visit one = submit(browser, form, "sophie");
                Visit other = submit(browser, form, "nobody");
                assertThat(other.status()).isEqualTo(one.status());
                assertThat(withoutFlow(other)).isEqualTo(withoutFlow(one));
                assertThat((double) median(unknown) / median(known)).isBetween(0.5, 2.0);
            }
            Waiting.until(() -> audit.all().stream()
                            .filter(line -> line.path("reason").asText().equals("unknown-name"))
                            .count()
                    == 16);
            assertThat(letters.to("sophie@house.example")).hasSizeLessThanOrEqualTo(3);
            Waiting.until(() -> audit.all().stream()
                    .anyMatch(line -> line.path("reason").asText().equals("account-throttled")));
        });
    }

    @Test
    void anAccountGetsAFewLettersAnHourUnderWhateverName() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit form = form(browser);
                for (String name : List.of("laura", "LAURA", "laura@house.example", "Laura@House.example", "laura")) {
                    assertThat(submit(browser, form, name).status()).isEqualTo(200);
                }
            }
            Waiting.until(() -> audit.all().stream()
                            .filter(line -> line.path("reason").asText().equals("account-throttled"))
                            .count()
                    == 2);
            letters.last("laura@house.example", 3);
            assertThat(letters.to("laura@house.example")).hasSize(3);
        });
    }

    @Test
    void theRulesOfTheRealmBindAndTheLinkStaysGood() {
        withMail("uniqueLast: 3\n  pattern: '.*[0-9]'\n  patternDescription: a digit somewhere", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit form = browser.open(linkTo("agnesi", 1));
                refuses(browser, form, "short1", "short1", "too short");
                refuses(browser, form, "no-digit-in-it", "no-digit-in-it", "does not meet the requirements");
                refuses(browser, form, "agnesi-password-1", "agnesi-password-1", "had this password before");
                refuses(browser, form, OWN, "my-own-password-3", "not the same both times");
                refuses(browser, form, "", "", "Fill in every field");
                assertThat(choose(browser, form, OWN, OWN).html().select("h1").text())
                        .isEqualTo("The password was changed");
            }
        });
    }

    private static void refuses(PlainBrowser browser, Visit form, String wanted, String repeated, String words) {
        Visit refused = choose(browser, form, wanted, repeated);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.html().select("[role=alert]").text()).contains(words);
    }

    @Test
    void aPasswordThatItsOwnerJustChoseStaysForItsMinimumAge() {
        withMail("minimumAge: 1d", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                assertThat(choose(browser, browser.open(linkTo("agnesi", 1)), OWN, OWN)
                                .status())
                        .isEqualTo(200);
                Visit refused =
                        choose(browser, browser.open(linkTo("agnesi", 2)), "another-password-3", "another-password-3");
                assertThat(refused.html().select("[role=alert]").text()).contains("a short time ago");
            }
        });
    }

    @Test
    void everyChangeOfTheAccountVoidsItsLinks() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                URI first = linkTo("mileva", 1);
                URI second = linkTo("mileva", 2);
                assertThat(choose(browser, browser.open(first), OWN, OWN).status())
                        .isEqualTo(200);
                assertThat(browser.open(second).status()).isEqualTo(400);
                URI third = linkTo("mileva", 3);
                factors.enabled(realm(), person("mileva"), false);
                assertThat(browser.open(third).status()).isEqualTo(400);
                factors.enabled(realm(), person("mileva"), true);
                Visit refused = browser.open(third);
                assertThat(refused.html().select("h1").text()).isEqualTo("This link does not work any more");
                assertThat(audit.refusal(House.reference(refused))
                                .path("reason")
                                .asText())
                        .isEqualTo("link-void");
            } finally {
                factors.enabled(realm(), person("mileva"), true);
            }
        });
    }

    @Test
    void aLinkIsGoodForAWhile() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                URI link = linkTo("emilie", 1);
                clock.move(Duration.ofMinutes(21));
                assertThat(browser.open(link).status()).isEqualTo(400);
            }
        });
    }

    @Test // security case 43
    void theSecondFactorIsStillAskedForWhereTheLoginGoesOn() {
        withMail(() -> {
            factors.enrol(realm(), person("emilie"));
            factors.rule(realm(), person("emilie"), "[[\"password\",\"totp\"]]");
            try (PlainBrowser browser = new PlainBrowser()) {
                ask(browser, "emilie");
                URI link = letters.linked("emilie@house.example", 1).link();
                Visit done = choose(browser, browser.open(link), OWN, OWN);
                Visit again = browser.carryOn(browser.click(done, "Sign in"));
                assertThat(again.html().text()).contains("Desk");
                Visit page = signIn(browser, again, "emilie", OWN);
                assertThat(page.address().getPath()).isEqualTo("/realms/house/login/factor");
                assertThat(House.sessionCookie(browser)).isEmpty();
            } finally {
                factors.rule(realm(), person("emilie"), "null");
                factors.unenrol(realm(), person("emilie"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled", "only-by-administrators", "no-proven-address"})
    void thereIsNoLinkForWhoMayNotHaveOne(String reason) {
        withMail(() -> {
            String name = reason.equals("no-proven-address") ? "henrietta" : "sophie";
            if (reason.equals("disabled")) {
                factors.enabled(realm(), person(name), false);
            } else if (reason.equals("only-by-administrators")) {
                factors.option(realm(), person(name), "{\"lock_password\":true}");
            }
            try (PlainBrowser browser = new PlainBrowser()) {
                assertThat(ask(browser, name).html().select("h1").text()).isEqualTo("Look at your mail");
                Waiting.until(() -> audit.all().stream()
                        .anyMatch(line -> line.path("reason").asText().endsWith(reason)));
                assertThat(letters.to(name + "@house.example")).isEmpty();
            } finally {
                factors.enabled(realm(), person("sophie"), true);
                factors.option(realm(), person("sophie"), "{\"lock_password\":null}");
            }
        });
    }

    @Test
    void whoComesFromElsewhereIsToldSo() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser forgetful = new PlainBrowser()) {
                String address = Arrival.at(house.signIn(browser, Way.OIDC, "emmy", house.enter(browser, "desk")))
                        .userinfo("email");
                ask(forgetful, address);
                Letters.Got letter = letters.last(address, 1);
                assertThat(letter.subject()).isEqualTo("Signing in at House");
                assertThat(letter.text()).contains("has no password here", "\nGuild\n");
                assertThat(letter.hasLink()).isFalse();
            }
        });
    }

    @Test // security case 44
    void oneAddressAsksForAFewLettersOnly() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit form = form(browser);
                List<Integer> answers = new ArrayList<>();
                for (int i = 0; i < 42; i++) {
                    answers.add(submit(browser, form, "nobody-" + i).status());
                }
                assertThat(answers.subList(0, 40)).containsOnly(200);
                assertThat(answers).endsWith(429);
            }
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("address-throttled"));
        });
    }

    @Test
    void withoutAMailServerNothingOfThisIsThere() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.enter(browser, "desk");
            assertThat(page.html().text()).doesNotContain("Forgotten your password?");
            Visit there = browser.carryOn(
                    browser.open(house.at("/login/forgotten?" + page.address().getRawQuery())));
            assertThat(there.html().select(ASK)).isEmpty();
            assertThat(browser.open(house.at("/login/reset?token=x")).status()).isEqualTo(404);
        }
    }

    private void withMail(Runnable meanwhile) {
        withMail("", meanwhile);
    }

    private void withMail(String passwords, Runnable meanwhile) {
        files.with(
                "house",
                "passwords:",
                letters.block() + "passwords:" + (passwords.isEmpty() ? "" : "\n  " + passwords),
                meanwhile);
    }

    private Visit form(PlainBrowser browser) {
        return browser.carryOn(browser.click(house.enter(browser, "desk"), "Forgotten your password?"));
    }

    private Visit ask(PlainBrowser browser, String name) {
        return submit(browser, form(browser), name);
    }

    private static Visit submit(PlainBrowser browser, Visit form, String name) {
        return browser.carryOn(browser.submit(form, ASK, Map.of("username", name)));
    }

    /** The link of a new letter, which is the {@code count}th to that person. */
    private URI linkTo(String name, int count) {
        try (PlainBrowser browser = new PlainBrowser()) {
            ask(browser, name);
        }
        return letters.linked(name + "@house.example", count).link();
    }

    private static Visit choose(PlainBrowser browser, Visit form, String wanted, String repeated) {
        return browser.carryOn(browser.submit(form, CHOOSE, Map.of("wanted", wanted, "repeated", repeated)));
    }

    private static Visit signIn(PlainBrowser browser, Visit page, String name, String password) {
        return browser.carryOn(
                browser.submit(page, House.PASSWORD_FORM, Map.of("username", name, "password", password)));
    }

    private static String withoutFlow(Visit page) {
        return page.body().replaceAll("flow=[^\"&]+", "flow").replaceAll("value=\"[^\"]*\"", "");
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private User person(String name) {
        return factors.person(realm(), name).orElseThrow();
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }
}
