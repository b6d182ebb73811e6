package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.net.CookieStore;
import java.net.HttpCookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session's token is made at the login and never before (security case 37). */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class SessionFixationTest {
    @Inject
    House house;

    private final PlainBrowser victim = new PlainBrowser();
    private final PlainBrowser attacker = new PlainBrowser();

    @AfterEach
    void close() {
        victim.close();
        attacker.close();
    }

    @Test
    void aSessionTokenPlantedBeforeTheLoginIsWorthNothingAfterIt() {
        plant(victim, "planted-by-the-attacker");

        house.arrive(victim, Way.LOCAL, "ada", "desk");

        assertThat(House.sessionCookie(victim)).isNotEmpty().doesNotContain("planted");
    }

    @Test
    void eachLoginChangesTheSessionsToken() {
        house.arrive(victim, Way.LOCAL, "ada", "desk");
        String first = House.sessionCookie(victim);
        Arrival.at(house.signIn(victim, Way.LOCAL, "ada", house.enter(victim, "desk", "prompt", "login")))
                .claim("sub");
        assertThat(House.sessionCookie(victim)).doesNotContain(first);

        plant(attacker, House.sessionCookie(victim));
        assertThat(Arrival.at(house.enter(attacker, "desk", "prompt", "none")).claim("sub"))
                .as("the token is the session, wherever it is shown")
                .isNotEmpty();
        plant(attacker, first);
        assertThat(Arrival.at(house.enter(attacker, "desk", "prompt", "none")).error())
                .isEqualTo("login_required");
    }

    /** Puts a session cookie over the one that is there. */
    private void plant(PlainBrowser browser, String token) {
        house.enter(browser, "desk");
        CookieStore jar = browser.cookies().getCookieStore();
        HttpCookie planted = new HttpCookie(House.SESSION_COOKIE, token);
        planted.setDomain(jar.getCookies().getFirst().getDomain());
        planted.setPath("/");
        jar.add(house.server("/"), planted);
    }
}
