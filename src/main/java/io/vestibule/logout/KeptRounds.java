package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** What is left of a logout while the browser is away or loads frames: taken once, by the browser that began it. */
@ApplicationScoped
class KeptRounds {
    private static final String KIND = "logout-round";

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
     * @param upstream to go to afterwards
     * @param at where the browser is now
     * @param only as in {@link Farewell}
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
            Optional<Upstream> upstream,
            String at,
            List<String> languages,
            Optional<String> only,
            long until) {}

    void keep(RealmName realm, String hop, Kept kept) {
        sealed.put(KIND, realm, hop, kept);
    }

    Optional<Kept> peek(RealmName realm, String hop) {
        return sealed.peek(KIND, realm, hop, Kept.class);
    }

    Optional<Kept> take(RealmName realm, String hop) {
        return sealed.take(KIND, realm, hop, Kept.class);
    }
}
