package io.vestibule.protocol.oidc.downstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.Reach;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The public keys of clients: written in the configuration, or fetched from where it says. */
@ApplicationScoped
class ClientKeys {
    private static final Logger LOG = Logger.getLogger(ClientKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(10); // a made-up kid costs the client's server little

    private final OutboundClient outbound;
    private final Clock clock;
    private final Cache<String, JWKSet> written =
            Caffeine.newBuilder().maximumSize(10_000).build();
    private final Cache<URI, Fetched> fetched =
            Caffeine.newBuilder().maximumSize(10_000).build();

    ClientKeys(OutboundClient outbound, Clock clock) {
        this.outbound = outbound;
        this.clock = clock;
    }

    private record Fetched(JWKSet keys, Instant at) {}

    /** The keys of {@code client} that can have made a signature with this header; by kid when it names one. */
    List<JWK> candidates(Client client, JWSHeader header) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
        OidcRelyingParty oidc = client.oidc();
        if (oidc.jwks().isPresent()) {
            return matching(written.get(oidc.jwks().get(), ClientKeys::parsed), matcher);
        }
        return oidc.jwksUri().map(uri -> fromUri(uri, matcher)).orElse(List.of());
    }

    private List<JWK> fromUri(URI uri, JWKMatcher matcher) {
        Fetched known = upToDate(uri, FRESH);
        List<JWK> found = matching(known.keys(), matcher);
        return found.isEmpty() ? matching(upToDate(uri, PAUSE).keys(), matcher) : found; // RFC 7517 §5: rotated
    }

    private Fetched upToDate(URI uri, Duration age) {
        Instant now = clock.instant();
        Fetched result = fetched.asMap().compute(uri, (same, known) -> {
            boolean good = known != null && known.at().plus(age).isAfter(now);
            return good ? known : fetch(uri, known == null ? new JWKSet() : known.keys(), now);
        });
        return result;
    }

    /** What cannot be fetched leaves the last keys in force. */
    private Fetched fetch(URI uri, JWKSet last, Instant now) {
        Reach reach = Reach.trusting(uri); // the operator wrote it
        return switch (outbound.get(uri, Map.of("Accept", "application/json"), reach)) {
            case OutboundOutcome.Answered answered
            when answered.response().ok() ->
                new Fetched(parsed(uri, answered.response().text(), last), now);
            case OutboundOutcome.Answered answered -> {
                LOG.warnf("jwksUri %s answers %d", uri, answered.response().status());
                yield new Fetched(last, now);
            }
            case OutboundOutcome.Failed failed -> {
                LOG.warnf("jwksUri %s: %s, %s", uri, failed.kind(), failed.detail());
                yield new Fetched(last, now);
            }
        };
    }

    private static JWKSet parsed(URI uri, String text, JWKSet last) {
        try {
            return JWKSet.parse(text).toPublicJWKSet();
        } catch (ParseException malformed) {
            LOG.warnf("jwksUri %s gives no JWK set", uri);
            return last;
        }
    }

    private static JWKSet parsed(String text) {
        try {
            return JWKSet.parse(text);
        } catch (ParseException broken) {
            throw new IllegalStateException("checked when the configuration was read", broken);
        }
    }

    private static List<JWK> matching(JWKSet keys, JWKMatcher matcher) {
        return keys.getKeys().stream().filter(matcher::matches).toList();
    }
}
