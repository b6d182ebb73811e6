package io.vestibule.relyingparty;

import io.vestibule.identity.Secret;
import io.vestibule.realm.Realm;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What a protocol's clients do all day, for the rehearsal after a build, from which the JVM learns what to compile first
 * (JEP 515). One bean per protocol.
 */
public interface Scene {
    /** Played again and again, by a new guest now and then. Does nothing where the realm has no such thing. */
    void play(Realm realm, Guest guest) throws IOException;

    /** A person at a browser, and their programs. */
    interface Guest {
        /**
         * Opens the page of that realm as a browser would, and signs in and says yes where asked.
         *
         * @param path below the realm's own address, beginning with a slash, or empty
         */
        void open(Realm realm, String path) throws IOException;

        /**
         * Sends one request as a program would.
         *
         * @throws IOException also when the answer is a refusal
         */
        Answer send(Call call) throws IOException;

        String username();

        Secret password();
    }

    /** @param url absolute */
    record Call(String method, String url, Map<String, String> headers, Optional<String> json) {}

    /** @param headers the first of each name, which is in lower case */
    record Answer(Map<String, String> headers, String body) {}
}
