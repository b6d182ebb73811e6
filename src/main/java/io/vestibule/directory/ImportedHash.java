package io.vestibule.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A password hash of a Keystone (bcrypt, scrypt, PBKDF2, as passlib writes them) or of dex (bcrypt, also in base64 as its
 * storage has it). It is good for one login, which replaces it.
 */
record ImportedHash(String text, Recipe recipe) implements StoredHash {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final Pattern SCRYPT = Pattern.compile(
            "\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]*)\\$([A-Za-z0-9+/]{22,172})");
    private static final Pattern PBKDF2 =
            Pattern.compile("\\$pbkdf2(|-sha256|-sha512)\\$(\\d{1,8})\\$([A-Za-z0-9./]*)\\$([A-Za-z0-9./]{27,86})");

    /** What one guess may cost at most: about a second of one core, and this much memory. */
    private static final int MOST_BCRYPT = 14;

    private static final long MOST_SCRYPT_BYTES = 128L * 1024 * 1024;
    private static final int MOST_SCRYPT_LANES = 4;
    /** Of one guess together: each block of the tag takes all of them (RFC 8018 §5.2). */
    private static final int MOST_ROUNDS = 2_000_000;

    /** bcrypt itself takes 72 bytes; some releases of Keystone cut at 54 before. */
    private static final int KEYSTONE_CUTS_AT = 54;

    /** How to come from the password to the hash. */
    sealed interface Recipe {
        boolean makes(byte[] password);
    }

    static Optional<StoredHash> read(String text) {
        String hash = unwrapped(text);
        return recipe(hash).map(recipe -> new ImportedHash(hash, recipe));
    }

    boolean matches(byte[] password) {
        return recipe.makes(password);
    }

    /** Whether a guess takes so much memory that only few may be made at once. */
    boolean fillsMemory() {
        return recipe instanceof Scrypt;
    }

    @Override
    public boolean below(Argon2Parameters wanted) {
        return true;
    }

    /** A Kubernetes resource of dex shows bytes, and these are the characters of a hash. */
    private static String unwrapped(String text) {
        try {
            String inside =
                    text.startsWith("$") ? text : new String(Base64.getDecoder().decode(text), US_ASCII);
            return BCRYPT.matcher(inside).matches() ? inside : text;
        } catch (IllegalArgumentException notBase64) {
            return text;
        }
    }

    private static Optional<Recipe> recipe(String hash) {
        Matcher bcrypt = BCRYPT.matcher(hash);
        if (bcrypt.matches()) {
            int cost = Integer.parseInt(bcrypt.group(1));
            return cost >= 4 && cost <= MOST_BCRYPT ? Optional.of(new Bcrypt(hash)) : Optional.empty();
        }
        Matcher scrypt = SCRYPT.matcher(hash);
        if (scrypt.matches()) {
            return Scrypt.of(scrypt);
        }
        Matcher pbkdf2 = PBKDF2.matcher(hash);
        return pbkdf2.matches() ? Pbkdf2.of(pbkdf2) : Optional.empty();
    }

    private record Bcrypt(String hash) implements Recipe {
        @Override
        public boolean makes(byte[] password) {
            return OpenBSDBCrypt.checkPassword(hash, password)
                    || password.length > KEYSTONE_CUTS_AT
                            && OpenBSDBCrypt.checkPassword(hash, Arrays.copyOf(password, KEYSTONE_CUTS_AT));
        }
    }

    private record Scrypt(int logN, int blocks, int lanes, byte[] salt, byte[] tag) implements Recipe {
        static Optional<Recipe> of(Matcher parts) {
            int logN = Integer.parseInt(parts.group(1));
            int blocks = Integer.parseInt(parts.group(2));
            int lanes = Integer.parseInt(parts.group(3));
            boolean affordable = logN >= 1
                    && blocks >= 1
                    && lanes >= 1
                    && lanes <= MOST_SCRYPT_LANES
                    && logN <= 24
                    && 128L * blocks << logN <= MOST_SCRYPT_BYTES
                    && (blocks > 1 || logN < 16); // N must be less than 2^(128 r / 8), RFC 7914 §2
            return affordable
                    ? decoded(parts.group(4))
                            .flatMap(salt ->
                                    decoded(parts.group(5)).map(tag -> new Scrypt(logN, blocks, lanes, salt, tag)))
                    : Optional.empty();
        }

        @Override
        public boolean makes(byte[] password) {
            byte[] made = SCrypt.generate(password, salt, 1 << logN, blocks, lanes, tag.length);
            return MessageDigest.isEqual(made, tag);
        }
    }

    private record Pbkdf2(String digest, int rounds, byte[] salt, byte[] tag) implements Recipe {
        static Optional<Recipe> of(Matcher parts) {
            int rounds = Integer.parseInt(parts.group(2));
            return decoded(parts.group(3))
                    .flatMap(salt -> decoded(parts.group(4)).map(tag -> new Pbkdf2(parts.group(1), rounds, salt, tag)))
                    .filter(Pbkdf2::affordable)
                    .map(Recipe.class::cast);
        }

        private boolean affordable() {
            long blocks = Math.ceilDiv(tag.length, hmac().getDigestSize());
            return rounds >= 1 && rounds * blocks <= MOST_ROUNDS;
        }

        @Override
        public boolean makes(byte[] password) {
            PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(hmac());
            generator.init(password, salt, rounds);
            byte[] made = ((KeyParameter) generator.generateDerivedMacParameters(tag.length * 8)).getKey();
            return MessageDigest.isEqual(made, tag);
        }

        private Digest hmac() {
            return switch (digest) {
                case "-sha512" -> new SHA512Digest();
                case "-sha256" -> new SHA256Digest();
                default -> new SHA1Digest();
            };
        }
    }

    /** Base64 without padding; where passlib writes it for PBKDF2, with a full stop for the plus sign. */
    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.replace('.', '+')));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
