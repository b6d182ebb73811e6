package io.vestibule.login.view;

import io.vestibule.realm.RelyingParty;
import java.net.URI;
import java.util.Optional;

/**
 * The application on every page of the flow.
 *
 * @param host where the answer will go, as verified against its registration
 */
public record RelyingPartyView(String name, Optional<URI> logo, Optional<URI> home, String host) {
    public static RelyingPartyView of(RelyingParty relyingParty, URI replyTo) {
        String host = replyTo.getHost() == null ? replyTo.getScheme() : replyTo.getHost();
        return new RelyingPartyView(relyingParty.displayName(), relyingParty.logo(), relyingParty.home(), host);
    }
}
