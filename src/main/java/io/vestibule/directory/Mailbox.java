package io.vestibule.directory;

import org.jspecify.annotations.Nullable;

/**
 * Whether two addresses are one mailbox: letter by letter but for the case of the letters of ASCII. Addresses are found by a
 * key in which more letters become alike, and mailboxes with them are different ones, often of different domains (RFC 6531
 * §3.1); whoever reads the letters to one proves nothing about the other.
 */
public final class Mailbox {
    private Mailbox() {}

    public static boolean isSame(String one, @Nullable String other) {
        return other != null && lowerAscii(one).equals(lowerAscii(other));
    }

    private static String lowerAscii(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.chars().forEach(unit -> lower.append((char) (unit >= 'A' && unit <= 'Z' ? unit + ('a' - 'A') : unit)));
        return lower.toString();
    }
}
