package io.vestibule.connector;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.UpstreamSession;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Signs a person out at the upstream too. */
public interface UpstreamLogout {
    /** Where to send the browser so that the upstream ends its session, coming back to {@code returnTo}. */
    Optional<BrowserReply> depart(UpstreamSession session, URI returnTo, String hop);

    /** Addresses whose hosts may be internal ones when {@code address} is called, because the operator wrote them. */
    default Set<URI> writtenFor(URI address) {
        return Set.of();
    }
}
