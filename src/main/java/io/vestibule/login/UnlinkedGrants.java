package io.vestibule.login;

import io.vestibule.access.Actor;
import io.vestibule.access.SourcedAssignments;
import io.vestibule.directory.Groups;
import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.mapping.IdentityProviders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Groups and roles that rules gave because of an account elsewhere are taken back when it leads here no more. Where another
 * account of the same connector still does, its next login gives anew what it gives: which of the two gave what is not known.
 */
@ApplicationScoped
class UnlinkedGrants {
    private final IdentityProviders providers;
    private final Groups groups;
    private final SourcedAssignments assignments;

    UnlinkedGrants(IdentityProviders providers, Groups groups, SourcedAssignments assignments) {
        this.providers = providers;
        this.groups = groups;
        this.assignments = assignments;
    }

    void unlinked(@Observes IdentityUnlinked gone) {
        providers.all(gone.realm()).stream()
                .filter(idp -> idp.connector().equals(Optional.of(gone.connector())))
                .forEach(idp -> {
                    groups.become(gone.realm(), gone.user(), idp.source(), List.of());
                    assignments.become(gone.realm(), idp.source(), new Actor.OfUser(gone.user()), Set.of());
                });
    }
}
