package io.vestibule.relyingparty;

import io.vestibule.identity.UserId;
import java.util.List;
import java.util.Optional;

/**
 * What the relying party knows already; only ever a convenience, never believed.
 *
 * @param login a user name or e-mail address to fill in
 * @param connector the connector to go to without asking
 * @param domain the organisation's domain
 * @param expectedUser who must come out of it ({@code id_token_hint}, {@code claims.id_token.sub.value})
 * @param uiLocales BCP 47 tags, most wanted first
 */
public record Hints(
        Optional<String> login,
        Optional<String> connector,
        Optional<String> domain,
        Optional<UserId> expectedUser,
        List<String> uiLocales) {
    public Hints {
        uiLocales = List.copyOf(uiLocales);
    }

    public static Hints none() {
        return new Hints(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
}
