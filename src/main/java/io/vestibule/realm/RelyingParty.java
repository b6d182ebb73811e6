package io.vestibule.realm;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * An application that trusts this realm, whatever its protocol.
 *
 * @param connectors the only connectors it accepts; empty means all
 * @param home where a person can go back to
 * @param blocks what each protocol keeps about it
 */
public record RelyingParty(
        RelyingPartyId id,
        String displayName,
        Optional<URI> logo,
        Optional<URI> home,
        boolean enabled,
        Set<ConnectorId> connectors,
        ConsentMode consent,
        Blocks blocks) {
    /** Whether the person is asked before something about them is given out. */
    public enum ConsentMode {
        /** A client of the organisation itself: never asked. */
        TRUSTED,
        /** Asked once; only what is new is asked again. */
        REMEMBERED,
        /** Asked every time. */
        ALWAYS
    }

    public RelyingParty {
        connectors = Set.copyOf(connectors);
    }

    public boolean allows(ConnectorId connector) {
        return connectors.isEmpty() || connectors.contains(connector);
    }
}
