package io.vestibule.access;

import io.vestibule.access.AccessDeclaration.LimitEntry;
import io.vestibule.access.AccessDeclaration.RegisteredLimitEntry;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.DeclaredId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Limits as a realm's file has them: those it names are as it says, those it no longer names are gone. */
@ApplicationScoped
class DeclaredLimits {
    private static final Logger LOG = Logger.getLogger(DeclaredLimits.class);

    private final LimitRepository repository;
    private final RegisteredLimits registered;
    private final Limits limits;
    private final Named named;
    private final Instance<ServiceCatalog> catalogue;

    DeclaredLimits(
            LimitRepository repository,
            RegisteredLimits registered,
            Limits limits,
            Named named,
            Instance<ServiceCatalog> catalogue) {
        this.repository = repository;
        this.registered = registered;
        this.limits = limits;
        this.named = named;
        this.catalogue = catalogue;
    }

    void follow(RealmName realm, AccessDeclaration wanted) {
        Set<String> keptLimits = new HashSet<>();
        Set<String> keptRegistered = new HashSet<>();
        wanted.registeredLimits().forEach(entry -> keptRegistered.add(register(realm, entry)));
        wanted.limits().forEach(entry -> limit(realm, entry).ifPresent(keptLimits::add));
        RetriedTransaction.joined(() -> repository.limitsOf(realm, DeclaredAccess.SOURCE)).stream()
                .filter(id -> !keptLimits.contains(id))
                .forEach(id -> limits.delete(realm, id));
        RetriedTransaction.joined(() -> repository.registeredOf(realm, DeclaredAccess.SOURCE)).stream()
                .filter(id -> !keptRegistered.contains(id))
                .forEach(id -> tell(realm, "undeclared limit " + id, registered.delete(realm, id)));
    }

    private String register(RealmName realm, RegisteredLimitEntry entry) {
        String service = service(realm, entry.service());
        RegisteredLimitDraft draft =
                new RegisteredLimitDraft(service, entry.region(), entry.resource(), entry.limit(), entry.description());
        Optional<RegisteredLimit> there = RetriedTransaction.joined(
                () -> repository.registered(realm, service, entry.region(), entry.resource()));
        if (there.isEmpty()) {
            String id =
                    DeclaredId.of("registered-limit", service, entry.region().orElse(""), entry.resource());
            tell(
                    realm,
                    "registered limit of " + entry.resource(),
                    registered.create(realm, Map.of(id, draft), DeclaredAccess.SOURCE));
            return id;
        }
        if (!there.get().draft().equals(draft)) {
            registered.amend(realm, there.get().id(), draft);
        }
        return there.get().id();
    }

    private Optional<String> limit(RealmName realm, LimitEntry entry) {
        Optional<LimitOwner> owner = named.declared(realm, entry.scope()).flatMap(DeclaredLimits::owner);
        if (owner.isEmpty()) {
            LOG.errorf("realm %s: access limits %s, which there is not", realm, entry.on());
            return Optional.empty();
        }
        String service = service(realm, entry.service());
        LimitDraft draft = new LimitDraft(
                owner.get(), service, entry.region(), entry.resource(), entry.limit(), entry.description());
        Optional<Limit> there = limits
                .list(
                        realm,
                        new LimitFilter(Optional.of(service), entry.region(), Optional.of(entry.resource()), owner))
                .stream()
                .filter(limit -> limit.region().equals(entry.region()))
                .findFirst();
        if (there.isEmpty()) {
            String id =
                    DeclaredId.of("limit", entry.on(), service, entry.region().orElse(""), entry.resource());
            tell(realm, "limit on " + entry.on(), limits.create(realm, Map.of(id, draft), DeclaredAccess.SOURCE));
            return Optional.of(id);
        }
        Limit limit = there.get();
        if (limit.amount() != entry.limit() || !limit.description().equals(entry.description())) {
            tell(
                    realm,
                    "limit on " + entry.on(),
                    limits.update(realm, limit.id(), Optional.of(entry.limit()), Optional.of(entry.description())));
        }
        return Optional.of(limit.id());
    }

    private static Optional<LimitOwner> owner(Scope scope) {
        return switch (scope) {
            case Scope.Project one -> Optional.of(new LimitOwner.OfProject(one.project()));
            case Scope.Domain one -> Optional.of(new LimitOwner.OfDomain(one.domain()));
            case Scope.System all -> Optional.empty();
        };
    }

    /** As the catalogue knows it; without a catalogue the id that it would get when declared by that name. */
    private String service(RealmName realm, String name) {
        return catalogue.stream()
                .flatMap(one -> one.service(realm, name).stream())
                .findFirst()
                .orElseGet(() -> DeclaredId.of("service", name));
    }

    private static void tell(RealmName realm, String what, Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?> refused) {
            LOG.errorf("realm %s: the declared %s cannot be: %s", realm, what, refused.why());
        }
    }
}
