package io.vestibule.directory;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import de.mkammerer.argon2.Argon2Version;
import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.jboss.logging.Logger;

/** Argon2id version 1.3 (RFC 9106). */
interface Argon2 {
    byte[] tag(byte[] password, byte[] salt, Argon2Parameters cost, int length);

    /** The reference implementation in C where it loads; it is some times faster, which an attacker has anyway. */
    static Argon2 fastest() {
        return fastest(Native::new);
    }

    static Argon2 fastest(Supplier<Argon2> preferred) {
        try {
            Argon2 argon2 = preferred.get();
            argon2.tag(new byte[8], new byte[8], new Argon2Parameters(8, 1, 1), 16);
            return argon2;
        } catch (LinkageError | RuntimeException unavailable) {
            Logger.getLogger(Argon2.class)
                    .infof(
                            "the Argon2 library in C does not load here (%s): passwords are hashed in Java, more slowly",
                            unavailable.getMessage());
            return new InJava();
        }
    }

    /** Through JNA. */
    final class Native implements Argon2 {
        private final Argon2Advanced library = Argon2Factory.createAdvanced(Argon2Types.ARGON2id);

        @Override
        public byte[] tag(byte[] password, byte[] salt, Argon2Parameters cost, int length) {
            return library.hashAdvanced(
                            cost.iterations(),
                            cost.memoryKib(),
                            cost.parallelism(),
                            password,
                            salt,
                            length,
                            Argon2Version.V13)
                    .getRaw();
        }
    }

    /** Bouncy Castle. */
    final class InJava implements Argon2 {
        @Override
        public byte[] tag(byte[] password, byte[] salt, Argon2Parameters cost, int length) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                            org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                    .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(cost.memoryKib())
                    .withIterations(cost.iterations())
                    .withParallelism(cost.parallelism())
                    .withSalt(salt)
                    .build());
            byte[] tag = new byte[length];
            generator.generateBytes(password, tag);
            return tag;
        }
    }
}
