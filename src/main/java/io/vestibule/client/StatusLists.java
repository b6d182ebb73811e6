package io.vestibule.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Signed lists of tokens that were taken back (draft-ietf-oauth-status-list-21 §8.3), fetched when a token names one, kept as long as
 * they say. While the issuer cannot be reached the last list counts until it expires.
 */
final class StatusLists {
    private static final int MOST_LISTS = 200;
    private static final int LARGEST = 1024 * 1024; // of a list once unpacked
    private static final Duration LEAST_KEPT = Duration.ofSeconds(1);
    private static final Duration KEPT_UNLESS_SAID = Duration.ofMinutes(1);

    private final String issuer;
    private final Fetch fetch;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST_LISTS;
        }
    };

    /** How a list is had. Throws {@link IdentityUnreachable} when it is not. */
    interface Fetch {
        String get(URI uri);
    }

    private record Kept(byte[] statuses, int bits, Instant freshUntil, Instant expires) {
        /** §4.1: from the least significant bit of the first byte on. */
        int status(int index) {
            int perByte = Byte.SIZE / bits;
            if (index < 0 || index / perByte >= statuses.length) {
                throw new IllegalArgumentException("beyond the list");
            }
            return (statuses[index / perByte] >> (index % perByte * bits)) & ((1 << bits) - 1);
        }
    }

    StatusLists(
            String issuer, JWKSource<SecurityContext> keys, Set<JWSAlgorithm> algorithms, Fetch fetch, Clock clock) {
        this.issuer = issuer;
        this.fetch = fetch;
        this.clock = clock;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("statuslist+jwt"), new JOSEObjectType("application/statuslist+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // looked at below, with the address it came from
    }

    /** Whether the token still counts; one that names no list does. What cannot be understood does not. */
    boolean isValid(JWTClaimsSet token) {
        if (!(token.getClaim("status") instanceof Map<?, ?> status)
                || !(status.get("status_list") instanceof Map<?, ?> place)) {
            return token.getClaim("status") == null;
        }
        if (!(place.get("uri") instanceof String uri)
                || !(place.get("idx") instanceof Number index)
                || !uri.startsWith(
                        issuer + "/")) { // only the issuer speaks of its tokens, and nobody is sent elsewhere
            return false;
        }
        try {
            return list(uri).status(index.intValue()) == 0; // §7.1: VALID
        } catch (IllegalArgumentException unusable) {
            return false;
        }
    }

    private Kept list(String uri) {
        Instant now = clock.instant();
        Kept before;
        synchronized (kept) {
            before = kept.get(uri);
        }
        if (before != null && now.isBefore(before.freshUntil())) {
            return before;
        }
        try {
            Kept fetched = read(uri, fetch.get(URI.create(uri)), now);
            synchronized (kept) {
                kept.put(uri, fetched);
            }
            return fetched;
        } catch (IdentityUnreachable away) {
            if (before != null && now.isBefore(before.expires())) {
                return before;
            }
            throw away;
        }
    }

    private Kept read(String uri, String jwt, Instant now) {
        try {
            JWTClaimsSet claims = processor.process(jwt, null);
            Date expires = claims.getExpirationTime();
            if (!uri.equals(claims.getSubject()) || expires == null || !now.isBefore(expires.toInstant())) {
                throw new IllegalArgumentException("of another place or time"); // §8.3
            }
            Map<String, Object> list = claims.getJSONObjectClaim("status_list");
            if (list == null
                    || !(list.get("bits") instanceof Number bits)
                    || !Set.of(1, 2, 4, 8).contains(bits.intValue())
                    || !(list.get("lst") instanceof String lst)) {
                throw new IllegalArgumentException("no list in it");
            }
            Duration ttl = claims.getClaim("ttl") instanceof Number seconds
                    ? Duration.ofSeconds(seconds.longValue())
                    : KEPT_UNLESS_SAID;
            Instant until = now.plus(ttl.compareTo(LEAST_KEPT) < 0 ? LEAST_KEPT : ttl);
            Instant end = expires.toInstant();
            return new Kept(unpacked(lst), bits.intValue(), until.isBefore(end) ? until : end, end);
        } catch (KeySourceException away) {
            throw new IdentityUnreachable("the issuer's keys cannot be fetched", away);
        } catch (ParseException | BadJOSEException | JOSEException | DataFormatException bad) {
            throw new IllegalArgumentException("no status list", bad);
        }
    }

    private static byte[] unpacked(String lst) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getUrlDecoder().decode(lst));
            byte[] out = new byte[LARGEST];
            int length = inflater.inflate(out);
            if (!inflater.finished()) {
                throw new DataFormatException("longer than any list, or cut off");
            }
            return Arrays.copyOf(out, length);
        } finally {
            inflater.end();
        }
    }
}
