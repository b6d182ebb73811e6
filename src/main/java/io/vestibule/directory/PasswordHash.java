package io.vestibule.directory;

import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Argon2id hash as a PHC string: {@code $argon2id$v=19$m=…,t=…,p=…$salt$tag}. */
record PasswordHash(Argon2Parameters cost, byte[] salt, byte[] tag) implements StoredHash {
    private static final Pattern SHAPE = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    static boolean isOne(String phc) {
        return SHAPE.matcher(phc).matches();
    }

    static PasswordHash parse(String phc) {
        Matcher matcher = SHAPE.matcher(phc);
        if (!matcher.matches()) {
            throw new IllegalStateException("a password hash in the database is not Argon2id 1.3");
        }
        Argon2Parameters cost =
                new Argon2Parameters(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
        return new PasswordHash(
                cost,
                Base64.getDecoder().decode(matcher.group(4)),
                Base64.getDecoder().decode(matcher.group(5)));
    }

    @Override
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.iterations(),
                        cost.parallelism(),
                        base64.encodeToString(salt),
                        base64.encodeToString(tag));
    }

    /** Whether any cost has been raised since. */
    @Override
    public boolean below(Argon2Parameters wanted) {
        return cost.memoryKib() < wanted.memoryKib()
                || cost.iterations() < wanted.iterations()
                || cost.parallelism() < wanted.parallelism();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
