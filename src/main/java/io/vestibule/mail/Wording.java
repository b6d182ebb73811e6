package io.vestibule.mail;

import io.vestibule.realm.Realm;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says in a person's language what a letter is about. Names of people and things stay text: no markup, no line of their own. */
public interface Wording {
    /**
     * Who gets the letter.
     *
     * @param languages BCP 47 tags, most wanted first; the realm's own come after them
     */
    record Addressee(String address, String displayName, String username, List<String> languages) {}

    /** What it is about. */
    sealed interface About {
        /** A link by which a forgotten password is replaced. */
        record PasswordForgotten(URI link, long minutes) implements About {}

        /** Somebody asked for such a link, and there is no password here: {@code ways} are names of what they sign in by. */
        record NoPasswordHere(List<String> ways) implements About {}

        /** A link that proves the address. */
        record AddressToProve(URI link, long minutes) implements About {}

        /**
         * Something about how they sign in was changed.
         *
         * @param what the audit log's word for it
         */
        record Changed(String what, Instant at) implements About {}

        /**
         * Somebody signed in in a browser that is new to the account.
         *
         * @param userAgent what it calls itself
         * @param network about where it is, where that is known
         * @param sessions where they see, signed in, where they are signed in: the one link of a notice, and it holds no secret
         */
        record NewDevice(Instant at, String userAgent, Optional<String> network, URI sessions) implements About {}
    }

    Letter write(Realm realm, Addressee to, About about);
}
