package io.vestibule.relyingparty;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How strongly and how freshly the person must have been authenticated.
 *
 * @param acrValues most wanted first; empty when any will do
 * @param essential whether failing them is a refusal rather than a weaker answer (OIDC Core §5.5.1.1)
 * @param maxAge oldest acceptable authentication
 */
public record RequestedContext(List<String> acrValues, boolean essential, Optional<Duration> maxAge) {
    public RequestedContext {
        acrValues = List.copyOf(acrValues);
    }

    public static RequestedContext any() {
        return new RequestedContext(List.of(), false, Optional.empty());
    }
}
