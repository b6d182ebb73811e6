package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.UpstreamLogout.Way;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.AskedParties.Ask;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.Realm;
import io.vestibule.records.RandomTokens;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The end of a browser's round: it goes to each upstream that is told, as far as that answers, and then to the report. */
@ApplicationScoped
class UpstreamVisits {
    private final LiveReport report;
    private final AskedParties asked;
    private final UpstreamWay way;
    private final KeptRounds rounds;
    private final RandomTokens tokens;
    private final Clock clock;

    UpstreamVisits(
            LiveReport report,
            AskedParties asked,
            UpstreamWay way,
            KeptRounds rounds,
            RandomTokens tokens,
            Clock clock) {
        this.report = report;
        this.asked = asked;
        this.way = way;
        this.rounds = rounds;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** To the upstreams, one after the other, then to the report. */
    BrowserReply goOn(Farewell farewell, List<String> upstreams, Deadline deadline) {
        if (upstreams.isEmpty()) {
            return report.of(farewell);
        }
        String id = upstreams.getFirst();
        List<String> others = upstreams.subList(1, upstreams.size());
        Realm realm = farewell.realm();
        Optional<Ask> known = asked.find(realm.name(), id);
        if (known.isEmpty()) { // too late
            return goOn(farewell, others, deadline);
        }
        String name = known.get().name();
        if (asked.isConfirmed(realm.name(), id)) {
            return goOn(farewell.and(new SignedOutView.Party(name, Outcome.SIGNED_OUT)), others, deadline);
        }
        String hop = tokens.next();
        return way.open(realm, RecordText.read(known.get().memory(), Upstream.class), hop, deadline)
                .map(found -> switch (found) {
                    case Way.Open(BrowserReply by) -> leave(farewell, upstreams, by, hop, deadline);
                    // nobody is sent there; the person can go by a click, in a window of its own
                    case Way.Unknown silent ->
                        goOn(
                                farewell.and(new SignedOutView.Party(
                                        name, Outcome.UNREACHABLE, Optional.empty(), Optional.of(id))),
                                others,
                                deadline);
                    case Way.None none ->
                        goOn(farewell.and(new SignedOutView.Party(name, Outcome.UNSUPPORTED)), others, deadline);
                })
                .orElseGet(() -> goOn(farewell, others, deadline));
    }

    /** Frames are loaded before the browser leaves, once: before a form that leaves by itself, on a page of their own. */
    private BrowserReply leave(
            Farewell farewell, List<String> upstreams, BrowserReply departure, String hop, Deadline deadline) {
        RealmName realm = farewell.realm().name();
        if (departure instanceof BrowserReply.AutoPost && !farewell.frames().isEmpty()) {
            String round = tokens.next();
            Kept kept = kept(farewell.withoutFrames(), upstreams, deadline);
            rounds.keep(realm, round, kept);
            return farewell.asking(List.of(), farewell.on(round), deadline);
        }
        BrowserReply reply = farewell.framesBefore(departure, deadline);
        Farewell sofar = reply instanceof BrowserReply.Page ? farewell.withoutFrames() : farewell;
        List<String> others = upstreams.subList(1, upstreams.size());
        rounds.keep(realm, hop, kept(sofar, others, deadline).at(upstreams.getFirst()));
        return reply;
    }

    private Kept kept(Farewell farewell, List<String> upstreams, Deadline deadline) {
        return Kept.of(farewell, List.of(), List.of(), upstreams, deadline.at(clock));
    }
}
