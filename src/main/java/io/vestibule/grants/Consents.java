package io.vestibule.grants;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What people agreed that relying parties may know and do. */
@ApplicationScoped
public class Consents {
    private final ConsentRepository repository;
    private final TokenFamilies families;
    private final Clock clock;

    public Consents(ConsentRepository repository, TokenFamilies families, Clock clock) {
        this.repository = repository;
        this.families = families;
        this.clock = clock;
    }

    @Transactional
    public Set<String> agreed(RealmName realm, UserId user, RelyingPartyId relyingParty) {
        return repository
                .findByIdOptional(new ConsentEntity.Key(realm.value(), user.value(), relyingParty.value()))
                .map(Consents::items)
                .orElse(Set.of());
    }

    /** What one relying party may know and do. */
    public record Agreed(RelyingPartyId relyingParty, Set<String> items, Instant at) {}

    /** Everything this person agreed to. */
    @Transactional
    public List<Agreed> of(RealmName realm, UserId user) {
        return repository.ofUser(realm.value(), user.value()).stream()
                .map(row -> new Agreed(new RelyingPartyId(row.relyingParty), items(row), row.grantedAt))
                .toList();
    }

    private static Set<String> items(ConsentEntity row) {
        return Arrays.stream(row.items.split(" "))
                .filter(item -> !item.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Adds {@code items} to what was agreed before. */
    @Transactional
    public void agree(RealmName realm, UserId user, RelyingPartyId relyingParty, Set<String> items) {
        Set<String> all = new TreeSet<>(agreed(realm, user, relyingParty));
        all.addAll(items);
        repository.upsert(realm.value(), user.value(), relyingParty.value(), String.join(" ", all), clock.instant());
    }

    /** Takes it back, and with it every token that was given because of it. */
    @Transactional
    public void withdraw(RealmName realm, UserId user, RelyingPartyId relyingParty) {
        repository.deleteById(new ConsentEntity.Key(realm.value(), user.value(), relyingParty.value()));
        families.revokeOf(realm, user, relyingParty);
    }
}
