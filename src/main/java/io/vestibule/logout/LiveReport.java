package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RelyingPartyId;
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
    private static final String USE = "logout-report";
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

    /** What was known when the session ended, at {@code since} seconds of the epoch, in which browser. */
    record Known(
            String browser,
            Optional<String> relyingParty,
            Optional<String> returnTo,
            Optional<String> returnWhenPartial,
            List<SignedOutView.Party> parties,
            long since,
            List<String> languages,
            Optional<String> only) {}

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
        LogoutRequest wish = new LogoutRequest(
                        realm.name(),
                        known.relyingParty().map(RelyingPartyId::new),
                        Optional.empty(),
                        Optional.empty(),
                        known.returnTo().map(URI::create),
                        known.returnWhenPartial().map(URI::create))
                .hinting(Optional.empty(), known.languages());
        List<SignedOutView.Party> now =
                known.parties().stream().map(then -> now(realm, known, then)).toList();
        Farewell farewell = Farewell.of(realm, base.issuer(realm.name()), known.browser(), wish)
                .ofOnly(known.only())
                .with(now);
        return farewell.goOn(news(farewell, known.since()));
    }

    private SignedOutView.Party now(Realm realm, Known known, SignedOutView.Party then) {
        boolean heard = isFresh(known)
                && then.owed().filter(notice -> !owed.isOwed(notice)).isPresent();
        boolean said =
                then.ask().filter(ask -> asked.isConfirmed(realm.name(), ask)).isPresent();
        return heard || said ? new SignedOutView.Party(then.name(), Outcome.SIGNED_OUT) : then;
    }

    private boolean isFresh(Known known) {
        return Instant.ofEpochSecond(known.since()).plus(STILL_KNOWN).isAfter(clock.instant());
    }

    private Optional<URI> news(Farewell farewell, long since) {
        boolean expected = farewell.parties().stream().anyMatch(SignedOutView.Party::open)
                && Instant.ofEpochSecond(since).plus(WORTH_WATCHING).isAfter(clock.instant());
        return expected ? Optional.of(address(farewell, since)) : Optional.empty();
    }

    private URI address(Farewell farewell, long since) {
        Known known = new Known(
                farewell.browser(),
                farewell.relyingParty().map(RelyingPartyId::value),
                farewell.returnTo().map(URI::toString),
                farewell.returnWhenPartial().map(URI::toString),
                farewell.parties(),
                since,
                farewell.languages(),
                farewell.only());
        return URI.create(farewell.issuer() + "/logout/report?of="
                + sealer.seal(farewell.realm().name(), USE, RecordText.write(known)));
    }
}
