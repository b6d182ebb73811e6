package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.Trip;
import io.vestibule.directory.FactorPolicy;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.AuthnRequest.Interaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends browsers to upstreams and knows them again: the state is a sealed cookie per trip, nothing is stored here. */
@ApplicationScoped
class Trips {
    static final Duration PATIENCE = Duration.ofMinutes(30);
    /** Browsers keep at most 4096 bytes of name, value and attributes (RFC 6265 §6.1). */
    static final int LARGEST_COOKIE = 3800;

    private static final Duration COOKIE_LIFETIME = Duration.ofHours(12); // an expired trip still knows its request
    private static final int MOST_AT_ONCE = 6;
    private static final String PREFIX = "vestibule-away-";

    private final FlowSeal seal;
    private final LoginUrls urls;
    private final RandomTokens tokens;
    private final ExpiringRecords records;
    private final Clock clock;

    Trips(FlowSeal seal, LoginUrls urls, RandomTokens tokens, ExpiringRecords records, Clock clock) {
        this.seal = seal;
        this.urls = urls;
        this.tokens = tokens;
        this.records = records;
        this.clock = clock;
    }

    /** What became of an attempt to leave. */
    sealed interface Left {
        record Going(BrowserReply reply) implements Left {}

        record Staying(String reason, String detail) implements Left {}
    }

    /** @param way by which connector, and to which of the organisations behind it */
    Left leave(Way way, PendingLogin.Choosing choosing, Visitor visitor) {
        AuthnRequest request = choosing.request();
        String hop = tokens.next();
        return switch (way.connector().depart(trip(request, way, hop))) {
            case DepartureOutcome.Ready ready -> remembered(way, choosing, hop, ready, visitor);
            case DepartureOutcome.Unreachable unreachable ->
                new Left.Staying("upstream-unreachable", unreachable.detail());
        };
    }

    /**
     * Where to.
     *
     * @param anyContext whether it may authenticate as it can, whatever the request wants
     */
    record Way(RedirectConnector connector, Optional<String> organisation, boolean anyContext) {
        Way(RedirectConnector connector, Optional<String> organisation) {
            this(connector, organisation, false);
        }
    }

    /** The trip this message comes back from, when it began in this browser. */
    Optional<PendingLogin.Away> cameBack(
            RealmName realm, RedirectConnector connector, InboundMessage message, Visitor visitor) {
        return message.single(connector.hopParameter())
                .flatMap(hop -> visitor.cookies().entrySet().stream()
                        .filter(cookie -> cookie.getKey().startsWith(PREFIX)
                                && cookie.getKey().endsWith(mark(hop)))
                        .findFirst()
                        .flatMap(cookie -> seal.open(
                                realm, connector.id() + ":" + hop, PendingLogin.Away.class, cookie.getValue())));
    }

    boolean isExpired(PendingLogin.Away away) {
        return away.startedAt().plus(PATIENCE).isBefore(clock.instant());
    }

    AuthnOutcome arrive(RedirectConnector connector, PendingLogin.Away away, InboundMessage message) {
        String hop = message.single(connector.hopParameter()).orElseThrow();
        Way way = new Way(connector, away.organisation(), away.anyContext());
        return connector.arrive(message, trip(away.request(), way, hop), away.memory());
    }

    /** Whether this trip's answer is used for the first time, on any node. Asked only after it has verified. */
    boolean firstArrival(RedirectConnector connector, PendingLogin.Away away, InboundMessage message) {
        String hop = message.single(connector.hopParameter()).orElseThrow();
        return records.firstUse("trip", hop, away.startedAt().plus(PATIENCE).plus(Duration.ofMinutes(5)));
    }

    private Left remembered(
            Way way, PendingLogin.Choosing choosing, String hop, DepartureOutcome.Ready ready, Visitor visitor) {
        AuthnRequest request = choosing.request();
        Departure departure = ready.departure();
        Instant now = clock.instant();
        ConnectorId connector = way.connector().id();
        PendingLogin.Away away = new PendingLogin.Away(
                request,
                connector,
                way.organisation(),
                way.anyContext(),
                departure.memory(),
                choosing.browser(),
                now,
                choosing.link());
        String sealed = seal.seal(request.realm(), connector + ":" + hop, away);
        if (sealed.length() > LARGEST_COOKIE) {
            return new Left.Staying("request-too-large", sealed.length() + " characters");
        }
        String path = urls.cookiePath(request.realm());
        List<BrowserCookie> cookies = new ArrayList<>(oldest(visitor, path));
        String name = PREFIX + Long.toString(now.getEpochSecond(), 36) + mark(hop);
        cookies.add(new BrowserCookie(name, new Secret(sealed), path, COOKIE_LIFETIME));
        return new Left.Going(departure.reply().with(cookies));
    }

    /** Cookies to take away so that tabs left open do not fill the browser's jar; names sort by age. */
    private static List<BrowserCookie> oldest(Visitor visitor, String path) {
        List<String> names = visitor.cookies().keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .toList();
        return names.stream()
                .limit(Math.max(0, names.size() - MOST_AT_ONCE + 1))
                .map(name -> BrowserCookie.gone(name, path))
                .toList();
    }

    private static String mark(String hop) {
        return "-" + hop.substring(0, Math.min(10, hop.length()));
    }

    /** SAML Core §3.4.1.2: whoever asked us, by the name it goes by, before those it asked for. */
    private static List<String> requesters(AuthnRequest request) {
        List<String> requesters = new ArrayList<>();
        requesters.add(request.relyingParty().value());
        requesters.addAll(request.scoping().requesters());
        return requesters;
    }

    /** The classes that an upstream is asked for, most wanted first: not what only we can give. */
    static List<String> classes(AuthnRequest request) {
        return request.context().acrValues().stream()
                .filter(word -> !word.equals(FactorPolicy.CHECKED_HERE))
                .toList();
    }

    private Trip trip(AuthnRequest request, Way way, String hop) {
        ConnectorId connector = way.connector().id();
        return new Trip(
                request.realm(),
                connector,
                urls.callback(request.realm(), connector),
                hop,
                way.anyContext() ? List.of() : classes(request),
                request.demands(Interaction.FORCE_AUTHN),
                request.demands(Interaction.SELECT_ACCOUNT),
                request.context().maxAge(),
                request.hints().login(),
                request.hints().uiLocales(),
                way.organisation(),
                request.scoping().proxyCount().map(count -> count - 1),
                requesters(request),
                request.passive());
    }
}
