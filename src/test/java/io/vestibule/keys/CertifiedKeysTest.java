package io.vestibule.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.JourneyClock;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.keys.CertifiedKeys.Kind;
import io.vestibule.keys.CertifiedKeys.Use;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partners always see a key before it signs and as long as something it signed may come by. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class CertifiedKeysTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final RealmName GUILD = new RealmName("guild");

    @Inject
    CertifiedKeys keys;

    @Inject
    JourneyClock clock;

    @BeforeEach
    void madeToday() {
        for (RealmName realm : List.of(HOUSE, GUILD)) {
            keys.published(realm, Use.SIGNING);
            keys.published(realm, Use.ENCRYPTION);
        }
    }

    @AfterEach
    void today() {
        clock.backToNow();
        keys.rotate();
    }

    @Test
    void eachUseAndKindHasItsOwnKeyInACertificateOfItsOwn() throws GeneralSecurityException {
        CertifiedKey rsa = keys.signing(HOUSE, Kind.RSA);
        CertifiedKey ec = keys.signing(HOUSE, Kind.EC);
        CertifiedKey decrypting = keys.published(HOUSE, Use.ENCRYPTION).getFirst();
        assertThat(List.of(rsa.kid(), ec.kid(), decrypting.kid())).doesNotHaveDuplicates();
        for (CertifiedKey key : List.of(rsa, ec, decrypting)) {
            key.certificate().verify(key.certificate().getPublicKey());
        }
        assertThat(rsa.certificate().getPublicKey().getAlgorithm()).isEqualTo("RSA");
        assertThat(ec.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(keys.signing(GUILD, Kind.RSA).kid()).isNotEqualTo(rsa.kid());
        assertThat(rsa.toString()).doesNotContain("Private");
    }

    @Test
    void theNextKeyIsPublishedAMonthBeforeItSigns() {
        CertifiedKey first = keys.signing(HOUSE, Kind.RSA);
        clock.move(Duration.ofDays(701));
        keys.rotate();
        assertThat(keys.signing(HOUSE, Kind.RSA).kid()).isEqualTo(first.kid());
        assertThat(keys.published(HOUSE, Use.SIGNING)).hasSize(4);
        assertThat(keys.decrypting(HOUSE)).hasSize(2);

        clock.move(Duration.ofDays(731));
        keys.rotate();
        assertThat(keys.signing(HOUSE, Kind.RSA).kid()).isNotEqualTo(first.kid());
        assertThat(keys.published(HOUSE, Use.SIGNING))
                .extracting(CertifiedKey::kid)
                .contains(first.kid());
    }

    @Test
    void anEmergencyRotationSignsWithANewKeyAtOnce() {
        CertifiedKey first = keys.signing(GUILD, Kind.EC);
        keys.rotateNow(GUILD);
        assertThat(keys.signing(GUILD, Kind.EC).kid()).isNotEqualTo(first.kid());
        assertThat(keys.published(GUILD, Use.SIGNING))
                .extracting(CertifiedKey::kid)
                .contains(first.kid());
    }
}
