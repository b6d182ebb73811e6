package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.keys.Sealer;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last page of a logout. While somebody could not be told yet, it loads itself again for some minutes, with or without
 * script, and shows who was told meanwhile. What it knows is sealed in its address; the notices still owed are in the store.
 */
@ApplicationScoped
class LiveReport {
    private static final String USE = "logout-told";
    private static final Duration WORTH_WATCHING = Duration.ofMinutes(3);
    private static final Duration STILL_KNOWN = Duration.ofHours(12); // news that nobody heard is forgotten in a day

    private final OwedNotices owed;
    private final AskedParties asked;
    private final Sealer sealer;
    private final BaseUrl base;
    private final Clock clock;

    LiveReport(OwedNotices owed, AskedParties asked, Sealer sealer, BaseUrl base, Clock clock) {
        this.owed = owed;
        this.asked = asked;
        this.sealer = sealer;
        this.base = base;
        this.clock = clock;
    }

    /** What was known when the session ended, at {@code since} seconds of the epoch. */
    record Known(Asker asker, List<SignedOutView.Party> parties, long since) {}

    /** The last step of a logout: the page, or back to whoever asked. */
    BrowserReply of(Farewell farewell) {
        return farewell.goOn(news(farewell, clock.instant().getEpochSecond()));
    }

    /** What an address of the page says; empty when it was not made here. */
    Optional<Known> known(Realm realm, String sealed) {
        return sealer.open(realm.name(), USE, sealed).map(text -> RecordText.read(text, Known.class));
    }

    /** The page again; or on to whoever asked, once everybody is out after all. */
    BrowserReply again(Realm realm, Known known) {
        Farewell farewell = Farewell.to(known.asker(), realm, base.issuer(realm.name()))
                .with(byNow(realm, known.parties(), known.since()));
        return farewell.goOn(news(farewell, known.since()));
    }

    /** What has become of parties that were told at {@code since} seconds of the epoch. */
    List<SignedOutView.Party> byNow(Realm realm, List<SignedOutView.Party> then, long since) {
        boolean fresh = Instant.ofEpochSecond(since).plus(STILL_KNOWN).isAfter(clock.instant());
        return then.stream().map(party -> byNow(realm, party, fresh)).toList();
    }

    private SignedOutView.Party byNow(Realm realm, SignedOutView.Party then, boolean fresh) {
        boolean heard =
                fresh && then.owed().filter(notice -> !owed.isOwed(notice)).isPresent();
        boolean said =
                then.ask().filter(ask -> asked.isConfirmed(realm.name(), ask)).isPresent();
        return heard || said ? new SignedOutView.Party(then.name(), Outcome.SIGNED_OUT) : then;
    }

    private Optional<URI> news(Farewell farewell, long since) {
        boolean expected = farewell.parties().stream().anyMatch(SignedOutView.Party::open)
                && Instant.ofEpochSecond(since).plus(WORTH_WATCHING).isAfter(clock.instant());
        return expected ? Optional.of(address(farewell, since)) : Optional.empty();
    }

    private URI address(Farewell farewell, long since) {
        Known known = new Known(farewell.asker(), farewell.parties(), since);
        return URI.create(farewell.issuer() + "/logout/report?of="
                + sealer.seal(farewell.realm().name(), USE, RecordText.write(known)));
    }
}
