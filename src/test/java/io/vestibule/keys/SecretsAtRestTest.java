package io.vestibule.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsAtRestTest {
    private static final RealmName REALM = new RealmName("house");
    private static final Secret SEED = new Secret("JBSWY3DPEHPK3PXP");

    private final SecretsAtRest secrets = under('a');

    @Test
    void whatWasSealedOpensInItsRowAndTheColumnDoesNotShowIt() {
        byte[] column = secrets.seal(REALM, "totp", "row-1", SEED);
        assertThat(secrets.open(REALM, "totp", "row-1", column)).isEqualTo(SEED);
        assertThat(new String(column, StandardCharsets.ISO_8859_1)).doesNotContain(SEED.reveal());
        assertThat(secrets.seal(REALM, "totp", "row-1", SEED)).isNotEqualTo(column);
    }

    @Test
    void aValueMovedToAnotherRowUseRealmOrMasterKeyDoesNotOpen() {
        byte[] column = secrets.seal(REALM, "totp", "row-1", SEED);
        assertThatThrownBy(() -> secrets.open(REALM, "totp", "row-2", column))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets.open(REALM, "ec2", "row-1", column)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets.open(new RealmName("guild"), "totp", "row-1", column))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> under('b').open(REALM, "totp", "row-1", column))
                .isInstanceOf(IllegalStateException.class);
        column[column.length - 1] ^= 1;
        assertThatThrownBy(() -> secrets.open(REALM, "totp", "row-1", column))
                .isInstanceOf(IllegalStateException.class);
    }

    private static SecretsAtRest under(char letter) {
        String key = Base64.getEncoder()
                .encodeToString(String.valueOf(letter).repeat(32).getBytes(StandardCharsets.UTF_8));
        SecureRandom random = new SecureRandom();
        return new SecretsAtRest(new MasterKey(Optional.of(key), Path.of("target"), random), random);
    }
}
