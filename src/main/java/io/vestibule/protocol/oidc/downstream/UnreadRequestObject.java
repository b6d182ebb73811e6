package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.util.Optional;

/**
 * A request object that is refused, looked into only for how its sender expects the refusal: a client which puts
 * {@code response_mode} and {@code state} there would not recognise it otherwise. Nothing else in it is read, and the
 * redirect URI is never taken from it.
 */
final class UnreadRequestObject {
    private UnreadRequestObject() {}

    /** The parameter itself, else what the request object says it is. */
    static Optional<String> orParameter(Parameters parameters, String name) {
        return parameters.get(name).or(() -> parameters.get("request").flatMap(object -> claim(object, name)));
    }

    private static Optional<String> claim(String object, String name) {
        try {
            return Optional.ofNullable(JWTParser.parse(object).getJWTClaimsSet())
                    .flatMap(claims -> Optional.ofNullable(claims.getClaim(name)))
                    .filter(String.class::isInstance)
                    .map(String.class::cast);
        } catch (ParseException unreadable) {
            return Optional.empty();
        }
    }
}
