package io.vestibule.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Checks JWT access tokens (RFC 9068 §4) by the issuer's published keys, without asking anybody about the token. Where the token
 * names a status list (draft-ietf-oauth-status-list), that is fetched now and then, so that a token which was revoked is refused as soon
 * as the list that is kept ends; without one it stays good until it expires. Threads may share it.
 */
public final class OfflineCheck {
    /** Only signatures that a third party can check: with a shared secret every service could make tokens. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.RS256,
            JWSAlgorithm.PS256,
            JWSAlgorithm.Ed25519,
            JWSAlgorithm.EdDSA);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Optional<StatusLists> statuses;

    private OfflineCheck(
            String issuer,
            String audience,
            JWKSource<SecurityContext> keys,
            Optional<StatusLists> statuses,
            Clock clock) {
        this.statuses = statuses;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("at+jwt"),
                new JOSEObjectType("application/at+jwt"))); // RFC 9068 §4: else an ID token
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new Claims(issuer, audience, clock));
    }

    /** Keys are fetched when they are needed, kept, and fetched again when a token names one that is not known yet. */
    public static OfflineCheck of(String issuer, String audience, URI jwksUri) {
        try {
            JWKSource<SecurityContext> keys =
                    JWKSourceBuilder.create(jwksUri.toURL()).retrying(true).build();
            return of(issuer, audience, keys, new HttpFetch(), Clock.systemUTC());
        } catch (MalformedURLException broken) {
            throw new IllegalArgumentException("no address of keys: " + jwksUri, broken);
        }
    }

    /** With keys that come from somewhere else, and without status lists. */
    public static OfflineCheck of(String issuer, String audience, JWKSource<SecurityContext> keys, Clock clock) {
        return new OfflineCheck(issuer, audience, keys, Optional.empty(), clock);
    }

    static OfflineCheck of(
            String issuer, String audience, JWKSource<SecurityContext> keys, StatusLists.Fetch lists, Clock clock) {
        StatusLists statuses = new StatusLists(issuer, keys, ALGORITHMS, lists, clock);
        return new OfflineCheck(issuer, audience, keys, Optional.of(statuses), clock);
    }

    /** What the token says; nothing when it is not good. Throws when the keys or a status list cannot be fetched. */
    public Optional<AccessToken> check(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return statuses.map(lists -> lists.isValid(claims)).orElse(true)
                    ? Optional.of(new AccessToken(claims))
                    : Optional.empty();
        } catch (RateLimitReachedException invented) {
            return Optional.empty(); // names of keys that nobody published, faster than keys are asked for
        } catch (KeySourceException away) {
            throw new IdentityUnreachable("the issuer's keys cannot be fetched", away);
        } catch (ParseException | BadJOSEException | JOSEException bad) {
            return Optional.empty();
        }
    }

    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        Claims(String issuer, String audience, Clock clock) {
            super(
                    audience,
                    new JWTClaimsSet.Builder().issuer(issuer).build(),
                    Set.of("sub", "exp", "iat", "client_id")); // RFC 9068 §2.2
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
