package io.vestibule.logout;

import io.vestibule.identity.RealmName;
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
    private static final String KIND = "logout-steps";
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
     * @param asks who is told in frames, by the handles of {@link AskedParties}
     * @param visits who has yet to be visited
     * @param upstreams where to go afterwards, by such handles
     * @param at the one of them where the browser is now
     * @param until by when the person is let go, in milliseconds of the epoch
     */
    record Kept(
            Asker asker,
            List<SignedOutView.Party> parties,
            List<URI> frames,
            List<String> asks,
            List<String> visits,
            List<String> upstreams,
            String at,
            long until) {
        static Kept of(Farewell farewell, List<String> asks, List<String> visits, List<String> upstreams, long until) {
            return new Kept(
                    farewell.asker(), farewell.parties(), farewell.frames(), asks, visits, upstreams, "", until);
        }

        String browser() {
            return asker.browser();
        }

        /** The same while the browser is at an upstream. */
        Kept at(String upstream) {
            return new Kept(asker, parties, frames, asks, visits, upstreams, upstream, until);
        }

        /** As it was when it was kept. */
        Farewell farewell(Realm realm, URI issuer) {
            return new Farewell(realm, issuer, asker, parties, frames);
        }

        /** The same round for another who asks. */
        Kept askedBy(Asker other) {
            return new Kept(other, parties, frames, asks, visits, upstreams, at, until);
        }

        /** Both in one. */
        Kept with(Kept other) {
            return new Kept(
                    asker.with(other.asker),
                    both(parties, other.parties),
                    both(frames, other.frames),
                    both(asks, other.asks),
                    both(visits, other.visits),
                    both(upstreams, other.upstreams),
                    at,
                    until);
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
