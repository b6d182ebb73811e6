package io.vestibule.client;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a checked access token says (RFC 9068 §2.2). */
public final class AccessToken {
    private final JWTClaimsSet claims;

    AccessToken(JWTClaimsSet claims) {
        this.claims = claims;
    }

    public String subject() {
        return claims.getSubject();
    }

    /** To whom the token was given. */
    public String clientId() {
        return text("client_id").orElse("");
    }

    public Instant expiresAt() {
        return claims.getExpirationTime().toInstant();
    }

    /** OAuth scopes, such as {@code openid} or {@code project:4f2a…}. */
    public Set<String> scopes() {
        return Set.of(text("scope").orElse("").strip().split(" +")).stream()
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** RFC 9068 §2.2.3.1 */
    public List<String> roles() {
        return texts("roles");
    }

    public List<String> groups() {
        return texts("groups");
    }

    /** Another claim, when it is a text. */
    public Optional<String> text(String claim) {
        return claims.getClaim(claim) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private List<String> texts(String claim) {
        try {
            List<String> texts = claims.getStringListClaim(claim);
            return texts == null ? List.of() : List.copyOf(texts);
        } catch (ParseException noTexts) {
            return List.of(); // RFC 9068 leaves other forms open; only names are names
        }
    }

    @Override
    public String toString() {
        return "AccessToken[" + subject() + ", " + scopes() + ", until " + expiresAt() + "]";
    }
}
