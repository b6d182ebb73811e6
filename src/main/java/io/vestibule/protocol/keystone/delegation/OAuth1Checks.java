package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a request signed under OAuth 1.0a is its signer's, of now, and here for the first time. */
@ApplicationScoped
class OAuth1Checks {
    private static final String SCHEME = "OAuth ";
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final ExpiringRecords seen;
    private final Clock clock;

    OAuth1Checks(ExpiringRecords seen, Clock clock) {
        this.seen = seen;
        this.clock = clock;
    }

    /** The request that came to {@code path} below {@code /v3}. */
    OAuth1Request read(Call call, String path) {
        String authorization = call.header("Authorization").orElse("");
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw KeystoneRefused.expecting("Authorization", "request");
        }
        String self = call.selfLink();
        int question = self.indexOf('?');
        return OAuth1Request.read(
                        "POST", call.base() + path, authorization, question < 0 ? "" : self.substring(question + 1))
                .orElseThrow(() -> KeystoneRefused.badRequest("Malformed OAuth authorization header"));
    }

    /** 400 in Keystone's words when the request does not say {@code name}. */
    static String required(OAuth1Request request, String name) {
        String value = request.parameter(name);
        if (value.isEmpty()) {
            throw KeystoneRefused.expecting(name, "request");
        }
        return value;
    }

    void requireSigned(OAuth1Request request, Secret consumer, Optional<Secret> token) {
        if (!request.signedWith(consumer, token)) {
            throw KeystoneRefused.unauthorized().because("wrong-oauth1-signature");
        }
        Instant now = clock.instant();
        if (!isOfNow(request.parameter("oauth_timestamp"), now)) {
            throw KeystoneRefused.unauthorized().because("oauth1-timestamp");
        }
        String use = String.join(
                " ",
                request.parameter("oauth_consumer_key"),
                request.parameter("oauth_token"),
                request.parameter("oauth_timestamp"),
                request.parameter("oauth_nonce"));
        if (request.parameter("oauth_nonce").isEmpty()
                || !seen.firstUse("oauth1", use, now.plus(SKEW.multipliedBy(2)))) { // RFC 5849 §3.3
            throw KeystoneRefused.unauthorized().because("oauth1-replay");
        }
    }

    private static boolean isOfNow(String seconds, Instant now) {
        try {
            Instant signed = Instant.ofEpochSecond(Long.parseLong(seconds));
            return Duration.between(signed, now).abs().compareTo(SKEW) <= 0;
        } catch (NumberFormatException | DateTimeException | ArithmeticException notATime) {
            return false;
        }
    }
}
