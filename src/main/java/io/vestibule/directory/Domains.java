package io.vestibule.directory;

import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.DeclaredId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.DomainProviders;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.SafeText;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The domains of a realm. */
@ApplicationScoped
public class Domains {
    static final String TOPIC = "domain";

    private final DomainRepository rows;
    private final MembershipRepository memberships;
    private final DomainProviders providers;
    private final Event<DomainLeaving> leaving;
    private final Changes changes;
    private final Clock clock;

    Domains(
            DomainRepository rows,
            MembershipRepository memberships,
            DomainProviders providers,
            Event<DomainLeaving> leaving,
            Changes changes,
            Clock clock) {
        this.rows = rows;
        this.memberships = memberships;
        this.providers = providers;
        this.leaving = leaving;
        this.changes = changes;
        this.clock = clock;
    }

    /** A domain to be made; its id is drawn. */
    public record NewDomain(
            String name, String description, boolean enabled, List<String> tags, Extra options, Extra extra) {}

    public Optional<Domain> find(RealmName realm, DomainId id) {
        return rows.read(realm, id);
    }

    /** In any case of its letters. */
    public Optional<Domain> named(RealmName realm, String name) {
        return rows.named(realm, SafeText.key(name));
    }

    /** Those that have one of {@code ids}, and those called one of {@code names}, in any case of its letters. */
    public List<Domain> those(RealmName realm, Collection<DomainId> ids, Collection<String> names) {
        return rows.those(
                realm,
                ids.stream().map(DomainId::value).toList(),
                names.stream().map(SafeText::key).toList());
    }

    public List<Domain> all(RealmName realm) {
        return rows.all(realm);
    }

    public DomainOutcome create(RealmName realm, NewDomain wanted) {
        return create(realm, new DomainId(DrawnId.next()), wanted);
    }

    /** As {@link #create(RealmName, NewDomain)}, with an id that was chosen elsewhere. */
    public DomainOutcome create(RealmName realm, DomainId id, NewDomain wanted) {
        Domain domain = new Domain(
                realm,
                id,
                wanted.name(),
                wanted.description(),
                wanted.enabled(),
                wanted.tags(),
                wanted.options(),
                wanted.extra());
        return RetriedTransaction.of(() -> {
            if (!rows.add(domain, clock.instant())) {
                return new DomainOutcome.NameTaken(domain.name());
            }
            changes.announce(realm.value(), TOPIC, id.value());
            return new DomainOutcome.Done(domain);
        });
    }

    public DomainOutcome update(RealmName realm, DomainId id, UnaryOperator<Domain> change) {
        return RetriedTransaction.of(() -> rows.row(realm, id)
                .map(row -> update(row, change.apply(row.domain())))
                .orElseGet(DomainOutcome.Unknown::new));
    }

    private DomainOutcome update(DomainEntity row, Domain wanted) {
        if (rows.isTaken(wanted.realm(), SafeText.key(wanted.name()), wanted.id())) {
            return new DomainOutcome.NameTaken(wanted.name());
        }
        boolean renamed = !row.name.equals(wanted.name());
        row.take(wanted);
        rows.flush();
        if (renamed) {
            memberships.renameDomain(wanted);
        }
        changes.announce(row.realm, TOPIC, row.id);
        return new DomainOutcome.Done(wanted);
    }

    /** Takes its users and groups along, and identity providers by which nobody comes in. */
    public DomainOutcome delete(RealmName realm, DomainId id) {
        return RetriedTransaction.of(() -> {
            rows.lock(realm, id); // nobody gives it another identity provider meanwhile
            return rows.row(realm, id).map(this::delete).orElseGet(DomainOutcome.Unknown::new);
        });
    }

    private DomainOutcome delete(DomainEntity row) {
        if (row.enabled) {
            return new DomainOutcome.StillEnabled();
        }
        if (row.id.equals(Domain.DEFAULT.value())) {
            return new DomainOutcome.Indispensable();
        }
        Domain before = row.domain();
        Optional<IdentityProvider> bound = providers.bound(before.realm(), before.id());
        if (bound.isPresent()) { // or its connector would be open to everybody, with no rules at all
            return new DomainOutcome.StillBound(
                    bound.get().id(), bound.get().connector().orElseThrow());
        }
        leaving.fire(new DomainLeaving(before.realm(), before.id()));
        rows.delete(row);
        changes.announce(row.realm, TOPIC, row.id);
        return new DomainOutcome.Done(before);
    }

    /** The domain of that name as a realm's file has it: made when missing, brought up to date when not. */
    public Domain declare(RealmName realm, String name, String description, boolean enabled) {
        NewDomain wanted = new NewDomain(name, description, enabled, List.of(), Extra.none(), Extra.none());
        return named(realm, name).map(there -> followed(there, wanted)).orElseGet(() -> switch (create(
                realm, declaredId(name), wanted)) {
            case DomainOutcome.Done(Domain made) -> made;
            case DomainOutcome lost -> // another node was faster
                named(realm, name).map(there -> followed(there, wanted)).orElseGet(() -> done(lost));
        });
    }

    private Domain followed(Domain there, NewDomain wanted) {
        UnaryOperator<Domain> change = now -> now.withName(wanted.name())
                .withDescription(wanted.description())
                .withEnabled(wanted.enabled());
        return change.apply(there).equals(there) ? there : done(update(there.realm(), there.id(), change));
    }

    /** The domain of that name, made when missing. */
    Domain ensure(RealmName realm, String name) {
        return named(realm, name).orElseGet(() -> declare(realm, name, "", true));
    }

    /** The id under which every site knows the domain that its file calls so. */
    public static DomainId declaredId(String name) {
        return SafeText.key(name).equals(Domain.DEFAULT.value())
                ? Domain.DEFAULT
                : new DomainId(DeclaredId.of("domain", name));
    }

    /** Makes the domain that every realm has. */
    void ensureDefault(RealmName realm) {
        if (find(realm, Domain.DEFAULT).isEmpty()) {
            RetriedTransaction.of(() -> rows.add(standard(realm), clock.instant()));
        }
    }

    static Domain standard(RealmName realm) {
        return new Domain(
                realm, Domain.DEFAULT, "Default", "The default domain", true, List.of(), Extra.none(), Extra.none());
    }

    private static Domain done(DomainOutcome outcome) {
        if (outcome instanceof DomainOutcome.Done(Domain domain)) {
            return domain;
        }
        throw new IllegalStateException("a declared domain was changed by somebody else meanwhile: " + outcome);
    }
}
