package io.vestibule.relyingparty;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Tells relying parties of one protocol that a session has ended. */
public interface LogoutParticipant {
    /**
     * One relying party of a session that is over.
     *
     * @param memory what {@link ProofIssuer#participation} said when it took part
     */
    record Party(RealmName realm, RelyingPartyId relyingParty, SessionRef session, String memory) {}

    /** Tells it from server to server, or says by which other way it can be told. */
    LogoutNotice end(Party party);

    /**
     * Where the browser would be sent, and what of that address is the operator's own.
     *
     * @param written addresses the operator wrote himself: their hosts may be internal ones
     */
    record FrontDoor(URI address, Set<URI> written) {
        public FrontDoor {
            written = Set.copyOf(written);
        }
    }

    /** For one that only the browser can tell, which is known without asking it. */
    default Optional<FrontDoor> frontDoor(Party party) {
        return Optional.empty();
    }

    /**
     * Where to send the browser to tell it, for those that {@link #end} said can only be told so. The browser comes back by
     * {@code Logout.returned} with {@code hop}.
     *
     * @param hop at most 80 bytes, to come back as it was given
     */
    default Optional<BrowserReply> byBrowser(Party party, String hop) {
        return Optional.empty();
    }
}
