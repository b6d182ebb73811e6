package io.vestibule.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.identity.Secret;
import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    /** From the test program of the reference implementation. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ" + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void bothImplementationsAgreeWithTheReference() {
        PasswordHash reference = PasswordHash.parse(REFERENCE);
        assertThat(HexFormat.of().formatHex(reference.tag()))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
        for (Argon2 argon2 : new Argon2[] {new Argon2.Native(), new Argon2.InJava()}) {
            assertThat(argon2.tag("password".getBytes(UTF_8), reference.salt(), reference.cost(), 32))
                    .isEqualTo(reference.tag());
        }
        assertThat(reference.text()).isEqualTo(REFERENCE);
    }

    @Test
    void severalLanesAgreeToo() {
        Argon2Parameters cost = new Argon2Parameters(256, 3, 4);
        byte[] salt = "sixteen bytes!!!".getBytes(UTF_8);
        byte[] password = "päss wörd".getBytes(UTF_8);
        assertThat(new Argon2.Native().tag(password, salt, cost, 32))
                .isEqualTo(new Argon2.InJava().tag(password, salt, cost, 32));
    }

    @Test
    void whereTheLibraryDoesNotLoadJavaHashes() {
        assertThat(Argon2.fastest()).isInstanceOf(Argon2.Native.class);
        assertThat(Argon2.fastest(() -> {
                    throw new UnsatisfiedLinkError("no such library");
                }))
                .isInstanceOf(Argon2.InJava.class);
        assertThat(Argon2.fastest(() -> {
                    throw new NoClassDefFoundError("tried before");
                }))
                .isInstanceOf(Argon2.InJava.class);
    }

    @Test
    void aHashIsBelowWhenAnyCostWasRaised() {
        PasswordHash hash = PasswordHash.parse(REFERENCE);
        assertThat(hash.below(new Argon2Parameters(65536, 2, 1))).isFalse();
        assertThat(hash.below(new Argon2Parameters(19456, 1, 1))).isFalse();
        assertThat(hash.below(new Argon2Parameters(65537, 2, 1))).isTrue();
        assertThat(hash.below(new Argon2Parameters(65536, 3, 1))).isTrue();
        assertThat(hash.below(new Argon2Parameters(65536, 2, 2))).isTrue();
    }

    @Test
    void anotherAlgorithmIsNotTakenForThisOne() {
        for (String other : new String[] {
            "", "$2b$10$abc", REFERENCE.replace("argon2id", "argon2i"), REFERENCE.replace("v=19", "v=16")
        }) {
            assertThatThrownBy(() -> PasswordHash.parse(other)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theSamePasswordFromAnotherKeyboardIsTheSame() {
        assertThat(OpaqueString.bytes(new Secret("e\u0301\u00A0x"))).contains("é x".getBytes(UTF_8));
        assertThat(OpaqueString.bytes(new Secret("Case Stays "))).contains("Case Stays ".getBytes(UTF_8));
        assertThat(OpaqueString.bytes(new Secret("👩\u200D💻"))).contains("👩\u200D💻".getBytes(UTF_8));
    }

    @Test
    void whatNobodyCanTypeAgainIsNoPassword() {
        for (String text : new String[] {"", "a\0", "a\n", "\uD83D", "x".repeat(1025), "\uFFFF"}) {
            assertThat(OpaqueString.bytes(new Secret(text))).isEmpty();
        }
        assertThat(OpaqueString.bytes(new Secret("x".repeat(1024)))).isPresent();
    }
}
