package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.SessionRef;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.OperatorLogout.Offline;
import io.vestibule.session.Session;
import java.util.List;
import java.util.Optional;

/**
 * How sessions end.
 *
 * @param reason a stable word for the audit log
 * @param knows who need not be told
 * @param upstream whether who vouched for the person is told by this server: nobody's browser goes there
 * @param deadline by when whoever waits for it is let go
 * @param browser the one that asks for it, where one does
 */
record Ending(
        String reason,
        Circumstances circumstances,
        Optional<Knows> knows,
        Offline offline,
        boolean upstream,
        Deadline deadline,
        Optional<InBrowser> browser) {
    /**
     * A browser that signs out of sessions of its own.
     *
     * @param mark as in {@link Farewell}
     */
    record InBrowser(String mark, List<Session> own) {
        Optional<Upstream> upstreamOf(SessionRef session) {
            return own.stream()
                    .filter(one -> one.ref().equals(session))
                    .map(Upstream::of)
                    .findFirst();
        }
    }

    Ending(String reason, Circumstances circumstances, Optional<Knows> knows, Offline offline, boolean upstream) {
        this(reason, circumstances, knows, offline, upstream, Deadline.fromNow(), Optional.empty());
    }

    /** What is to outlive sessions does. */
    static Ending of(String reason, Circumstances circumstances, Optional<Knows> knows) {
        return new Ending(reason, circumstances, knows, Offline.STAYS, false);
    }

    Ending andUpstream() {
        return new Ending(reason, circumstances, knows, offline, true, deadline, browser);
    }

    /** The same in the browser that asks for it. */
    Ending in(InBrowser asking) {
        return new Ending(reason, circumstances, knows, offline, upstream, deadline, Optional.of(asking));
    }
}
