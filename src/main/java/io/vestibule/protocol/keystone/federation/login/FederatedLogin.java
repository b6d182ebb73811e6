package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.BearerProof;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.EnhancedClients;
import io.vestibule.connector.PresentedConnector;
import io.vestibule.connector.PresentedProof;
import io.vestibule.directory.Identities.Way;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.CarriedArrivals;
import io.vestibule.login.MappedGrants;
import io.vestibule.login.MappedGrants.Entry;
import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.federation.login.Providers.Provider;
import io.vestibule.protocol.keystone.token.ShownIdentity;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Somebody whom an identity provider vouches for, by a proof that came along with the call. */
@ApplicationScoped
class FederatedLogin {
    static final String PAOS = "application/vnd.paos+xml";
    private static final String BEARER = "bearer ";
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Providers providers;
    private final Connectors connectors;
    private final CarriedArrivals arrivals;
    private final MappedGrants grants;
    private final LoginThrottle throttle;
    private final Clock clock;

    FederatedLogin(
            Providers providers,
            Connectors connectors,
            CarriedArrivals arrivals,
            MappedGrants grants,
            LoginThrottle throttle,
            Clock clock) {
        this.providers = providers;
        this.connectors = connectors;
        this.arrivals = arrivals;
        this.grants = grants;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** @throws KeystoneRefused 401 for everything that a stranger may try, in the same words */
    Proven authenticate(Call call, String identityProvider, String protocol) {
        Provider provider = providers.inUse(call, identityProvider, protocol);
        UpstreamIdentity identity = presented(call, provider);
        if (!provider.idp().isVouchedForBy(identity.context().nearestAuthority())) {
            throw KeystoneRefused.forbidden().because("remote-id-unknown");
        }
        return switch (grants.enter(call.realm(), identity, provider.standing())) {
            case Entry.Entered entered -> proven(provider, identity, entered);
            case Entry.NoMatch none -> throw KeystoneRefused.unauthorized().because(none.reason());
            case Entry.Refused no -> throw KeystoneRefused.unauthorized().because(no.reason());
        };
    }

    private Proven proven(Provider provider, UpstreamIdentity identity, Entry.Entered entered) {
        Way way = new Way(identity.connector(), identity.subject());
        return new Proven(
                entered.user().id(),
                List.of(),
                provider.holdsFor().map(clock.instant()::plus),
                Optional.empty(),
                Delegation.none(),
                Optional.of(new Federated(provider.idp().id(), provider.protocol(), entered.groups())),
                Optional.empty(),
                entered.linked() ? Optional.of(new ShownIdentity(entered.user().id(), way)) : Optional.empty());
    }

    private UpstreamIdentity presented(Call call, Provider provider) {
        Connector connector = connectors
                .find(call.realmName(), provider.connector())
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("connector-disabled"));
        String address = call.visitor().address();
        if (!throttle.mayTry(address)) {
            throw KeystoneRefused.unauthorized().because("address-throttled");
        }
        return switch (verified(call, connector)) {
            case AuthnOutcome.Authenticated(UpstreamIdentity identity) -> identity;
            case AuthnOutcome.Rejected no -> {
                throttle.failed(address);
                throw KeystoneRefused.unauthorized().because(no.reason());
            }
            case AuthnOutcome.Cancelled cancelled ->
                throw KeystoneRefused.unauthorized().because("cancelled");
            case AuthnOutcome.Unreachable gone ->
                throw KeystoneRefused.of(
                                SERVICE_UNAVAILABLE,
                                "Service Unavailable",
                                "The service is currently unable to handle the request.")
                        .because("upstream-unreachable");
        };
    }

    /** Somebody's program asks how to sign in there by itself (SAML Profiles §4.2); nothing when it asks for a token. */
    Optional<EnhancedClients.Asking> asked(Call call, String identityProvider, String protocol, URI here) {
        boolean asks = call.header("PAOS").isPresent()
                && call.header("Accept").filter(types -> types.contains(PAOS)).isPresent();
        if (!asks) {
            return Optional.empty();
        }
        Provider provider = providers.inUse(call, identityProvider, protocol);
        return bringsAProof(call)
                ? Optional.empty()
                : connectors
                        .find(call.realmName(), provider.connector())
                        .flatMap(Connector::enhancedClients)
                        .map(clients -> clients.ask(here));
    }

    /** Whether a program is back with one that it brought to the connector. */
    boolean bringsAProof(Call call) {
        return call.visitor().cookies().keySet().stream().anyMatch(name -> name.endsWith("vestibule-carried"));
    }

    private AuthnOutcome verified(Call call, Connector connector) {
        Optional<UpstreamIdentity> carried = connector.enhancedClients().isPresent()
                ? arrivals.take(call.realmName(), connector.id(), call.visitor())
                : Optional.empty();
        if (carried.isPresent()) {
            return new AuthnOutcome.Authenticated(carried.get());
        }
        Optional<Secret> bearer = call.header("Authorization")
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(header -> new Secret(header.substring(BEARER.length()).strip()));
        Optional<BearerProof> proof = connector.bearerProof();
        if (bearer.isPresent() && proof.isPresent()) {
            return proof.get().verify(bearer.get());
        }
        if (connector instanceof PresentedConnector presented) {
            return presented.verify(new PresentedProof(call.headers()));
        }
        throw KeystoneRefused.unauthorized().because("no-proof");
    }
}
