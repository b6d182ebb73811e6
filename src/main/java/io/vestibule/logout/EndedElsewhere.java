package io.vestibule.logout;

import io.vestibule.identity.UserId;
import io.vestibule.keys.Sealer;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.logout.SignedOutView.Party;
import io.vestibule.realm.Realm;
import io.vestibule.records.RecordText;
import io.vestibule.relyingparty.LogoutNotice;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What came of ending sessions that a person has in other browsers, for the page from which they did it: sealed in its address, and
 * up to date each time it is loaded, as {@link LiveReport} is. It is shown to that person alone.
 */
@ApplicationScoped
public class EndedElsewhere {
    private static final String USE = "ended-elsewhere";
    private static final Duration WORTH_SHOWING = Duration.ofMinutes(30);

    /** More would make an address that nobody takes; then each party's name stands once, and is not followed any further. */
    private static final int MOST = 50;

    private final LiveReport report;
    private final Sealer sealer;
    private final Clock clock;

    EndedElsewhere(LiveReport report, Sealer sealer, Clock clock) {
        this.report = report;
        this.sealer = sealer;
        this.clock = clock;
    }

    private record Over(String user, List<Party> parties, long since) {}

    /** To go with the page's address. */
    public String sealed(Realm realm, UserId user, Collection<LogoutReport> reports) {
        Over over = new Over(user.toString(), parties(reports), clock.instant().getEpochSecond());
        return sealer.seal(realm.name(), USE, RecordText.write(over));
    }

    /** Each application and what is known of it by now; nothing when it was not made here, for this person, a short time ago. */
    public List<Party> parties(Realm realm, UserId user, String sealed) {
        return sealer.open(realm.name(), USE, sealed)
                .map(text -> RecordText.read(text, Over.class))
                .filter(over -> over.user().equals(user.toString()))
                .filter(over ->
                        Instant.ofEpochSecond(over.since()).plus(WORTH_SHOWING).isAfter(clock.instant()))
                .map(over -> once(report.byNow(realm, over.parties(), over.since())))
                .orElse(List.of());
    }

    /** As far as it is known when nobody of theirs is at a browser: what only a browser could tell is not told. */
    static List<Party> parties(Collection<LogoutReport> reports) {
        List<Party> all = reports.stream()
                .flatMap(one -> one.told().stream())
                .filter(LogoutReport.Told::shown)
                .map(told -> new Party(told.name(), outcome(told.notice()), told.owed(), Optional.empty()))
                .distinct()
                .toList();
        return all.size() > MOST ? once(all) : all;
    }

    private static List<Party> once(List<Party> all) {
        return all.stream()
                .map(party -> new Party(party.name(), party.outcome()))
                .distinct()
                .toList();
    }

    private static Outcome outcome(LogoutNotice notice) {
        return switch (notice) {
            case LogoutNotice.ViaBrowser viaBrowser -> Outcome.UNSUPPORTED;
            case LogoutNotice.InFrame inFrame -> Outcome.UNSUPPORTED;
            default -> Farewell.outcome(notice);
        };
    }
}
