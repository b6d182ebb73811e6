package io.vestibule.identity;

import java.security.SecureRandom;

/** What an error page shows and the log can be searched for: names one refusal, means nothing to anyone else. */
public record Reference(String value) {
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"; // no look-alikes: it is read aloud
    private static final int LENGTH = 10;

    public static Reference random(SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Reference(text.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
