package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.CheckTrail;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What an id_token says, held against what it must say: OpenID Connect Core §3.1.3.7 and §3.1.3.8, in their order. */
final class IdTokenChecks {
    private static final int LONGEST_SUBJECT = 255;

    private final IdToken token;
    private final Json claims;
    private final Expectation expected;

    private IdTokenChecks(IdToken token, Expectation expected) {
        this.token = token;
        this.claims = token.claims();
        this.expected = expected;
    }

    static Step<IdToken> passed(IdToken token, Expectation expected) {
        IdTokenChecks checks = new IdTokenChecks(token, expected);
        return Stream.<Supplier<Optional<Rejected>>>of(
                        checks::issuerIsTheProvider,
                        checks::audienceNamesUsAndNobodyUnknown,
                        checks::authorizedPartyIsUs,
                        checks::hasNotExpired,
                        checks::wasIssuedAlready,
                        checks::isValidAlready,
                        checks::nonceIsOfThisLogin,
                        checks::accessTokenBelongsToIt,
                        checks::subjectCanBeAKey,
                        checks::authenticationIsFreshEnough,
                        checks::authenticationIsStrongEnough)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .<Step<IdToken>>map(Step::stopped)
                .orElseGet(() -> Step.done(token));
    }

    private Optional<Rejected> issuerIsTheProvider() {
        String issuer = expected.client().issuer().toString();
        return unless(token.text("iss").filter(issuer::equals).isPresent(), "id-token-issuer", issuer, shown("iss"));
    }

    /** §3.1.3.7 point 3: an audience we do not trust could use the token against us. */
    private Optional<Rejected> audienceNamesUsAndNobodyUnknown() {
        String us = expected.client().clientId();
        List<String> audience = claims.texts("aud");
        boolean strangers = audience.stream()
                .anyMatch(other -> !other.equals(us)
                        && !expected.client().trustedAudiences().contains(other));
        return unless(audience.contains(us) && !strangers, "id-token-audience", us, shown("aud"));
    }

    /** §3.1.3.7 points 4 and 5. */
    private Optional<Rejected> authorizedPartyIsUs() {
        String us = expected.client().clientId();
        boolean needed = claims.texts("aud").size() > 1 || claims.has("azp");
        return unless(!needed || token.text("azp").filter(us::equals).isPresent(), "id-token-azp", us, shown("azp"));
    }

    private Optional<Rejected> hasNotExpired() {
        Optional<Instant> expiry = claims.instant("exp");
        return unless(
                expiry.filter(exp -> expected.now().isBefore(exp.plus(expected.skew())))
                        .isPresent(),
                "id-token-expired",
                "exp after " + expected.now(),
                shown(expiry));
    }

    private Optional<Rejected> wasIssuedAlready() {
        Optional<Instant> issued = claims.instant("iat");
        return unless(
                issued.filter(this::isPast).isPresent(),
                "id-token-issued-in-future",
                "iat before " + expected.now(),
                shown(issued));
    }

    private Optional<Rejected> isValidAlready() {
        return unless(
                !claims.has("nbf") || claims.instant("nbf").filter(this::isPast).isPresent(),
                "id-token-not-yet-valid",
                "nbf before " + expected.now(),
                shown(claims.instant("nbf")));
    }

    /** Code injection and replay (RFC 9700 §4.5). The values are not shown: a nonce is only once known to both. */
    private Optional<Rejected> nonceIsOfThisLogin() {
        byte[] ours = expected.nonce().getBytes(StandardCharsets.UTF_8);
        boolean same = token.text("nonce")
                .filter(nonce -> MessageDigest.isEqual(nonce.getBytes(StandardCharsets.UTF_8), ours))
                .isPresent();
        return unless(same, "id-token-nonce", "the nonce of this login", claims.has("nonce") ? "another" : "(none)");
    }

    /** §3.1.3.8; token substitution. */
    private Optional<Rejected> accessTokenBelongsToIt() {
        if (!claims.has("at_hash") || expected.accessToken().isEmpty()) {
            return Optional.empty();
        }
        JWSAlgorithm algorithm = token.algorithm();
        AccessTokenHash hash = AccessTokenHash.compute(
                new BearerAccessToken(expected.accessToken().get()),
                algorithm,
                JWSAlgorithm.EdDSA.equals(algorithm) ? Curve.Ed25519 : null);
        boolean same = hash != null
                && token.text("at_hash").filter(hash.getValue()::equals).isPresent();
        return unless(same, "id-token-at-hash", "the hash of the access token", "another");
    }

    /** §2: never reassigned, at most 255 characters. Without it there is no one to be. */
    private Optional<Rejected> subjectCanBeAKey() {
        boolean usable = token.text("sub")
                .filter(sub -> !sub.isBlank() && sub.length() <= LONGEST_SUBJECT)
                .filter(FlatClaims::isStorable)
                .isPresent();
        return unless(usable, "id-token-subject", "1 to 255 characters", shown("sub"));
    }

    /** §3.1.2.1 max_age: then auth_time is required, and it is for us to check. */
    private Optional<Rejected> authenticationIsFreshEnough() {
        Optional<Instant> authenticated = claims.instant("auth_time");
        if (claims.has("auth_time") && authenticated.filter(this::isPast).isEmpty()) {
            return unless(false, "auth-time-in-future", "before " + expected.now(), shown(authenticated));
        }
        return expected.authenticatedAfter()
                .filter(oldest -> authenticated
                        .filter(time -> !time.plus(expected.skew()).isBefore(oldest))
                        .isEmpty())
                .map(oldest -> new Rejected(
                        Rejection.CONTEXT_NOT_MET,
                        "authentication-too-old",
                        "auth_time after " + oldest,
                        shown(authenticated)));
    }

    private Optional<Rejected> authenticationIsStrongEnough() {
        List<String> accepted = expected.client().requiredAcr();
        boolean met = accepted.isEmpty()
                || token.text("acr").filter(accepted::contains).isPresent();
        if (met) {
            accepted.stream().findAny().ifPresent(any -> CheckTrail.met("acr-not-met", String.join(" ", accepted)));
            return Optional.empty();
        }
        return Optional.of(
                new Rejected(Rejection.CONTEXT_NOT_MET, "acr-not-met", String.join(" ", accepted), shown("acr")));
    }

    private boolean isPast(Instant instant) {
        return !instant.isAfter(expected.now().plus(expected.skew()));
    }

    private String shown(String claim) {
        Object value = claims.members().get(claim);
        return value == null ? "(none)" : Shown.of(value.toString());
    }

    private static String shown(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("(none)");
    }

    private static Optional<Rejected> unless(boolean met, String reason, String expected, String actual) {
        if (met) {
            CheckTrail.met(reason, expected);
            return Optional.empty();
        }
        return Optional.of(new Rejected(Rejection.INVALID_MESSAGE, reason, expected, Shown.of(actual)));
    }
}
