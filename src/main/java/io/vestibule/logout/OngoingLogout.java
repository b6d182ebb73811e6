package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.keys.Sealer;
import io.vestibule.login.BrowserBinding;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.logout.AskedParties.Ask;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A logout after its beginning. Every step belongs to the browser in which it began: an address of one that got elsewhere, in
 * a log or by a trick, moves nothing and shows nothing.
 */
@ApplicationScoped
public class OngoingLogout {
    private static final String USE = "logout-returned";
    private static final String STEP = "logout";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Realms realms;
    private final BrowserRound round;
    private final KeptRounds rounds;
    private final AskedParties asked;
    private final LiveReport report;
    private final BrowserBinding binding;
    private final Sealer sealer;
    private final ErrorPages errors;
    private final BaseUrl base;
    private final Clock clock;

    OngoingLogout(
            Realms realms,
            BrowserRound round,
            KeptRounds rounds,
            AskedParties asked,
            LiveReport report,
            BrowserBinding binding,
            Sealer sealer,
            ErrorPages errors,
            BaseUrl base,
            Clock clock) {
        this.realms = realms;
        this.round = round;
        this.rounds = rounds;
        this.asked = asked;
        this.report = report;
        this.binding = binding;
        this.sealer = sealer;
        this.errors = errors;
        this.base = base;
        this.clock = clock;
    }

    /** What came back from the other side, on its way through a page of ours; at {@code at} seconds of the epoch. */
    private record Back(String hop, Optional<String> sender, boolean confirmed, long at) {}

    /**
     * The browser is back from an upstream or a relying party. A form that another site posts, or a frame of another site, comes
     * without our SameSite=Lax cookies: it is sent on once from here to here, and then brings them.
     *
     * @param hop what {@code UpstreamLogout.depart} or {@code LogoutParticipant.byBrowser} was given
     * @param confirmed whether the other side said that it signed the person out, or only sent them back
     */
    public BrowserReply returned(RealmName name, String hop, boolean confirmed, Visitor visitor) {
        return returned(name, hop, Optional.empty(), confirmed, visitor);
    }

    /** The same of a relying party, which has proven who it is: it speaks for itself alone. */
    public BrowserReply returned(
            RealmName name, String hop, RelyingPartyId sender, boolean confirmed, Visitor visitor) {
        return returned(name, hop, Optional.of(sender.value()), confirmed, visitor);
    }

    private BrowserReply returned(
            RealmName name, String hop, Optional<String> sender, boolean confirmed, Visitor visitor) {
        return in(name, visitor, realm -> {
            if (hop.isEmpty() || binding.isMarked(visitor)) {
                return back(realm, hop, sender, confirmed, visitor);
            }
            Back back = new Back(hop, sender, confirmed, clock.instant().getEpochSecond());
            URI again = URI.create(
                    base.issuer(name) + "/logout/returned?back=" + sealer.seal(name, USE, RecordText.write(back)));
            return new BrowserReply.Page(200, new OnwardView(Optional.of(name), again, Map.of()));
        });
    }

    /** The same once more, from our own page. */
    public BrowserReply returned(RealmName name, String sealed, Visitor visitor) {
        return in(
                name,
                visitor,
                realm -> sealer.open(name, USE, sealed)
                        .map(text -> RecordText.read(text, Back.class))
                        .filter(back ->
                                Instant.ofEpochSecond(back.at()).plus(PATIENCE).isAfter(clock.instant()))
                        .map(back -> back(realm, back.hop(), back.sender(), back.confirmed(), visitor))
                        .orElseGet(() -> over(realm)));
    }

