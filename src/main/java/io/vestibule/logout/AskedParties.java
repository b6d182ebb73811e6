package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import io.vestibule.records.RandomTokens;
import io.vestibule.relyingparty.LogoutParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Relying parties that only the browser can tell, and what they said. Each may be asked several times, in a frame and by the
 * person's click; each time by a message of its own, since a message that was seen before is refused.
 */
@ApplicationScoped
class AskedParties {
    /** In the place of a protocol, which none is called. */
    static final String UPSTREAM = "vestibule:upstream";

    /** The same of a page that tells a relying party by being loaded, and says nothing; its address is the memory. */
    static final String FRAME = "vestibule:frame";

    private static final String ASK = "logout-asked";
    private static final String HOP = "logout-ask-hop";
    private static final String ANSWER = "logout-ask-answer";

    private final SealedRounds sealed;
    private final OwedNotices owed;
    private final RandomTokens tokens;
    private final Clock clock;

    AskedParties(SealedRounds sealed, OwedNotices owed, RandomTokens tokens, Clock clock) {
        this.sealed = sealed;
        this.owed = owed;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * One that can only be told by the browser.
     *
     * @param browser the mark of the one in which the person signed out
     */
    record Ask(
            String browser,
            String name,
            String protocol,
            String relyingParty,
            String session,
            String user,
            String memory) {
        /** As its protocol knows it; only of a relying party. */
        LogoutParticipant.Party party(RealmName realm) {
            SessionRef of = new SessionRef(
                    SessionId.parse(session).orElseThrow(), UserId.parse(user).orElseThrow());
            return new LogoutParticipant.Party(realm, new RelyingPartyId(relyingParty), of, memory);
        }

        static Ask of(String browser, LogoutReport.Told one) {
            return new Ask(
                    browser,
                    one.name(),
                    one.protocol(),
                    one.relyingParty().value(),
                    one.party().session().id().toString(),
                    one.party().session().user().toString(),
                    one.party().memory());
        }

        /** Of an upstream nobody here says who it is; a relying party is the one that was asked. */
        boolean mayBeAnsweredBy(Optional<String> sender) {
            return sender.map(relyingParty::equals).orElse(protocol.equals(UPSTREAM));
        }
    }

    /** As it is kept: what it is asked about was owed by then. */
    private record Asked(Ask ask, Instant at) {}

    private record Hop(String ask) {}

    private record Answer(boolean confirmed) {}

    /** The handle by which it can be told. */
    String keep(RealmName realm, Ask ask) {
        String id = tokens.next();
        sealed.put(ASK, realm, id, new Asked(ask, clock.instant()));
        return id;
    }

    /**
     * The handle of a page that is loaded into a frame by way of a page of ours: without script the browser's own refresh of the page
     * around them waits for ours, and not for theirs, which may never load.
     */
    String keepPage(RealmName realm, String browser, URI page) {
        return keep(realm, new Ask(browser, "", FRAME, "", "", "", page.toString()));
    }

    Optional<Ask> find(RealmName realm, String id) {
        return asked(realm, id).map(Asked::ask);
    }

    private Optional<Asked> asked(RealmName realm, String id) {
        return sealed.peek(ASK, realm, id, Asked.class);
    }

    /** A new attempt: what comes back with the answer. */
    String hop(RealmName realm, String id) {
        String hop = tokens.next();
        sealed.put(HOP, realm, hop, new Hop(id));
        return hop;
    }

    /** Whose attempt it was. */
    Optional<Ask> ofHop(RealmName realm, String hop) {
        return sealed.peek(HOP, realm, hop, Hop.class).flatMap(attempt -> find(realm, attempt.ask()));
    }

    /** Of several answers the one that confirms counts. */
    void answered(RealmName realm, String hop, boolean confirmed) {
        sealed.take(HOP, realm, hop, Hop.class)
                .filter(attempt -> !isConfirmed(realm, attempt.ask()))
                .ifPresent(attempt -> answer(realm, attempt.ask(), confirmed));
    }

    void confirm(RealmName realm, String id) {
        answer(realm, id, true);
    }

    private void answer(RealmName realm, String id, boolean confirmed) {
        sealed.put(ANSWER, realm, id, new Answer(confirmed));
        asked(realm, id)
                .filter(one -> confirmed && !one.ask().session().isEmpty())
                .ifPresent(one -> owed.confirmed(one.ask().protocol(), one.ask().party(realm), one.at()));
    }

    boolean isConfirmed(RealmName realm, String id) {
        return sealed.peek(ANSWER, realm, id, Answer.class)
                .filter(Answer::confirmed)
                .isPresent();
    }

    /** What is known of it by now. */
    Optional<SignedOutView.Party> party(RealmName realm, String id) {
        return find(realm, id)
                .map(ask -> isConfirmed(realm, id)
                        ? new SignedOutView.Party(ask.name(), SignedOutView.Outcome.SIGNED_OUT)
                        : new SignedOutView.Party(
                                ask.name(), SignedOutView.Outcome.UNCONFIRMED, Optional.empty(), Optional.of(id)));
    }
}
