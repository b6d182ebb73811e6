package io.vestibule.connector;

import java.net.URI;

/**
 * How somebody signs in through a program that carries the messages itself (SAML Profiles §4.2): it knows how to prove itself
 * to the identity provider, which never sees us. What it brings back, its protocol takes at an address of its own.
 */
public interface EnhancedClients {
    /** @param returnTo where the program goes on once it was let in: an address of this server */
    Asking ask(URI returnTo);

    /** What the program is given. */
    sealed interface Asking {
        /** To be carried, as {@code application/vnd.paos+xml}. */
        record Envelope(byte[] body) implements Asking {
            public Envelope {
                body = body.clone();
            }

            @Override
            public byte[] body() {
                return body.clone();
            }
        }

        /** @param detail for the audit log only */
        record Unreachable(String detail) implements Asking {}
    }
}
