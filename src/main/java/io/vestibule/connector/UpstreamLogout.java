package io.vestibule.connector;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.UpstreamSession;
import java.net.URI;
import java.util.Optional;

/** Signs a person out at the upstream too. */
public interface UpstreamLogout {
    /** Where to send the browser so that the upstream ends its session, coming back to {@code returnTo}. */
    Optional<BrowserReply> depart(UpstreamSession session, URI returnTo, String hop);
}
