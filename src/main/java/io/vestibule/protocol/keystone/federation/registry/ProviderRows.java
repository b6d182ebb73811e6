package io.vestibule.protocol.keystone.federation.registry;

import io.vestibule.directory.Domain;
import io.vestibule.directory.DomainOutcome;
import io.vestibule.directory.Domains;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.Extra;
import io.vestibule.login.GivenByRules;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Stored;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes, changes and takes away identity providers, and the domains that come with them. */
@ApplicationScoped
class ProviderRows {
    private static final int LONGEST_ID = 64;

    private final IdentityProviders providers;
    private final Domains domains;
    private final GivenByRules gives;

    ProviderRows(IdentityProviders providers, Domains domains, GivenByRules gives) {
        this.providers = providers;
        this.domains = domains;
        this.gives = gives;
    }

    Optional<IdentityProvider> find(Call call, String id) {
        return providers.find(call.realmName(), id);
    }

    List<IdentityProvider> all(Call call) {
        return providers.all(call.realmName());
    }

    /** @param owner whose administrator calls, when it is not one of the realm's */
    IdentityProvider create(Call call, String id, ProviderBody body, Optional<DomainId> owner) {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw KeystoneRefused.badRequest("The id of an identity provider has 1 to " + LONGEST_ID + " characters.");
        }
        if (find(call, id).isPresent()) {
            throw taken(id);
        }
        Optional<ConnectorId> connector = body.namesConnector()
                ? body.connector(call)
                : Optional.of(id)
                        .filter(name -> owner.isEmpty() && ConnectorId.isValid(name))
                        .map(ConnectorId::new);
        Optional<DomainId> wanted = body.domain().or(() -> owner);
        DomainId domain = wanted.map(known -> required(call, known)).orElseGet(() -> fresh(call, id));
        IdentityProvider idp = body.over(new IdentityProvider(
                call.realmName(), id, domain, false, Optional.empty(), List.of(), Optional.empty(), connector, owner));
        Stored<IdentityProvider> stored = providers.create(idp);
        if (wanted.isEmpty() && stored.ifDone().isEmpty()) {
            discard(call, domain);
        }
        return done(stored, id);
    }

    private DomainId required(Call call, DomainId id) {
        return domains.find(call.realmName(), id)
                .map(Domain::id)
                .orElseThrow(() -> KeystoneRefused.notFound("domain", id.value()));
    }

    private DomainId fresh(Call call, String idp) {
        DomainId id = new DomainId(DrawnId.next());
        DomainOutcome made = domains.create(
                call.realmName(),
                id,
                new Domains.NewDomain(
                        id.value(),
                        "Auto generated federated domain for Identity Provider: " + idp,
                        true,
                        List.of(),
                        Extra.none(),
                        Extra.none()));
        if (!(made instanceof DomainOutcome.Done)) {
            throw new IllegalStateException("a random id is taken: " + id);
        }
        return id;
    }

    private void discard(Call call, DomainId domain) {
        domains.update(call.realmName(), domain, fresh -> fresh.withEnabled(false));
        domains.delete(call.realmName(), domain);
    }

    IdentityProvider update(Call call, String id, UnaryOperator<IdentityProvider> wish) {
        return done(providers.update(call.realmName(), id, wish), id);
    }

    /** What its rules gave goes with it. */
    void delete(Call call, IdentityProvider idp) {
        if (!gives.delete(call.realmName(), idp.id())) {
            throw unknown(idp.id());
        }
    }

    private static IdentityProvider done(Stored<IdentityProvider> stored, String id) {
        return switch (stored) {
            case Stored.Done<IdentityProvider> done -> done.value();
            case Stored.Unknown<IdentityProvider> unknown -> throw unknown(id);
            case Stored.Taken<IdentityProvider> taken -> throw taken(id);
            case Stored.RemoteIdTaken<IdentityProvider> remote ->
                throw conflict("Duplicate remote ID: " + remote.remoteId());
            case Stored.NoSuchMapping<IdentityProvider> never ->
                throw new IllegalStateException("an identity provider names no mapping");
        };
    }

    static KeystoneRefused unknown(String id) {
        return KeystoneRefused.notFound("Identity Provider", id);
    }

    private static KeystoneRefused taken(String id) {
        return conflict("Duplicate entry: " + id);
    }

    private static KeystoneRefused conflict(String details) {
        return KeystoneRefused.conflict("Conflict occurred attempting to store identity_provider - " + details + ".");
    }
}
