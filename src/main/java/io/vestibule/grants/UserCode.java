package io.vestibule.grants;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person reads from a device and types elsewhere (RFC 8628 §6.1): eight letters of twenty, without vowels so that they
 * spell nothing, which is 34 bits.
 *
 * @param letters in capitals, without the hyphen
 */
public record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int GROUP = 4;
    private static final int LONGEST_TYPED = 40;
    private static final Pattern SHAPE = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Pd}\\p{Po}_]+");

    public UserCode {
        if (!SHAPE.matcher(letters).matches()) {
            throw new IllegalArgumentException("no user code");
        }
    }

    static UserCode next(SecureRandom random) {
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new UserCode(letters.toString());
    }

    /** However it was typed: capitals or not, with the hyphen, spaces or nothing between. */
    public static Optional<UserCode> parse(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        String letters = BETWEEN.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
        return Optional.of(letters)
                .filter(text -> SHAPE.matcher(text).matches())
                .map(UserCode::new);
    }

    /** As it is shown: in two groups. */
    public String shown() {
        return letters.substring(0, GROUP) + "-" + letters.substring(GROUP);
    }

    /** Never prints the letters: whoever knows them may decide for the person. */
    @Override
    public String toString() {
        return "UserCode[***]";
    }
}
