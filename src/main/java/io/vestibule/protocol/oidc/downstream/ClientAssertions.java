package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies {@code private_key_jwt} assertions (RFC 7523 §3, OIDC Core §9). The order of the checks is the order below. */
@ApplicationScoped
class ClientAssertions {
    /** Asymmetric only (RFC 8725 §3.1): no key of a relying party ever serves as an HMAC secret. */
    static final List<JWSAlgorithm> ALGORITHMS =
            List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final ClientKeys keys;
    private final OidcUrls urls;
    private final ExpiringRecords records;
    private final Clock clock;
    private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

    ClientAssertions(ClientKeys keys, OidcUrls urls, ExpiringRecords records, Clock clock) {
        this.keys = keys;
        this.urls = urls;
        this.records = records;
        this.clock = clock;
    }

    /** Whose assertion it claims to be; nothing of it is believed yet. */
    static Optional<String> claimedClient(String assertion) {
        try {
            return Optional.ofNullable(
                    SignedJWT.parse(assertion).getJWTClaimsSet().getSubject());
        } catch (ParseException malformed) {
            return Optional.empty();
        }
    }

    /** A stable word for what is wrong with it, or nothing. */
    Optional<String> refusal(Client client, String assertion) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            if (!signedByAKeyOf(client, jwt)) {
                return Optional.of("assertion-signature");
            }
            return claimsRefusal(client, jwt.getJWTClaimsSet());
        } catch (ParseException malformed) {
            return Optional.of("assertion-malformed");
        }
    }

    private Optional<String> claimsRefusal(Client client, JWTClaimsSet claims) {
        String id = client.id().value();
        if (!id.equals(claims.getIssuer()) || !id.equals(claims.getSubject())) {
            return Optional.of("assertion-issuer");
        }
        if (!namesOnlyUs(client, claims.getAudience())) {
            return Optional.of("assertion-audience");
        }
        Instant now = clock.instant();
        if (!isTimely(claims, now)) {
            return Optional.of("assertion-time");
        }
        if (claims.getJWTID() == null || claims.getJWTID().isBlank()) {
            return Optional.of("assertion-without-jti");
        }
        Instant forgetAt = claims.getExpirationTime().toInstant().plus(SKEW);
        String namespace = "client-assertion:" + client.realm().name() + ":" + id;
        return records.firstUse(namespace, claims.getJWTID(), forgetAt)
                ? Optional.empty()
                : Optional.of("assertion-replayed");
    }

    /** An assertion which names anybody else too could be passed on by them. */
    private boolean namesOnlyUs(Client client, @Nullable List<String> audience) {
        Set<String> ours = Set.of(
                urls.issuer(client.realm().name()),
                urls.token(client.realm().name()).toString());
        return audience != null && !audience.isEmpty() && ours.containsAll(audience);
    }

    private static boolean isTimely(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        return expires != null
                && expires.toInstant().plus(SKEW).isAfter(now)
                && !expires.toInstant().isAfter(now.plus(LONGEST).plus(SKEW))
                && (issued == null || !issued.toInstant().isAfter(now.plus(SKEW)))
                && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(SKEW)));
    }

    private boolean signedByAKeyOf(Client client, SignedJWT jwt) {
        JWSHeader header = jwt.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm()) || header.getCriticalParams() != null) {
            return false;
        }
        // jku, x5u and jwk of the header are never looked at: only registered keys count (RFC 8725 §3.10)
        return keys.candidates(client, header).stream().anyMatch(key -> verifies(jwt, header, key));
    }

    private boolean verifies(SignedJWT jwt, JWSHeader header, JWK key) {
        try {
            JWSVerifier verifier = verifiers.createJWSVerifier(header, ((AsymmetricJWK) key).toPublicKey());
            return jwt.verify(verifier);
        } catch (JOSEException unfit) {
            return false; // a key that does not go with the algorithm is not the one
        }
    }
}
