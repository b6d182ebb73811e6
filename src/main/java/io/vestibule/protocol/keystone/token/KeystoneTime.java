package io.vestibule.protocol.keystone.token;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the Identity API writes them: six digits of fraction, and {@code Z}. */
public final class KeystoneTime {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter NAIVE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private KeystoneTime() {}

    /** As it writes the end of a password: UTC too, and without saying so. */
    public static String naive(Instant time) {
        return NAIVE.format(time);
    }

    public static String text(Instant time) {
        return FORMAT.format(time);
    }
}
