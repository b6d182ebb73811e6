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
 * Checks JWT access tokens (RFC 9068 §4) by the issuer's published keys, without asking anybody about the token. A token that was
 * revoked stays good until it expires, so it is for tokens with a short life. Threads may share it.
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

    private OfflineCheck(String issuer, String audience, JWKSource<SecurityContext> keys, Clock clock) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("at+jwt"),
                new JOSEObjectType("application/at+jwt"))); // RFC 9068 §4: else an ID token
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new Claims(issuer, audience, clock));
    }

    /** Keys are fetched when they are needed, kept, and fetched again when a token names one that is not known yet. */
    public static OfflineCheck of(String issuer, String audience, URI jwksUri) {
        try {
            return of(
                    issuer,
                    audience,
                    JWKSourceBuilder.create(jwksUri.toURL()).retrying(true).build(),
                    Clock.systemUTC());
        } catch (MalformedURLException broken) {
            throw new IllegalArgumentException("no address of keys: " + jwksUri, broken);
        }
    }

    /** With keys that come from somewhere else. */
    public static OfflineCheck of(String issuer, String audience, JWKSource<SecurityContext> keys, Clock clock) {
        return new OfflineCheck(issuer, audience, keys, clock);
    }

    /** What the token says; nothing when it is not good. Throws when the keys cannot be fetched. */
    public Optional<AccessToken> check(String token) {
        try {
            return Optional.of(new AccessToken(processor.process(token, null)));
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
