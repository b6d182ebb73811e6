package io.vestibule.logout;

import io.vestibule.identity.RelyingPartyId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Who is answered when a logout is through, and how; the same in all of its steps.
 *
 * @param browser the mark of the one in which it began; nobody else goes on with it
 * @param returnTo where the relying party wants the browser back
 * @param returnWhenPartial the same when not everyone is known to be signed out
 * @param languages of the pages, most wanted first
 * @param only the name of the one application that the person left; the session is over when there is none
 * @param awaited whoever asked waits for the browser, and others after us do: no report holds it up
 */
record Asker(
        String browser,
        Optional<RelyingPartyId> relyingParty,
        Optional<URI> returnTo,
        Optional<URI> returnWhenPartial,
        List<String> languages,
        Optional<String> only,
        boolean awaited) {
    Asker {
        languages = List.copyOf(languages);
    }

    static Asker of(String browser, LogoutRequest wish) {
        return new Asker(
                browser,
                wish.relyingParty(),
                wish.returnTo(),
                wish.returnWhenPartial(),
                wish.languages(),
                Optional.empty(),
                false);
    }

    /** Of one application, by its name: everything else goes on. */
    Asker ofOnly(Optional<String> application) {
        return new Asker(browser, relyingParty, returnTo, returnWhenPartial, languages, application, awaited);
    }

    /** The same about the same, with another wish. */
    Asker wishing(LogoutRequest wish) {
        return new Asker(
                browser,
                wish.relyingParty(),
                wish.returnTo(),
                wish.returnWhenPartial(),
                wish.languages(),
                only,
                awaited);
    }

    /** Where it is known already that not everyone is known to be out. */
    Asker partial() {
        return returning(returnWhenPartial.or(() -> returnTo));
    }

    /** Of two of the same, the one who hears the worse answer. */
    Asker with(Asker other) {
        return returnTo.equals(returnWhenPartial) ? this : returning(other.returnTo);
    }

    private Asker returning(Optional<URI> to) {
        return new Asker(browser, relyingParty, to, returnWhenPartial, languages, only, awaited);
    }
}