    private BrowserReply back(Realm realm, String hop, Optional<String> sender, boolean confirmed, Visitor visitor) {
        Optional<Ask> ask = asked.ofHop(realm.name(), hop);
        if (ask.filter(one -> confirmed && !one.mayBeAnsweredBy(sender)).isPresent()) {
            return errors.page(
                    Kind.BAD_REQUEST,
                    new Refusal(realm.name(), Circumstances.from(visitor.address()), STEP, "answer-of-another"),
                    Optional.empty(),
                    Optional.empty());
        }
        if (ask.isPresent()) {
            return bound(realm, ask.get().browser(), visitor, () -> {
                asked.answered(realm.name(), hop, confirmed);
                if (rounds.peek(realm.name(), hop).isPresent()) { // it was visited
                    return new BrowserReply.Redirect(URI.create(base.issuer(realm.name()) + "/logout/on?round=" + hop));
                }
                SignedOutView.Outcome said =
                        confirmed ? SignedOutView.Outcome.SIGNED_OUT : SignedOutView.Outcome.UNCONFIRMED;
                SignedOutView.Party party = new SignedOutView.Party(ask.get().name(), said);
                return new BrowserReply.Page(
                        200, new ToldView(Optional.of(realm.name()), party, base.issuer(realm.name())));
            });
        }
        return rounds.peek(realm.name(), hop)
                .map(kept -> bound(
                        realm,
                        kept.browser(),
                        visitor,
                        () -> kept.asks().isEmpty()
                                ? round.returned(realm, kept, confirmed)
                                : round.on(realm, kept))) // a visit that was answered before
                .orElseGet(() -> over(realm));
    }

    /** Leaves for whoever is visited. */
    public BrowserReply visit(RealmName name, String handle, Visitor visitor) {
        return in(
                name,
                visitor,
                realm -> rounds.peek(name, handle)
                        .map(kept -> bound(realm, kept.browser(), visitor, () -> round.visit(realm, handle, kept)))
                        .orElseGet(() -> over(realm)));
    }

    /** Those who were told in frames, or visited, had their time. */
    public BrowserReply on(RealmName name, String handle, Visitor visitor) {
        return in(
                name,
                visitor,
                realm -> rounds.peek(name, handle)
                        .map(kept -> bound(realm, kept.browser(), visitor, () -> round.on(realm, kept)))
                        .orElseGet(() -> over(realm)));
    }

    /**
     * Tells one relying party by the browser.
     *
     * @param framed within our page, or in a window of its own
     */
    public BrowserReply tell(RealmName name, String handle, boolean framed, Visitor visitor) {
        return in(
                name,
                visitor,
                realm -> asked.find(name, handle)
                        .map(ask -> bound(
                                realm,
                                ask.browser(),
                                visitor,
                                () -> round.tell(realm, ask, asked.hop(name, handle))
                                        .map(way -> framed ? onward(realm, way) : way)
                                        .orElseGet(() -> over(realm))))
                        .orElseGet(() -> over(realm)));
    }

    private static BrowserReply onward(Realm realm, BrowserReply way) {
        Optional<RealmName> name = Optional.of(realm.name());
        return switch (way) {
            case BrowserReply.Redirect redirect ->
                new BrowserReply.Page(200, new OnwardView(name, redirect.to(), Map.of()));
            case BrowserReply.AutoPost post ->
                new BrowserReply.Page(
                        200, new OnwardView(name, post.to(), post.fields()), List.of(post.to()), List.of());
            case BrowserReply.Page page -> page;
        };
    }

    /** The report again, with what became known meanwhile. */
    public BrowserReply report(RealmName name, String sealed, Visitor visitor) {
        return in(
                name,
                visitor,
                realm -> report.known(realm, sealed)
                        .map(known -> bound(realm, known.asker().browser(), visitor, () -> report.again(realm, known)))
                        .orElseGet(() -> notFound(name, visitor)));
    }

    private interface Step {
        BrowserReply take();
    }

    private BrowserReply bound(Realm realm, String browser, Visitor visitor, Step step) {
        return binding.matches(browser, visitor)
                ? step.take()
                : errors.page(
                        Kind.FLOW_LOST,
                        new Refusal(
                                realm.name(), Circumstances.from(visitor.address()), STEP, "round-not-of-this-browser"),
                        Optional.empty(),
                        Optional.empty());
    }

    private BrowserReply in(RealmName name, Visitor visitor, Function<Realm, BrowserReply> step) {
        return realms.find(name).map(step).orElseGet(() -> notFound(name, visitor));
    }

    /** Too late: what it was for is done. */
    private BrowserReply over(Realm realm) {
        return report.of(
                Farewell.to(Asker.of("", LogoutRequest.nothing(realm.name())), realm, base.issuer(realm.name())));
    }

    private BrowserReply notFound(RealmName realm, Visitor visitor) {
        return errors.page(
                Kind.NOT_FOUND,
                new Refusal(realm, Circumstances.from(visitor.address()), STEP, "no-such-realm"),
                Optional.empty(),
                Optional.empty());
    }
}
