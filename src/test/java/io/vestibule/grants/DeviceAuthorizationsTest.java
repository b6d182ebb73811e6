package io.vestibule.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.grants.DeviceAuthorizations.Caller;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.journey.JourneyClock;
import io.vestibule.journey.JourneyProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many devices may wait: what is kept before anybody has signed in. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class DeviceAuthorizationsTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    @Inject
    DeviceAuthorizations devices;

    @Inject
    JourneyClock clock;

    @AfterEach
    void today() {
        clock.backToNow();
    }

    @Test
    void anIpv6NetworkIsOneAddressHoweverItIsWritten() {
        for (int i = 0; i < DeviceAuthorizations.MOST_OF_ADDRESS; i++) {
            assertThat(begin("compressed", "2001:db8::" + Integer.toHexString(i + 1)))
                    .isInstanceOf(DeviceBeginning.Begun.class);
        }
        assertThat(begin("compressed", "2001:0db8:0:0:1:2:3:4"))
                .isEqualTo(new DeviceBeginning.Full("too-many-devices-wait-there"));
        assertThat(begin("compressed", "2001:db8:0:1::1")).isInstanceOf(DeviceBeginning.Begun.class);
    }

    @Test
    void whatHasExpiredDoesNotWait() {
        for (int i = 0; i <= DeviceAuthorizations.MOST_OF_ADDRESS; i++) {
            begin("expired", "192.0.2.1");
        }
        assertThat(begin("expired", "192.0.2.1")).isInstanceOf(DeviceBeginning.Full.class);

        clock.move(LIFETIME.plusSeconds(1));

        assertThat(begin("expired", "192.0.2.1")).isInstanceOf(DeviceBeginning.Begun.class);
    }

    @Test
    void ofManyAtOnceNoMoreBeginThanMayWait() throws Exception {
        List<Callable<DeviceBeginning>> all = IntStream.range(0, 80)
                .<Callable<DeviceBeginning>>mapToObj(i -> () -> begin("at-once", "192.0.2.1"))
                .toList();
        long begun = 0;
        try (ExecutorService together = Executors.newFixedThreadPool(16)) {
            for (Future<DeviceBeginning> one : together.invokeAll(all)) {
                begun += one.get() instanceof DeviceBeginning.Begun ? 1 : 0;
            }
        }
        assertThat(begun).isEqualTo(DeviceAuthorizations.MOST_OF_ADDRESS);
    }

    private DeviceBeginning begin(String party, String address) {
        return devices.begin(
                HOUSE, new RelyingPartyId(party), "scope=openid", address, "a test", Caller.ANYBODY, LIFETIME);
    }
}
