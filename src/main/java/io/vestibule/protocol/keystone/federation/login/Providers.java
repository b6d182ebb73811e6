package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.GroupId;
import io.vestibule.mapping.Arrival;
import io.vestibule.mapping.Arrivals;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.FederatedRules.Standing;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.protocol.keystone.token.FederatedStanding;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Authentication;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Identity providers and their protocols, as far as a login needs to know them. */
@ApplicationScoped
class Providers implements FederatedStanding {
    private static final String ANOTHER = "came-through-another";

    private final IdentityProviders providers;
    private final FederationProtocols protocols;
    private final FederatedRules rules;
    private final Directory directory;
    private final Arrivals arrivals;
    private final Clock clock;

    Providers(
            IdentityProviders providers,
            FederationProtocols protocols,
            FederatedRules rules,
            Directory directory,
            Arrivals arrivals,
            Clock clock) {
        this.providers = providers;
        this.protocols = protocols;
        this.rules = rules;
        this.directory = directory;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    /** One in use, by one of its protocols. */
    record Provider(IdentityProvider idp, String protocol, ConnectorId connector, Standing standing) {
        List<String> remoteIds() {
            return idp.remoteIds();
        }

        /** For how long after a login what it gave holds, when that has an end. */
        Optional<Duration> holdsFor() {
            return Providers.holdsFor(idp);
        }
    }

    /**
     * How somebody came in.
     *
     * @param holdsUntil when they must show themselves again at the latest
     */
    record Way(Federated federated, Optional<Instant> holdsUntil) {}

    /** @throws KeystoneRefused 404 when there is no such identity provider or protocol, 403 when it is switched off */
    Provider inUse(Call call, String identityProvider, String protocol) {
        IdentityProvider idp = providers
                .find(call.realmName(), identityProvider)
                .orElseThrow(() -> KeystoneRefused.notFound("Identity Provider", identityProvider));
        Standing standing = rules.of(call.realmName(), identityProvider, protocol)
                .orElseThrow(() -> KeystoneRefused.notFoundSaying("Could not find federated protocol " + protocol
                        + " for Identity Provider: " + identityProvider + "."));
        if (!idp.enabled()) {
            throw KeystoneRefused.forbidden().because("identity-provider-disabled");
        }
        ConnectorId connector = idp.connector()
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("identity-provider-without-connector"));
        return new Provider(idp, protocol, connector, standing);
    }

    /**
     * How somebody came in whom a connector authenticated; nothing when no identity provider is bound to it.
     *
     * @throws KeystoneRefused when it was not the one that was asked for, or it is none any more
     */
    Optional<Way> cameInBy(Realm realm, WebSsoMemory asked, Authentication authentication) {
        Standing standing = rules.forConnector(
                realm, authentication.connector(), authentication.context().nearestAuthority());
        if (asked.identityProvider().isPresent()) {
            IdentityProvider idp = asked(asked.identityProvider().get(), standing);
            return Optional.of(way(realm, idp, asked.protocol(), authentication));
        }
        return switch (standing) {
            case Standing.Closed closed -> throw KeystoneRefused.unauthorized().because(closed.reason());
            case Standing.Unruled unruled -> Optional.empty();
            case Bound bound -> {
                String protocol = protocols
                        .find(realm.name(), bound.idp().id(), asked.protocol())
                        .orElse(bound.protocol())
                        .id();
                yield Optional.of(way(realm, bound.idp(), protocol, authentication));
            }
        };
    }

    /** Its rules, and not those of another one behind the same connector, are what let the person in. */
    private static IdentityProvider asked(String id, Standing standing) {
        IdentityProvider cameBy = switch (standing) {
            case Bound bound -> bound.idp();
            case Standing.Closed closed -> throw KeystoneRefused.unauthorized().because(closed.reason());
            case Standing.Unruled unruled ->
                throw KeystoneRefused.unauthorized().because(ANOTHER);
        };
        if (!cameBy.id().equals(id)) {
            throw KeystoneRefused.unauthorized().because(ANOTHER);
        }
        return cameBy;
    }

    private Way way(Realm realm, IdentityProvider idp, String protocol, Authentication authentication) {
        List<GroupId> groups =
                directory.find(realm.name(), authentication.session().user()).map(User::groupIds).stream()
                        .flatMap(Collection::stream)
                        .sorted(Comparator.comparing(GroupId::value))
                        .toList();
        return new Way(
                new Federated(idp.id(), protocol, groups),
                holdsFor(idp)
                        .map(time -> authentication.context().authnInstant().plus(time)));
    }

    private static Optional<Duration> holdsFor(IdentityProvider idp) {
        return idp.authorizationTtl().filter(minutes -> minutes > 0).map(Duration::ofMinutes);
    }

    /** Its connector counts, too: nobody comes by one that was switched off. */
    @Override
    public boolean stands(Realm realm, Federated from) {
        return providers
                .find(realm.name(), from.identityProvider())
                .filter(IdentityProvider::enabled)
                .filter(idp -> idp.connector()
                        .filter(connector -> realm.connector(connector).isEmpty())
                        .isEmpty())
                .flatMap(idp -> protocols.find(realm.name(), idp.id(), from.protocol()))
                .isPresent();
    }

    @Override
    public Opening opening(Realm realm, User user) {
        Opening known = opening(realm, user, arrivals.of(realm.name(), user.id()));
        // Logins that change nothing but the time are no news: whoever seems to be overdue is looked up.
        return known.isOpen() && !known.holdsAt(clock.instant())
                ? opening(realm, user, arrivals.now(realm.name(), user.id()))
                : known;
    }

    /** Who is linked to nobody elsewhere comes by rules that name them, or, as a service account, by no door. */
    private Opening opening(Realm realm, User user, Map<ConnectorId, Arrival> last) {
        Set<ConnectorId> ways = user.connectors().isEmpty() ? last.keySet() : user.connectors();
        if (ways.isEmpty()) {
            return Opening.always();
        }
        return ways.stream()
                .filter(connector -> realm.connector(connector).isPresent())
                .map(connector -> opening(realm, connector, Optional.ofNullable(last.get(connector))))
                .reduce(Opening::or)
                .orElseGet(Opening::closed);
    }

    /**
     * By the provider that let them in, also once it is deleted or bound to another connector: then by none, until they come
     * in anew. Where none did, or it was before that was written down, by any that could.
     */
    private Opening opening(Realm realm, ConnectorId connector, Optional<Arrival> last) {
        List<IdentityProvider> bound = providers.all(realm.name()).stream()
                .filter(idp -> idp.connector().equals(Optional.of(connector)))
                .toList();
        Optional<String> by = last.flatMap(Arrival::identityProvider);
        if (bound.isEmpty() && by.isEmpty()) {
            return Opening.always();
        }
        return bound.stream()
                .filter(idp -> by.isEmpty() || by.get().equals(idp.id()))
                .filter(IdentityProvider::enabled)
                .filter(idp -> !protocols.of(realm.name(), idp.id()).isEmpty())
                .map(idp -> holding(idp, last))
                .reduce(Opening::or)
                .orElseGet(Opening::closed);
    }

    private static Opening holding(IdentityProvider idp, Optional<Arrival> last) {
        return holdsFor(idp)
                .flatMap(time -> last.map(arrival -> Opening.until(arrival.at().plus(time))))
                .orElseGet(Opening::always);
    }
}
