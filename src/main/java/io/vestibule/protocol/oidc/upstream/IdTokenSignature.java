package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.connector.CheckTrail;
import io.vestibule.connector.Step;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether an id_token was signed by the provider. Keys come from the provider's published set only: {@code jku}, {@code x5u},
 * {@code x5c} and {@code jwk} in the header are an attacker's offer and are not looked at.
 */
final class IdTokenSignature {
    private static final int LONGEST = 128 * 1024;
    private static final Set<String> ID_TOKEN = Set.of("jwt");
    private static final int SMALLEST_RSA = 2048; // RFC 7518 §3.3

    private final Provider provider;
    private final Set<JWSAlgorithm> algorithms;

    IdTokenSignature(Provider provider, List<String> algorithms) {
        this.provider = provider;
        this.algorithms = algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
    }

    Step<IdToken> verified(String compact) {
        return verified(compact, ID_TOKEN);
    }

    /** @param types values of {@code typ} that are right for what the token shall be, in lower case */
    Step<IdToken> verified(String compact, Set<String> types) {
        return signed(compact)
                .then(jwt -> headerIsAcceptable(jwt, types))
                .then(jwt -> provider.keys().then(keys -> signedByOneOf(keys, jwt)));
    }

    private static Step<SignedJWT> signed(String compact) {
        if (compact.length() > LONGEST) {
            return Step.invalid("id-token-malformed", "at most " + LONGEST + " characters", "more");
        }
        try {
            JWT jwt = JWTParser.parse(compact);
            return switch (jwt) {
                case SignedJWT signed -> Step.done(signed);
                case PlainJWT unsigned -> Step.invalid("id-token-unsigned", "a signature", "alg none");
                case EncryptedJWT encrypted -> Step.invalid("id-token-encrypted", "a signed JWT", "an encrypted one");
                default -> Step.invalid("id-token-malformed", "a signed JWT", "something else");
            };
        } catch (ParseException malformed) {
            return Step.invalid("id-token-malformed", "a signed JWT", "something else");
        }
    }

    private Step<SignedJWT> headerIsAcceptable(SignedJWT jwt, Set<String> types) {
        JWSHeader header = jwt.getHeader();
        if (!algorithms.contains(header.getAlgorithm())) {
            // RFC 8725 §2.1, §3.1: the algorithm is ours to choose; HS256 would make the public key a secret.
            return Step.invalid(
                    "id-token-algorithm",
                    algorithms.stream().map(JWSAlgorithm::getName).sorted().collect(Collectors.joining(", ")),
                    header.getAlgorithm().getName());
        }
        if (header.toJSONObject().containsKey("crit")) {
            // RFC 7515 §4.1.11: an extension that is critical and not understood.
            return Step.invalid("id-token-crit", "no critical extension", "crit");
        }
        boolean otherKind = header.getType() != null
                && !types.contains(header.getType().getType().toLowerCase(Locale.ROOT));
        // RFC 8725 §3.11: an access token or logout token of the same provider is no id_token.
        return otherKind
                ? Step.invalid(
                        "id-token-type", types.toString(), header.getType().getType())
                : Step.done(jwt);
    }

    /** Tried again with newer keys: providers rotate, and some keep the kid. */
    private Step<IdToken> signedByOneOf(JWKSet keys, SignedJWT jwt) {
        boolean verified = verifies(keys, jwt)
                || provider.keysNewerThan(keys)
                        .filter(newer -> verifies(newer, jwt))
                        .isPresent();
        if (!verified) {
            return Step.invalid(
                    "id-token-signature",
                    "a signature by a published key",
                    "kid " + Optional.ofNullable(jwt.getHeader().getKeyID()).orElse("(none)"));
        }
        CheckTrail.met("id-token-signature", "a signature by a published key");
        return Json.parse(jwt.getPayload().toString())
                .map(claims -> Step.done(
                        new IdToken(jwt.getParsedString(), jwt.getHeader().getAlgorithm(), claims)))
                .orElseGet(() -> Step.invalid("id-token-malformed", "a JSON object of claims", "something else"));
    }

    private static boolean verifies(JWKSet keys, SignedJWT jwt) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(jwt.getHeader());
        return matcher != null
                && keys.getKeys().stream().filter(matcher::matches).anyMatch(key -> verifies(key, jwt));
    }

    private static boolean verifies(JWK key, SignedJWT jwt) {
        try {
            return switch (key) {
                case OctetKeyPair edwards -> Ed25519.verifies(edwards, jwt.getSigningInput(), jwt.getSignature());
                case RSAKey rsa when rsa.size() < SMALLEST_RSA -> false;
                case AsymmetricJWK pair ->
                    jwt.verify(new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), pair.toPublicKey()));
                default -> false;
            };
        } catch (JOSEException | IllegalStateException unsuitable) {
            return false; // a key of the right name and the wrong kind is no key for this signature
        }
    }
}
