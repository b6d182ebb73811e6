package io.vestibule.logout;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * "You are signed out", and what came of telling each party.
 *
 * @param frames pages of relying parties to load out of sight (OpenID Connect Front-Channel Logout §2)
 * @param asked relying parties that are told in a frame each, and say when they are through
 * @param next where the browser goes on by itself once they had their time
 * @param time which they have at most
 * @param news where this page can be had again, with what became known meanwhile; none when nothing will
 * @param backTo where the person can go on to when they have read it
 * @param only the name of the one application that the person left, and stays signed in beside
 */
public record SignedOutView(
        Optional<RealmName> pageRealm,
        List<Party> parties,
        List<URI> frames,
        List<Asked> asked,
        Optional<URI> next,
        Duration time,
        Optional<URI> news,
        Optional<String> backToName,
        Optional<URI> backTo,
        URI signIn,
        List<String> languages,
        Optional<String> only)
        implements PageModel {
    /**
     * @param owed names the news that will be told again, when it could not be told yet
     * @param ask names the way to tell it by the browser, where it did not confirm
     */
    public record Party(String name, Outcome outcome, Optional<String> owed, Optional<String> ask) {
        public Party(String name, Outcome outcome) {
            this(name, outcome, Optional.empty(), Optional.empty());
        }

        /** Whether anything can still become known of it. */
        boolean open() {
            return owed.isPresent() || ask.isPresent();
        }
    }

    /**
     * @param by the page of ours that tells it
     * @param at where that goes
     * @param through how it is known that it was told
     */
    public record Asked(URI by, URI at, Through through) {}

    /** When one that is told in a frame is through. */
    public enum Through {
        ANSWERED,
        LOADED
    }

    /** What is known of one party. */
    public enum Outcome {
        SIGNED_OUT,
        /** It had nothing else. */
        TOKENS_OVER,
        ASKED,
        UNCONFIRMED,
        UNREACHABLE,
        REFUSED,
        NOT_ASKED,
        UNSUPPORTED
    }

    /** Whether everyone of them is known to have nothing any more. */
    static boolean complete(List<Party> parties) {
        return parties.stream()
                .allMatch(party -> party.outcome() == Outcome.SIGNED_OUT || party.outcome() == Outcome.TOKENS_OVER);
    }

    @Override
    public String template() {
        return "signed-out";
    }
}
