package io.vestibule.connector;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One journey to an upstream and back.
 *
 * @param callback the connector's own return address, so that answers of two upstreams cannot be mixed up (RFC 9700 §4.4)
 * @param hop unguessable name of this trip, at most 80 bytes (SAML Bindings §3.4.3)
 * @param acrValues wanted classes, most wanted first
 * @param fresh the person must be asked again ({@code prompt=login}, ForceAuthn)
 * @param selectAccount the person wants to choose another account there
 * @param maxAge oldest acceptable authentication
 * @param uiLocales BCP 47 tags, most wanted first
 * @param organisation the one of {@link Organisations} the person chose
 * @param proxyCount how many hops may follow the upstream's own
 * @param requesters names of those on whose behalf we ask, the nearest first (SAML Core §3.4.1.2)
 * @param passive nobody may be asked anything there ({@code prompt=none}, IsPassive)
 */
public record Trip(
        RealmName realm,
        ConnectorId connector,
        URI callback,
        String hop,
        List<String> acrValues,
        boolean fresh,
        boolean selectAccount,
        Optional<Duration> maxAge,
        Optional<String> loginHint,
        List<String> uiLocales,
        Optional<String> organisation,
        Optional<Integer> proxyCount,
        List<String> requesters,
        boolean passive) {
    /** To the upstream's only organisation, on nobody's behalf. */
    public Trip(
            RealmName realm,
            ConnectorId connector,
            URI callback,
            String hop,
            List<String> acrValues,
            boolean fresh,
            boolean selectAccount,
            Optional<Duration> maxAge,
            Optional<String> loginHint,
            List<String> uiLocales) {
        this(
                realm,
                connector,
                callback,
                hop,
                acrValues,
                fresh,
                selectAccount,
                maxAge,
                loginHint,
                uiLocales,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }
}
