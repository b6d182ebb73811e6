package io.vestibule.outbound;

import java.util.Optional;

/**
 * Where letters are handed in.
 *
 * @param from the sender's address
 * @param greetsAs what we call ourselves in EHLO
 */
public record SmtpServer(String host, int port, Tls tls, Optional<Login> login, String from, String greetsAs) {
    /** How the connection is protected; never by a certificate that does not name the host. */
    public enum Tls {
        /** From plain text, or not at all (RFC 3207). */
        STARTTLS,
        /** From the first byte (RFC 8314 §3). */
        IMMEDIATE,
        /** For a relay on this very machine. */
        NONE
    }

    /** Who hands in; prints no password. */
    public record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + ", ***]";
        }
    }
}
