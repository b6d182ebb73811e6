package io.vestibule.connector;

import io.vestibule.identity.ConnectorId;
import java.util.Optional;

/** An upstream that can say who somebody is. Closed over the shapes a login can take, open over protocols. */
public sealed interface Connector extends AutoCloseable
        permits RedirectConnector, PasswordConnector, PresentedConnector {
    ConnectorId id();

    /** How to sign out there, when it can. */
    default Optional<UpstreamLogout> upstreamLogout() {
        return Optional.empty();
    }

    /** How access tokens of the upstream are believed, when they can be. */
    default Optional<BearerProof> bearerProof() {
        return Optional.empty();
    }

    /** How programs sign in that carry messages themselves, when they can. */
    default Optional<EnhancedClients> enhancedClients() {
        return Optional.empty();
    }

    /** Lets go of what it holds; called when its declaration changes or goes, while calls may be under way. */
    @Override
    default void close() {}
}
