package io.vestibule.directory;

import io.vestibule.keys.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** Time-based one-time passcodes of RFC 6238 with the parameters that every authenticator has: SHA-1, 30 seconds, 6 digits. */
final class Passcode {
    static final int STEP_SECONDS = 30;
    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 §6
    private static final int FEWEST_BYTES = 10; // 80 bits, what the oldest authenticators make

    private Passcode() {}

    static String at(byte[] key, long step) {
        byte[] hash =
                Hmac.SHA1.of(key, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf; // RFC 4226 §5.3
        int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
    }

    /** As authenticators are given it. */
    static String base32(byte[] key) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte octet : key) {
            buffer = buffer << 8 | Byte.toUnsignedInt(octet);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(buffer >> bits & 31));
            }
        }
        return bits > 0
                ? text.append(ALPHABET.charAt(buffer << (5 - bits) & 31)).toString()
                : text.toString();
    }

    /** The key that a text of base32 stands for, as authenticators are given it; nothing when it is none. */
    static Optional<byte[]> key(String base32) {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char c : base32.toUpperCase(Locale.ROOT).replaceAll("[\\s=-]", "").toCharArray()) {
            int value = ALPHABET.indexOf(c);
            if (value < 0) {
                return Optional.empty();
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                key.write(buffer >> bits & 0xff);
            }
        }
        return key.size() >= FEWEST_BYTES ? Optional.of(key.toByteArray()) : Optional.empty();
    }
}
