package io.vestibule.protocol.oidc.downstream;

import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;
import java.util.Set;

/**
 * The realm's {@code oidc} block: what holds for every relying party that does not say otherwise.
 *
 * @param aliases built-in paths of other products which this realm answers too; {@code dex} for one realm only
 * @param codeLifetime how long an authorization code waits to be redeemed
 * @param idTokenLifetime from issuing to {@code exp}
 * @param accessTokenLifetime from issuing to {@code exp}
 * @param refreshTokenLifetime from the first login, however often it is rotated
 * @param deviceCodeLifetime how long a device waits for a person to approve it (RFC 8628 §3.2)
 * @param pkce of confidential relying parties
 * @param sessionManagement whether pages of relying parties may watch for a logout by a frame ({@code check_session_iframe})
 */
public record OidcRealm(
        Set<Alias> aliases,
        @IfAbsent("60s") Duration codeLifetime,
        @IfAbsent("10m") Duration idTokenLifetime,
        @IfAbsent("10m") Duration accessTokenLifetime,
        @IfAbsent("30d") Duration refreshTokenLifetime,
        @IfAbsent("10m") Duration deviceCodeLifetime,
        @IfAbsent("optional") PkcePolicy pkce,
        @IfAbsent("false") boolean sessionManagement) {
    private static final Duration LONGEST_CODE = Duration.ofMinutes(10); // RFC 6749 §4.1.2

    private static final Duration LONGEST_DEVICE_CODE = Duration.ofMinutes(30);

    /** Built-in paths of other products. */
    public enum Alias {
        /** {@code /realms/{realm}/protocol/openid-connect/auth|token|userinfo|certs|logout}, also below {@code /auth}. */
        KEYCLOAK,
        /** {@code /dex/auth|token|keys|userinfo}. */
        DEX
    }

    public OidcRealm {
        aliases = Set.copyOf(aliases);
        requireCodeLifetime(codeLifetime);
        requirePositive("idTokenLifetime", idTokenLifetime);
        requirePositive("accessTokenLifetime", accessTokenLifetime);
        requirePositive("refreshTokenLifetime", refreshTokenLifetime);
        requirePositive("deviceCodeLifetime", deviceCodeLifetime);
        if (deviceCodeLifetime.compareTo(LONGEST_DEVICE_CODE) > 0) {
            throw new IllegalArgumentException("deviceCodeLifetime may be at most 30m: its short code can be guessed");
        }
    }

    /** What holds for a realm without the block. */
    static OidcRealm standard() {
        return new OidcRealm(
                Set.of(),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                Duration.ofMinutes(10),
                PkcePolicy.OPTIONAL,
                false);
    }

    static void requireCodeLifetime(Duration lifetime) {
        requirePositive("codeLifetime", lifetime);
        if (lifetime.compareTo(LONGEST_CODE) > 0) {
            throw new IllegalArgumentException("codeLifetime may be at most 10m (RFC 6749 section 4.1.2)");
        }
    }

    static void requirePositive(String key, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(key + " must be at least 1s");
        }
    }
}
