package io.vestibule.protocol.oidc.upstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Step;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.identity.UpstreamSession;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** OpenID Connect RP-Initiated Logout, as the relying party. */
final class EndSessionThere implements UpstreamLogout {
    private final OidcClient client;

    EndSessionThere(OidcClient client) {
        this.client = client;
    }

    @Override
    public Way depart(UpstreamSession session, URI returnTo, String hop) {
        return switch (client.endSession(session.logoutHint(), returnTo, hop)) {
            case Step.Stopped<Optional<URI>> silent -> new Way.Unknown();
            case Step.Done<Optional<URI>>(Optional<URI> there) ->
                there.<Way>map(address -> new Way.Open(new BrowserReply.Redirect(address)))
                        .orElseGet(Way.None::new);
        };
    }

    @Override
    public Set<URI> writtenFor(URI address) {
        return client.reach().trustedOrigins();
    }
}
