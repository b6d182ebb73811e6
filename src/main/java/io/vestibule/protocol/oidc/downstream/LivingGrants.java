package io.vestibule.protocol.oidc.downstream;

import io.vestibule.access.ScopeAccess;
import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether what a person once authorized may still be acted on: person, connector and session are as they were. */
@ApplicationScoped
class LivingGrants {
    static final String SESSION_ENDED = "session-ended";

    private final Directory directory;
    private final Sessions sessions;
    private final ScopeAccess access;

    LivingGrants(Directory directory, Sessions sessions, ScopeAccess access) {
        this.directory = directory;
        this.sessions = sessions;
        this.access = access;
    }

    /** Whether it lives. */
    sealed interface Life {
        /** @param place where the person acts with it, as it is now */
        record Alive(User user, HeldPlace place) implements Life {}

        /** {@code reason} is a stable word for the audit log. */
        record Over(String reason) implements Life {}
    }

    Life of(Client client, GrantMemory grant) {
        return connectedBy(client, grant) ? ofPerson(client, grant) : new Life.Over("connector-disabled");
    }

    /** The person of a living grant, when all that decides is in memory; nothing says nothing. */
    Optional<User> remembered(Client client, GrantMemory grant) {
        return connectedBy(client, grant) && grant.place().isEmpty() // roles may have to be looked up
                ? directory
                        .remembered(client.realm().name(), grant.userId())
                        .filter(User::enabled)
                        .filter(user -> !grant.isVoidFor(user))
                : Optional.empty();
    }

    /** As above, and the person is still signed in; {@code offline_access} needs no session (OIDC Core §11). */
    Life inSession(Client client, GrantMemory grant, boolean offline) {
        boolean signedIn = offline
                || sessions.find(
                                client.realm().name(),
                                grant.sessionId(),
                                client.realm().sessions())
                        .isPresent();
        return signedIn ? of(client, grant) : new Life.Over(SESSION_ENDED);
    }

    /** The connector that vouched for the person is still in use, and one that this client accepts. */
    private static boolean connectedBy(Client client, GrantMemory grant) {
        return client.realm()
                .connector(grant.connectorId())
                .filter(connector -> client.party().allows(connector.id()))
                .isPresent();
    }

    private Life ofPerson(Client client, GrantMemory grant) {
        return directory
                .find(client.realm().name(), grant.userId())
                .filter(User::enabled)
                .map(user -> grant.isVoidFor(user) ? new Life.Over("password-changed-or-disabled") : there(user, grant))
                .orElseGet(() -> new Life.Over("user-disabled"));
    }

    /** Who has lost every role in the place that was granted has lost the grant. */
    private Life there(User user, GrantMemory grant) {
        if (grant.place().isEmpty()) {
            return new Life.Alive(user, HeldPlace.NOWHERE);
        }
        return access.of(user, grant.place().get().scope())
                .<Life>map(held -> new Life.Alive(user, new HeldPlace(Optional.of(held))))
                .orElseGet(() -> new Life.Over("no-role-any-more"));
    }
}
