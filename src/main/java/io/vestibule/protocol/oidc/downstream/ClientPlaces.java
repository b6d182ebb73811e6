package io.vestibule.protocol.oidc.downstream;

import io.vestibule.access.ScopeAccess;
import io.vestibule.directory.ServiceAccounts;
import io.vestibule.directory.User;
import io.vestibule.identity.ScopeName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where a client acts for itself: its own roles, those of its service account. */
@ApplicationScoped
class ClientPlaces {
    private final ServiceAccounts accounts;
    private final ScopeAccess access;

    ClientPlaces(ServiceAccounts accounts, ScopeAccess access) {
        this.accounts = accounts;
        this.access = access;
    }

    /** What of {@code scopes} names a place. */
    static List<String> named(Collection<String> scopes) {
        return scopes.stream().filter(ScopeName::isMeantBy).toList();
    }

    /** The place that a scope names, as it is now: nowhere without one, and nothing without a role there. */
    Optional<HeldPlace> of(Client client, Collection<String> scopes) {
        List<String> named = named(scopes);
        if (named.isEmpty()) {
            return Optional.of(HeldPlace.NOWHERE);
        }
        return accounts.of(client.realm(), client.id())
                .filter(User::enabled)
                .flatMap(account -> ScopeName.parse(named.getFirst()).flatMap(name -> access.named(account, name)))
                .map(held -> new HeldPlace(Optional.of(held)));
    }
}
