package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address is somebody's when they answer a letter to it. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class ProvenAddressJourneyTest {
    private static final String ANSWER = "form:has([name=token])";

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
    JourneyClock clock;

    @BeforeAll
    static void open() {
        letters = new Letters();
    }

    @AfterAll
    static void shut() {
        letters.close();
    }

    @Test
    void theOneOnFileIsProvenByTheLinkOfALetterAndStaysSo() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser stranger = new PlainBrowser()) {
                assertThat(house.arrive(browser, Way.LOCAL, "theano", "desk").userinfo("email_verified"))
                        .isEqualTo("false");
                Visit page = browser.carryOn(browser.open(house.at("/account/email")));
                assertThat(page.html().text()).contains("theano@house.example", "not verified");
                assertThat(page.html().select("input[type=email]")).isEmpty(); // it comes from the file
                Visit sent = browser.carryOn(browser.submit(page, "form:has([name=address])", Map.of()));
                assertThat(sent.html().select("[role=status]").text()).contains("A letter is on its way");

                URI link = letters.linked("theano@house.example", 1).link();
                Visit other = house.password(stranger, stranger.carryOn(stranger.open(link)), "mileva");
                assertThat(other.status()).isEqualTo(400); // another account's
                browser.open(link);
                assertThat(person("theano").emailVerified()).isFalse(); // opening it is no answer
                Visit question = browser.open(link);
                assertThat(question.html().text())
                        .contains("Is theano@house.example the address of your account theano?");
                Visit done = browser.carryOn(browser.submit(question, "form:has([name=token])", Map.of()));

                assertThat(done.html().select("[role=status]").text()).contains("is proven");
                assertThat(person("theano").emailVerified()).isTrue();
                assertThat(browser.open(link).status()).isEqualTo(400);
            }
            try (PlainBrowser later = new PlainBrowser()) {
                assertThat(house.arrive(later, Way.LOCAL, "theano", "desk").userinfo("email_verified"))
                        .isEqualTo("true");
            }
        });
    }

    /** Nor is a mailbox that only looks like it (RFC 6531 §3.1): its owner would prove somebody else's. */
    @ParameterizedTest
    @ValueSource(strings = {"other@house.example", "henrietta@hou\u017fe.example", "henr\u0131etta@house.example"})
    void anAddressOfTheFileIsNotChangedHere(String wanted) {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "henrietta", "desk");
                Visit page = browser.carryOn(browser.open(house.at("/account/email")));
                Visit refused =
                        browser.carryOn(browser.submit(page, "form:has([name=address])", Map.of("address", wanted)));
                assertThat(refused.status()).isEqualTo(403);
                assertThat(person("henrietta").emailVerified()).isFalse();
            }
        });
    }

    @Test
    void whoWasMadeByAnAdministratorTakesAnotherAddressAndTheOneBeforeHearsOfIt() {
        factors.made(realm(), "cecilia", "cecilia@house.example");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "cecilia", "desk");
                answer(browser, ask(browser, "cecilia@house.example", 1));

                URI link = ask(browser, "payne@stars.example", 1);
                assertThat(person("cecilia").email()).as("not yet").hasValue("cecilia@house.example");
                answer(browser, link);

                assertThat(person("cecilia").email()).hasValue("payne@stars.example");
                assertThat(person("cecilia").emailVerified()).isTrue();
                Letters.Got notice = letters.last("cecilia@house.example", 2);
                assertThat(notice.text()).contains("The e-mail address was changed");
                assertThat(notice.hasLink()).isFalse();
                assertThat(letters.to("payne@stars.example")).hasSize(1);
            }
        });
    }

    @Test
    void anotherPersonsAddressIsNotTakenAndOnlyItsReaderIsToldSo() {
        factors.made(realm(), "fanny", "fanny@house.example");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "fanny", "desk");
                URI link = ask(browser, "alan@house.example", 1); // as if it were free
                Visit taken = browser.carryOn(browser.submit(browser.open(link), ANSWER, Map.of()));
                assertThat(taken.status()).isEqualTo(409);
                assertThat(person("fanny").email()).hasValue("fanny@house.example");
                assertThat(person("alan").email()).hasValue("alan@house.example");
            }
        });
    }

    /**
     * A thief who was thrown out by a new password has sent themselves no link, and sends it to the owner now: "confirm your
     * account".
     */
    @Test
    void aLinkDiesWithThePasswordUnderWhichItWasAskedFor() {
        User tatyana = factors.made(realm(), "tatyana", "tatyana@house.example");
        withMail(() -> {
            try (PlainBrowser thief = new PlainBrowser();
                    PlainBrowser owner = new PlainBrowser()) {
                house.arrive(thief, Way.LOCAL, "tatyana", "desk");
                URI link = ask(thief, "thief@evil.example", 1);
                Visit question = thief.open(link);
                factors.password(realm(), tatyana, "tatyana-password-1"); // anew, be it the same

                Visit late = thief.carryOn(thief.submit(question, ANSWER, Map.of()));
                assertThat(late.address().getPath()).isEqualTo("/realms/house/login");
                house.arrive(owner, Way.LOCAL, "tatyana", "desk");
                Visit over = owner.carryOn(owner.open(link));
                assertThat(over.status()).isEqualTo(400);
                assertThat(over.html().select("[role=alert]").text()).contains("link");
                assertThat(person("tatyana").email()).hasValue("tatyana@house.example");
            }
        });
    }

    @Test
    void aLetterIsAnsweredOnlyAfterALoginAShortTimeAgo() {
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                factors.made(realm(), "inge", "inge@house.example");
                house.arrive(browser, Way.LOCAL, "inge", "desk");
                URI link = ask(browser, "inge@house.example", 1);
                Visit question = browser.open(link);
                clock.move(Duration.ofMinutes(11)); // the link is good for twenty

                Visit asked = browser.carryOn(browser.submit(question, ANSWER, Map.of()));
                assertThat(asked.address().getPath()).isEqualTo("/realms/house/login");
                assertThat(person("inge").emailVerified()).isFalse();
                Visit back = house.password(browser, asked, "inge");
                browser.carryOn(browser.submit(back, ANSWER, Map.of()));
                assertThat(person("inge").emailVerified()).isTrue();
            } finally {
                clock.backToNow();
            }
        });
    }

    /** Security case 43: as asking does. */
    @Test
    void whoHasASecondFactorShowsItBeforeALetterIsAnswered() {
        User olga = factors.made(realm(), "olga", "olga@house.example");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "olga", "desk");
                URI link = ask(browser, "olga@house.example", 1);
                Visit question = browser.open(link);
                factors.enrol(realm(), olga);
                Visit asked = browser.carryOn(browser.submit(question, ANSWER, Map.of()));
                assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
                assertThat(person("olga").emailVerified()).isFalse();
                Visit back = browser.carryOn(
                        browser.submit(asked, "form:has([name=passcode])", Map.of("passcode", factors.passcode())));
                browser.carryOn(browser.submit(back, ANSWER, Map.of()));
                assertThat(person("olga").emailVerified()).isTrue();
            }
        });
    }

    /** The link of a letter to {@code address}, which the person asked for on their page. */
    private URI ask(PlainBrowser browser, String address, int count) {
        Visit page = browser.carryOn(browser.open(house.at("/account/email")));
        Visit sent = browser.carryOn(browser.submit(page, "form:has([type=email])", Map.of("address", address)));
        assertThat(sent.html().select("[role=status]").text()).contains("A letter is on its way");
        return letters.linked(address, count).link();
    }

    private static void answer(PlainBrowser browser, URI link) {
        Visit done = browser.carryOn(browser.submit(browser.open(link), ANSWER, Map.of()));
        assertThat(done.html().select("[role=status]").text()).contains("is proven");
    }

    private void withMail(Runnable meanwhile) {
        files.with("house", "passwords:", letters.block() + "passwords:", meanwhile);
    }

    private User person(String name) {
        return factors.person(realm(), name).orElseThrow();
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }
}
