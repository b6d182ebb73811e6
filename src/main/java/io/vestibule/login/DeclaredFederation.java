package io.vestibule.login;

import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.FederationDeclaration;
import io.vestibule.mapping.FederationDeclaration.ProtocolEntry;
import io.vestibule.mapping.FederationDeclaration.ProviderEntry;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleSet;
import io.vestibule.mapping.Stored;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes the identity providers, protocols and mappings of a realm what its file says; others stay as they are. */
@ApplicationScoped
class DeclaredFederation {
    private static final Logger LOG = Logger.getLogger(DeclaredFederation.class);
    private static final int AFTER_DOMAINS = 4100;

    private final Realms realms;
    private final Domains domains;
    private final Mappings mappings;
    private final IdentityProviders providers;
    private final FederationProtocols protocols;
    private final GivenByRules gives;

    DeclaredFederation(
            Realms realms,
            Domains domains,
            Mappings mappings,
            IdentityProviders providers,
            FederationProtocols protocols,
            GivenByRules gives) {
        this.realms = realms;
        this.domains = domains;
        this.mappings = mappings;
        this.providers = providers;
        this.protocols = protocols;
        this.gives = gives;
    }

    void follow(@Observes @Priority(AFTER_DOMAINS) RealmsReloaded reloaded) {
        for (RealmName name : reloaded.changed()) {
            realms.find(name).ifPresent(this::follow);
        }
    }

    private void follow(Realm realm) {
        FederationDeclaration wanted =
                realm.blocks().find(FederationDeclaration.class).orElseGet(FederationDeclaration::none);
        RealmName name = realm.name();
        mappings.declare(
                name,
                wanted.mappings().stream()
                        .map(entry -> new RuleSet(
                                name,
                                entry.id(),
                                entry.read(),
                                entry.schemaVersion().isPresent(),
                                Optional.empty()))
                        .toList());
        List<IdentityProvider> idps = wanted.identityProviders().stream()
                .map(entry -> provider(realm, entry))
                .toList();
        providers.declared(name).stream()
                .filter(was -> idps.stream().noneMatch(is -> is.id().equals(was.id())))
                .forEach(gone -> gives.delete(name, gone.id()));
        Set<String> bare = wanted.identityProviders().stream()
                .filter(entry -> !wanted(realm, entry).isEmpty() && isBare(name, entry.id()))
                .map(ProviderEntry::id)
                .collect(Collectors.toSet());
        tell(
                name,
                providers.declare(
                        name,
                        idps.stream()
                                .map(idp -> bare.contains(idp.id()) ? idp.withEnabled(false) : idp)
                                .toList()));
        Set<String> whole = wanted.identityProviders().stream()
                .filter(entry -> protocols(realm, entry))
                .map(ProviderEntry::id)
                .collect(Collectors.toSet());
        idps.stream()
                .filter(idp -> idp.enabled() && bare.contains(idp.id()) && whole.contains(idp.id()))
                .filter(idp -> providers.find(name, idp.id()).equals(Optional.of(idp.withEnabled(false))))
                .forEach(idp -> providers.update(name, idp.id(), now -> now.withEnabled(true)));
    }

    /** Has no protocols yet, or a domain's, which go: until it has its own it is off, or people came in by no rules. */
    private boolean isBare(RealmName realm, String id) {
        return providers.find(realm, id).flatMap(IdentityProvider::owner).isPresent()
                || protocols.of(realm, id).isEmpty();
    }

    /** Whether it has all that are declared. */
    private boolean protocols(Realm realm, ProviderEntry entry) {
        List<Stored<FederationProtocol>> refused = protocols.declare(realm.name(), entry.id(), wanted(realm, entry));
        tell(realm.name(), refused);
        if (!refused.isEmpty()) { // without its rules nobody comes in
            providers.update(realm.name(), entry.id(), idp -> idp.withEnabled(false));
        }
        return refused.isEmpty();
    }

    /** In a domain that there is not it is switched off, and nobody comes through its connector as if it had no rules. */
    private IdentityProvider provider(Realm realm, ProviderEntry entry) {
        Optional<DomainId> domain = domains.named(realm.name(), entry.domain()).map(Domain::id);
        boolean isMissing = domain.isEmpty() && !entry.domain().equalsIgnoreCase(Domain.DEFAULT.value());
        if (isMissing) {
            LOG.errorf(
                    "realm %s: the identity provider %s names the domain %s, which there is not, and is switched off: declare it under access",
                    realm.name(), entry.id(), entry.domain());
        }
        return new IdentityProvider(
                realm.name(),
                entry.id(),
                domain.orElse(Domain.DEFAULT),
                entry.enabled() && !isMissing,
                entry.description(),
                entry.remoteIds(),
                entry.authorizationTtl().map(ttl -> Math.max(1, ttl.toMinutes())),
                connector(entry),
                Optional.empty(),
                entry.grantsKeptFor().map(time -> Math.max(1, time.toMinutes())));
    }

    private static Optional<ConnectorId> connector(ProviderEntry entry) {
        return entry.connector()
                .or(() -> Optional.of(entry.id()).filter(ConnectorId::isValid).map(ConnectorId::new));
    }

    private static List<FederationProtocol> wanted(Realm realm, ProviderEntry entry) {
        List<FederationProtocol> wanted = new ArrayList<>();
        entry.mapping()
                .ifPresent(mapping -> wanted.add(new FederationProtocol(
                        entry.id(),
                        connector(entry)
                                .map(connector -> FederatedRules.protocolOf(realm, connector))
                                .orElse("mapped"),
                        mapping,
                        Optional.empty())));
        for (ProtocolEntry protocol : entry.protocols()) {
            wanted.add(new FederationProtocol(
                    entry.id(), protocol.id(), protocol.mapping(), protocol.remoteIdAttribute()));
        }
        return wanted;
    }

    private static void tell(RealmName realm, List<? extends Stored<?>> refused) {
        refused.forEach(why -> LOG.errorf("realm %s: federation declares what cannot be: %s", realm, why));
    }
}
