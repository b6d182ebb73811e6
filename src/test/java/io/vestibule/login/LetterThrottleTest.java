package io.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.RealmName;
import org.junit.jupiter.api.Test;

/** Who asks for letters without end is stopped, and nobody else is. */
class LetterThrottleTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final RealmName GUILD = new RealmName("guild");

    private final LetterThrottle throttle = new LetterThrottle(10, 20);

    @Test
    void anAddressAsksForAFew() {
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.objection(HOUSE, "2001:db8:1:2::" + i)).isEmpty();
        }
        assertThat(throttle.objection(HOUSE, "2001:db8:1:2::ffff")).contains("address-throttled");
        assertThat(throttle.objection(HOUSE, "2001:db8:1:3::1")).isEmpty();
    }

    @Test
    void whatNoLetterComesOfKeepsNobodyFromTheirs() {
        for (int i = 0; i < 100; i++) { // a name that nobody has, from many networks
            throttle.objection(HOUSE, "192.0.2." + i);
        }
        assertThat(throttle.objection(HOUSE, "192.0.2.1")).isEmpty();
    }

    @Test
    void whenARealmWroteTooManyWhoAskedForNoneAsksForOne() {
        throttle.objection(HOUSE, "192.0.2.1");
        for (int i = 0; i < 20; i++) {
            throttle.wrote(HOUSE);
        }
        assertThat(throttle.objection(HOUSE, "192.0.2.1")).contains("all-throttled");
        assertThat(throttle.objection(HOUSE, "192.0.2.2")).isEmpty();
        assertThat(throttle.objection(HOUSE, "192.0.2.2")).contains("all-throttled");
    }

    @Test
    void oneRealmsLettersAreNotAnothers() {
        throttle.objection(GUILD, "192.0.2.1");
        for (int i = 0; i < 20; i++) {
            throttle.wrote(HOUSE);
        }
        assertThat(throttle.objection(GUILD, "192.0.2.1")).isEmpty();
    }
}
