package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.realm.Realm;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is left of a logout while the browser is away or loads frames, for the browser that began it. */
@ApplicationScoped
class KeptRounds {
    private static final String KIND = "logout-round";
    private static final String DEPARTURE = "logout-departure";

    private final SealedRounds sealed;

    KeptRounds(SealedRounds sealed) {
        this.sealed = sealed;
    }

    /** Whoever vouched for the person, and its own words for that. */
    record Upstream(String connector, Optional<String> session, Optional<String> logoutHint) {
        static Upstream of(Session session) {
            return new Upstream(
                    session.connector().value(),
                    session.upstream().id(),
                    session.upstream().logoutHint().map(Secret::reveal));
        }

        UpstreamSession known() {
            return new UpstreamSession(session, logoutHint.map(Secret::new));
        }
    }

    /**
     * A round.
     *
     * @param browser the mark of the one that began it
     * @param asks who is told in frames, by the handles of {@link AskedParties}
     * @param visits who has yet to be visited
     * @param upstreams where to go afterwards, by such handles
     * @param at the one of them where the browser is now
     * @param only as in {@link Farewell}, and so is {@code awaited}
     * @param until by when the person is let go, in milliseconds of the epoch
     */
    record Kept(
            String browser,
            Optional<String> relyingParty,
            Optional<String> returnTo,
            Optional<String> returnWhenPartial,
            List<SignedOutView.Party> parties,
            List<String> frames,
            List<String> asks,
            List<String> visits,
            List<String> upstreams,
            String at,
            List<String> languages,
            Optional<String> only,
            long until,
            boolean awaited) {
        static Kept of(Farewell farewell, List<String> asks, List<String> visits, List<String> upstreams, long until) {
            return new Kept(
                    farewell.browser(),
                    farewell.relyingParty().map(RelyingPartyId::value),
                    farewell.returnTo().map(URI::toString),
                    farewell.returnWhenPartial().map(URI::toString),
                    farewell.parties(),
                    farewell.frames().stream().map(URI::toString).toList(),
                    asks,
                    visits,
                    upstreams,
                    "",
                    farewell.languages(),
                    farewell.only(),
                    until,
                    farewell.awaited());
        }

        /** The same while the browser is at an upstream. */
        Kept at(String upstream) {
            return new Kept(
                    browser,
                    relyingParty,
                    returnTo,
                    returnWhenPartial,
                    parties,
                    frames,
                    asks,
                    visits,
                    upstreams,
                    upstream,
                    languages,
                    only,
                    until,
                    awaited);
        }

        /** As it was when it was kept. */
        Farewell farewell(Realm realm, URI issuer) {
            return new Farewell(
                    realm,
                    issuer,
                    browser,
                    relyingParty.map(RelyingPartyId::new),
                    returnTo.map(URI::create),
                    returnWhenPartial.map(URI::create),
                    parties,
                    frames.stream().map(URI::create).toList(),
                    languages,
                    only,
                    awaited);
        }

        /** The same round for another wish. */
        Kept asWished(LogoutRequest wish) {
            return new Kept(
                    browser,
                    wish.relyingParty().map(RelyingPartyId::value),
                    wish.returnTo().map(URI::toString),
                    wish.returnWhenPartial().map(URI::toString),
                    parties,
                    frames,
                    asks,
                    visits,
                    upstreams,
                    at,
                    wish.languages(),
                    only,
                    until,
                    awaited);
        }

        /** The same where nobody knows of everyone. */
        Kept partial() {
            return new Kept(
                    browser,
                    relyingParty,
                    returnWhenPartial.or(() -> returnTo),
                    returnWhenPartial,
                    parties,
                    frames,
                    asks,
                    visits,
                    upstreams,
                    at,
                    languages,
                    only,
                    until,
                    awaited);
        }

        /** Both in one. */
        Kept with(Kept other) {
            return new Kept(
                    browser,
                    relyingParty,
                    returnTo.equals(returnWhenPartial) ? returnTo : other.returnTo,
                    returnWhenPartial,
                    both(parties, other.parties),
                    both(frames, other.frames),
                    both(asks, other.asks),
                    both(visits, other.visits),
                    both(upstreams, other.upstreams),
                    at,
                    languages,
                    only,
                    until,
                    awaited);
        }

        private static <T> List<T> both(List<T> one, List<T> other) {
            return Stream.concat(one.stream(), other.stream()).distinct().toList();
        }
    }

    void keep(RealmName realm, String hop, Kept kept) {
        sealed.put(KIND, realm, hop, kept);
    }

    private record Departure() {}

    /** The same of one that leaves for somebody else's pages, once. */
    void keepBeforeDeparture(RealmName realm, String hop, Kept kept) {
        keep(realm, hop, kept);
        sealed.put(DEPARTURE, realm, hop, new Departure());
    }

    /** False for whoever left before, and is here again by the browser's own button. */
    boolean departs(RealmName realm, String hop) {
        return sealed.take(DEPARTURE, realm, hop, Departure.class).isPresent();
    }

    Optional<Kept> peek(RealmName realm, String hop) {
        return sealed.peek(KIND, realm, hop, Kept.class);
    }
}
