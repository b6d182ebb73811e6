package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What is left of a logout while the browser is away or loads frames: taken once, by the browser that began it. */
@ApplicationScoped
class KeptRounds {
    private static final String KIND = "logout-round";
    private static final String DEPARTURE = "logout-departure";

    private final SealedRounds sealed;

    KeptRounds(SealedRounds sealed) {
        this.sealed = sealed;
    }

    /** Whoever vouched for the person, and its own words for that. */
    record Upstream(String connector, Optional<String> session, Optional<String> logoutHint) {}

    /**
     * A round.
     *
     * @param browser the mark of the one that began it
     * @param asks who is being told in frames meanwhile
     * @param visits who has yet to be visited
     * @param upstream to go to afterwards
     * @param at where the browser is now
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
            Optional<Upstream> upstream,
            String at,
            List<String> languages,
            Optional<String> only,
            long until,
            boolean awaited) {
        static Kept of(
                Farewell farewell, List<String> asks, List<String> visits, Optional<Upstream> upstream, long until) {
            return new Kept(
                    farewell.browser(),
                    farewell.relyingParty().map(RelyingPartyId::value),
                    farewell.returnTo().map(URI::toString),
                    farewell.returnWhenPartial().map(URI::toString),
                    farewell.parties(),
                    farewell.frames().stream().map(URI::toString).toList(),
                    asks,
                    visits,
                    upstream,
                    "",
                    farewell.languages(),
                    farewell.only(),
                    until,
                    farewell.awaited());
        }

        /** The same while the browser is at somebody who is no relying party. */
        Kept at(String name) {
            return new Kept(
                    browser,
                    relyingParty,
                    returnTo,
                    returnWhenPartial,
                    parties,
                    frames,
                    asks,
                    visits,
                    upstream,
                    name,
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

    Optional<Kept> take(RealmName realm, String hop) {
        return sealed.take(KIND, realm, hop, Kept.class);
    }
}
