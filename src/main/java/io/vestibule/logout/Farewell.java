package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.LogoutNotice;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The session is over, or one application's part in it; what is left to show, and where the browser goes.
 *
 * @param issuer where one can sign in again
 * @param frames pages that have yet to be loaded out of sight
 */
record Farewell(Realm realm, URI issuer, Asker asker, List<SignedOutView.Party> parties, List<URI> frames) {
    private static final Duration LONGEST_OF_FRAMES = Duration.ofSeconds(3);
    private static final Duration SHORTEST_OF_FRAMES = Duration.ofSeconds(1);
    private static final Duration FOR_THE_WAY_ON = Duration.ofMillis(500);

    /** With nobody to tell. */
    static Farewell to(Asker asker, Realm realm, URI issuer) {
        return new Farewell(realm, issuer, asker, List.of(), List.of());
    }

    /** With what is known of those who do not wait for the browser. */
    Farewell after(LogoutReport report) {
        List<SignedOutView.Party> told = report.told().stream()
                .filter(one -> !one.waitsForBrowser())
                .filter(one -> !isAskerWithoutChannel(one))
                .filter(LogoutReport.Told::shown)
                .map(one -> new SignedOutView.Party(one.name(), outcome(one.notice()), one.owed(), Optional.empty()))
                .distinct() // of several sessions
                .toList();
        return new Farewell(realm, issuer, asker, told, report.frames());
    }

    /** Whoever asked knows. */
    private boolean isAskerWithoutChannel(LogoutReport.Told one) {
        return one.notice() instanceof LogoutNotice.Unsupported
                && asker.relyingParty().filter(one.relyingParty()::equals).isPresent();
    }

    /** With other knowledge of the parties. */
    Farewell with(List<SignedOutView.Party> others) {
        return new Farewell(realm, issuer, asker, others, frames);
    }

    /** With one more party that is known of. */
    Farewell and(SignedOutView.Party party) {
        List<SignedOutView.Party> more = new ArrayList<>(parties);
        more.add(party);
        return with(List.copyOf(more));
    }

    /** With those of sessions that ended elsewhere at the same time, whom this browser cannot tell. */
    Farewell besides(Collection<LogoutReport> elsewhere) {
        List<SignedOutView.Party> more = new ArrayList<>(parties);
        EndedElsewhere.parties(elsewhere).stream()
                .filter(party -> !parties.contains(party))
                .forEach(more::add);
        return with(List.copyOf(more));
    }

    /** Once they are loaded. */
    Farewell withoutFrames() {
        return new Farewell(realm, issuer, asker, parties, List.of());
    }

    /** Where the browser goes on with what was kept under that handle. */
    URI on(String round) {
        return URI.create(issuer + "/logout/on?round=" + round);
    }

    /**
     * On to the relying party, or the page that says how it went: also before the relying party when the person has to know
     * that somebody could not be told. That page does not run away: they may have something to do in it (WCAG 2.2.1). Who waits
     * is answered at once.
     */
    BrowserReply goOn(Optional<URI> news) {
        Optional<URI> back = SignedOutView.complete(parties)
                ? asker.returnTo()
                : asker.partial().returnTo();
        boolean toSee = parties.stream()
                .anyMatch(party -> party.outcome() == Outcome.UNREACHABLE
                        || party.outcome() == Outcome.REFUSED
                        || party.outcome() == Outcome.UNSUPPORTED
                        || party.ask().isPresent());
        return back.isEmpty() || toSee && !asker.awaited()
                ? page(Optional.empty(), back, news, List.of(), LONGEST_OF_FRAMES)
                : framesBefore(new BrowserReply.Redirect(back.get()), LONGEST_OF_FRAMES);
    }

    /** The pages of front channels are loaded before the browser leaves by an address. */
    BrowserReply framesBefore(BrowserReply next, Deadline deadline) {
        return framesBefore(next, time(deadline));
    }

    private BrowserReply framesBefore(BrowserReply next, Duration time) {
        return switch (next) {
            case BrowserReply.Redirect redirect
            when !frames.isEmpty() ->
                page(Optional.of(redirect.to()), Optional.empty(), Optional.empty(), List.of(), time);
            default -> next;
        };
    }

    private static Duration time(Deadline deadline) {
        return deadline.sooner(FOR_THE_WAY_ON).atMost(LONGEST_OF_FRAMES, SHORTEST_OF_FRAMES);
    }

    /** A page that loads its frames and tells who is asked, out of sight, and goes on by itself. */
    BrowserReply asking(List<SignedOutView.Asked> asked, URI next, Deadline deadline) {
        return page(Optional.of(next), Optional.empty(), Optional.empty(), asked, time(deadline));
    }

    private BrowserReply page(
            Optional<URI> next,
            Optional<URI> returning,
            Optional<URI> news,
            List<SignedOutView.Asked> asked,
            Duration time) {
        Optional<RelyingParty> back = asker.relyingParty().flatMap(realm::relyingParty);
        return new BrowserReply.Page(
                200,
                new SignedOutView(
                        Optional.of(realm.name()),
                        parties,
                        frames,
                        asked,
                        next,
                        time,
                        news,
                        back.map(RelyingParty::displayName),
                        returning.or(() -> back.flatMap(RelyingParty::home)),
                        issuer,
                        asker.languages(),
                        asker.only()));
    }

    static Outcome outcome(LogoutNotice notice) {
        return switch (notice) {
            case LogoutNotice.Done done -> Outcome.SIGNED_OUT;
            case LogoutNotice.ViaBrowser viaBrowser -> Outcome.UNCONFIRMED;
            case LogoutNotice.InFrame inFrame -> Outcome.UNCONFIRMED;
            case LogoutNotice.Unconfirmed unconfirmed -> Outcome.UNCONFIRMED;
            case LogoutNotice.TokensAlone alone -> Outcome.TOKENS_OVER;
            case LogoutNotice.Unsupported unsupported -> Outcome.UNSUPPORTED;
            case LogoutNotice.Failed failed -> Outcome.UNREACHABLE;
            case LogoutNotice.Refused refused -> Outcome.REFUSED;
        };
    }
}
