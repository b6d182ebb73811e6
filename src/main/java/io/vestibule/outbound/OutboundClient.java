package io.vestibule.outbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vestibule.outbound.OutboundOutcome.Answered;
import io.vestibule.outbound.OutboundOutcome.Failed;
import io.vestibule.outbound.OutboundOutcome.Kind;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Calls the outside, one request and its whole answer at a time. Blocks: call it on a virtual thread. Never follows a
 * redirect; a status is an answer, whatever it says.
 */
@ApplicationScoped
public class OutboundClient {
    private static final int MOST_PEERS = 10_000;
    private static final Duration PEER_REMEMBERED = Duration.ofMinutes(10);

    private final OutboundSettings settings;
    private final Clock clock;
    private final Gate gate;
    private final Wire wire;
    private final Cache<Origin, Peer> peers = Caffeine.newBuilder()
            .maximumSize(MOST_PEERS)
            .expireAfterAccess(PEER_REMEMBERED)
            .build();

    OutboundClient(Vertx vertx, OutboundSettings settings, NameResolver resolver, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.gate = new Gate(resolver, new AddressRules(settings.allow()));
        this.wire = new Wire(vertx, settings);
    }

    public OutboundOutcome get(URI url, Map<String, String> headers, Reach reach) {
        return call(new Call(HttpMethod.GET, url, headers, Optional.empty(), reach.largestAnswer()), reach);
    }

    /** Posts {@code application/x-www-form-urlencoded}. */
    public OutboundOutcome postForm(URI url, Map<String, String> headers, Map<String, String> fields, Reach reach) {
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return post(url, headers, "application/x-www-form-urlencoded", form, reach);
    }

    /** Posts a text in UTF-8 as what {@code contentType} says. */
    public OutboundOutcome post(URI url, Map<String, String> headers, String contentType, String body, Reach reach) {
        Map<String, String> typed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        typed.putAll(headers);
        typed.put("Content-Type", contentType);
        return call(new Call(HttpMethod.POST, url, typed, Optional.of(body), reach.largestAnswer()), reach);
    }

    /**
     * Gets what is too large for memory: the body of a 200 goes to the file {@code into}, up to the reach's cap, and the
     * answer's own body is empty. What came of a call that failed stays in the file for the caller to throw away.
     *
     * @param patience from start to the last byte
     */
    public OutboundOutcome download(URI url, Map<String, String> headers, Path into, Duration patience, Reach reach) {
        return call(
                new Call(
                        HttpMethod.GET,
                        url,
                        headers,
                        Optional.empty(),
                        reach.largestAnswer(),
                        Optional.of(into),
                        Optional.of(patience)),
                reach);
    }

    @PreDestroy
    void close() {
        wire.close();
    }

    private OutboundOutcome call(Call call, Reach reach) {
        Optional<Origin> origin = Origin.of(call.url());
        if (origin.isEmpty()) {
            return new Failed(Kind.FORBIDDEN, "no http(s) URL with a host and without credentials");
        }
        Peer peer = peers.get(origin.get(), unseen -> new Peer(settings));
        if (!peer.worthCalling(clock.instant())) {
            return new Failed(Kind.RESTING, origin.get() + " failed time after time and is left alone for a moment");
        }
        OutboundOutcome outcome = new Failed(Kind.BROKEN, "not called");
        try {
            outcome = inTurn(call, origin.get(), trusted(reach), peer);
            return outcome;
        } finally {
            learn(peer, outcome, reach.failures());
        }
    }

    private OutboundOutcome inTurn(Call call, Origin origin, Set<Origin> trusted, Peer peer) {
        Deadline deadline = Deadline.in(call.patience().orElse(settings.timeout()));
        try {
            if (!peer.places().tryAcquire(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return new Failed(Kind.BUSY, settings.callsPerHost() + " calls to " + origin + " are under way");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Failed(Kind.BUSY, "interrupted");
        }
        try {
            return switch (gate.passage(origin, trusted)) {
                case Gate.Passage.Shut shut -> shut.why();
                case Gate.Passage.Open open -> send(call, origin, open.addresses(), deadline);
            };
        } finally {
            peer.places().release();
        }
    }

    /** Tries the next address only while nothing was sent, so no request is ever made twice. */
    private OutboundOutcome send(Call call, Origin origin, List<InetAddress> addresses, Deadline deadline) {
        OutboundOutcome outcome = new Failed(Kind.UNRESOLVED, origin.host() + " has no address");
        for (InetAddress address : addresses) {
            outcome = wire.exchange(call, origin, address, deadline);
            boolean notConnected = outcome instanceof Failed failed && failed.kind() == Kind.UNREACHABLE;
            if (!notConnected || deadline.passed()) {
                return outcome;
            }
        }
        return outcome;
    }

    private void learn(Peer peer, OutboundOutcome outcome, Reach.Failures failures) {
        switch (outcome) {
            case Answered answered -> peer.answered();
            case Failed failed when failures == Reach.Failures.OF_THE_ADDRESS -> peer.undecided();
            case Failed failed -> {
                switch (failed.kind()) {
                    case UNRESOLVED, UNREACHABLE, UNTRUSTED, TIMEOUT, BROKEN -> peer.failed(clock.instant());
                    case FORBIDDEN, TOO_LARGE, RESTING, BUSY -> peer.undecided();
                }
            }
        }
    }

    private static Set<Origin> trusted(Reach reach) {
        return reach.trustedOrigins().stream()
                .map(Origin::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
