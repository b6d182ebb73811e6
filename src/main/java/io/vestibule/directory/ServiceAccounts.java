package io.vestibule.directory;

import io.vestibule.identity.Extra;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Users that stand for relying parties, so that these can be given roles as people can. They lie in a domain of their own,
 * where no person's name is in their way, and have no password: a relying party comes in by its own credentials.
 */
@ApplicationScoped
public class ServiceAccounts {
    private static final String DOMAIN = "Relying parties";

    private final Accounts accounts;
    private final Domains domains;

    ServiceAccounts(Accounts accounts, Domains domains) {
        this.accounts = accounts;
        this.domains = domains;
    }

    /** The one of a relying party that was ever given a role; switched on or not. */
    public Optional<User> of(Realm realm, RelyingPartyId party) {
        return domains.named(realm.name(), DOMAIN)
                .flatMap(domain -> accounts.named(realm.name(), domain.id(), party.value()));
    }

    /** As {@link #of}, made when missing; nothing when the realm declares no such relying party. */
    public Optional<User> ensure(Realm realm, RelyingPartyId party) {
        return realm.relyingParties().containsKey(party)
                ? of(realm, party).or(() -> make(realm, party))
                : Optional.empty();
    }

    /** Whether this user stands for a relying party that the realm declares. */
    boolean isOne(Realm realm, User user) {
        return domains.named(realm.name(), DOMAIN)
                        .filter(domain -> domain.id().equals(user.domain()))
                        .isPresent()
                && realm.relyingParties().keySet().stream()
                        .anyMatch(party -> party.value().equals(user.name()));
    }

    private Optional<User> make(Realm realm, RelyingPartyId party) {
        Domain domain = domains.ensure(realm.name(), DOMAIN);
        Accounts.NewAccount wanted = new Accounts.NewAccount(
                domain.id(), party.value(), true, Optional.empty(), Optional.empty(), UserOptions.none(), Extra.none());
        return accounts.create(realm, wanted) instanceof AccountOutcome.Done(User made)
                ? Optional.of(made)
                : of(realm, party); // another node was faster
    }
}
