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
    private static Letters letters;

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

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
