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

    private final OwedNotices owed;
    private final Sealer sealer;
    private final BaseUrl base;
    private final Clock clock;

    LiveReport(OwedNotices owed, Sealer sealer, BaseUrl base, Clock clock) {
        this.owed = owed;
        this.sealer = sealer;
        this.base = base;
        this.clock = clock;
    }

    /** What was known when the session ended, at {@code since} seconds of the epoch. */
    record Known(
            Optional<String> relyingParty, List<SignedOutView.Party> parties, long since, List<String> languages) {}

    /** The last step of a logout: the page, or back to whoever asked. */
    BrowserReply of(Farewell farewell) {
        return farewell.goOn(news(farewell, clock.instant().getEpochSecond()));
    }

    /** The page again; empty when the address was not made here. */
    Optional<BrowserReply> again(Realm realm, String sealed) {
        return sealer.open(realm.name(), USE, sealed)
                .map(text -> RecordText.read(text, Known.class))
                .map(known -> {
                    LogoutRequest nothingAsked = new LogoutRequest(
                                    realm.name(),
                                    known.relyingParty().map(RelyingPartyId::new),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())
                            .hinting(Optional.empty(), known.languages());
                    List<SignedOutView.Party> now =
                            known.parties().stream().map(this::now).toList();
                    Farewell farewell = Farewell.of(realm, base.issuer(realm.name()), nothingAsked)
                            .with(now);
                    return farewell.goOn(news(farewell, known.since()));
                });
    }

    private SignedOutView.Party now(SignedOutView.Party then) {
        return then.owed().isEmpty() || owed.isOwed(then.owed().get())
                ? then
                : new SignedOutView.Party(then.name(), Outcome.SIGNED_OUT);
    }

    private Optional<URI> news(Farewell farewell, long since) {
        boolean expected =
                farewell.parties().stream().anyMatch(party -> party.owed().isPresent())
                        && Instant.ofEpochSecond(since).plus(WORTH_WATCHING).isAfter(clock.instant());
        return expected ? Optional.of(address(farewell, since)) : Optional.empty();
    }

    private URI address(Farewell farewell, long since) {
        Known known = new Known(
                farewell.relyingParty().map(RelyingPartyId::value), farewell.parties(), since, farewell.languages());
        return URI.create(farewell.issuer() + "/logout/report?of="
                + sealer.seal(farewell.realm().name(), USE, RecordText.write(known)));
    }
}
