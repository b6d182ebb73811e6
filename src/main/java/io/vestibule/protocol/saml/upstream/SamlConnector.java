package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.EnhancedClients;
import io.vestibule.connector.Organisations;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.Step;
import io.vestibule.connector.Trip;
import io.vestibule.connector.UnaskedArrival;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamNames;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.outbound.Reach;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A SAML identity provider, or a federation of them, as a way to sign in. */
final class SamlConnector implements RedirectConnector {
    private final Ourselves ourselves;
    private final SamlConnectorConfig config;
    private final Function<List<String>, RequestedClasses> classes;
    private final Providers providers;
    private final Sending sending;
    private final Arrival arrival;
    private final LogoutExchange logout;
    private final SignOutThere signOut;
    private final CarriedExchange carried;
    private final Clock clock;

    private SamlConnector(
            Ourselves ourselves,
            SamlConnectorConfig config,
            Function<List<String>, RequestedClasses> classes,
            Providers providers,
            Sending sending,
            Arrival arrival,
            LogoutExchange logout,
            SignOutThere signOut,
            CarriedExchange carried,
            Clock clock) {
        this.ourselves = ourselves;
        this.config = config;
        this.classes = classes;
        this.providers = providers;
        this.sending = sending;
        this.arrival = arrival;
        this.logout = logout;
        this.signOut = signOut;
        this.carried = carried;
        this.clock = clock;
    }

    /** @param reach how far a call to an address in metadata may go */
    static SamlConnector open(
            Ourselves ourselves,
            SamlConnectorConfig config,
            Providers providers,
            OwnKeys keys,
            Function<URI, Reach> reach,
            Surroundings with) {
        ProviderSignatures theirs = new ProviderSignatures(with.signatures(), providers, config.algorithms());
        AuthnRequests requests = new AuthnRequests(config, ourselves.entityId(), with.openSaml());
        ArtifactResolution artifacts = new ArtifactResolution(
                with.openSaml(), with.signatures(), theirs, with.soap(), with.outbound(), keys, reach, with.tokens());
        Function<List<String>, RequestedClasses> classes = wanted -> new RequestedClasses(
                config,
                word -> with.words().test(ourselves.realm(), word),
                word -> with.strongWords().test(ourselves.realm(), word),
                wanted);
        Arrival arrival = new Arrival(
                ourselves,
                config,
                classes,
                with,
                keys,
                new VouchedAssertion(config, theirs, with.decryption(), keys),
                artifacts);
        LogoutRequestIds ids = new LogoutRequestIds(ourselves, with.logoutIds());
        LogoutExchange logout = new LogoutExchange(ourselves, config, providers, theirs, keys, ids, with);
        LogoutMessages messages = new LogoutMessages(ourselves.entityId(), with.openSaml());
        return new SamlConnector(
                ourselves,
                config,
                classes,
                providers,
                new Sending(config, classes, requests, with.openSaml(), with.signatures(), keys, with.tokens()),
                arrival,
                logout,
                new SignOutThere(
                        providers,
                        messages,
                        with.openSaml(),
                        with.signatures(),
                        keys,
                        reach,
                        new SoapSignOut(providers, messages, logout, keys, reach, with),
                        ids,
                        with.clock()),
                new CarriedExchange(ourselves, config, classes, providers, requests, arrival, keys, with),
                with.clock());
    }

    @Override
    public ConnectorId id() {
        return ourselves.connector();
    }

    @Override
    public String hopParameter() {
        return InboundAnswer.RELAY_STATE;
    }

    @Override
    public boolean reaches(String authority) {
        return providers.knows(authority);
    }

    @Override
    public UpstreamNames upstreamNames(UpstreamIdentity identity) {
        UpstreamSession session = identity.upstreamSession();
        return session.logoutHint()
                .flatMap(LogoutHint::of)
                .map(name -> name.names(session.id()))
                .orElseGet(UpstreamNames::none);
    }

    @Override
    public boolean answersSilently() {
        return config.forwardPassive();
    }

    @Override
    public Optional<Organisations> organisations() {
        return config.federation() ? providers.organisations() : Optional.empty();
    }

    @Override
    public Optional<UpstreamLogout> upstreamLogout() {
        return Optional.<UpstreamLogout>of(signOut).filter(there -> config.signOutUpstream());
    }

    /** Of one identity provider: a program would not know which of many to go to. */
    @Override
    public Optional<EnhancedClients> enhancedClients() {
        return config.federation() ? Optional.empty() : Optional.of(carried);
    }

    CarriedExchange carried() {
        return carried;
    }

    Ourselves ourselves() {
        return ourselves;
    }

    LogoutExchange logout() {
        return logout;
    }

    SignOutThere signOut() {
        return signOut;
    }

    @Override
    public DepartureOutcome depart(Trip trip) {
        return switch (provider(trip).then(found -> departure(found, trip))) {
            case Step.Done<Departure>(Departure departure) -> new DepartureOutcome.Ready(departure);
            case Step.Stopped<Departure>(AuthnOutcome.Unreachable(String detail)) ->
                new DepartureOutcome.Unreachable(detail);
            case Step.Stopped<Departure>(AuthnOutcome other) -> new DepartureOutcome.Unreachable(other.toString());
        };
    }

    private Step<EntityMetadata> provider(Trip trip) {
        if (!config.federation()) {
            return providers.only();
        }
        return trip.organisation().map(providers::find).orElseGet(() -> Step.unreachable("no organisation was chosen"));
    }

    private Step<Departure> departure(EntityMetadata provider, Trip trip) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return sending.request(provider, trip, now)
                .then(sent -> Step.done(
                        new Departure(sent.reply(), new Asked(sent.id(), provider.entityId(), now).memory())));
    }

    @Override
    public AuthnOutcome arrive(InboundMessage message, Trip trip, Departure.Memory memory) {
        Optional<Asked> asked = Asked.of(memory);
        if (asked.isEmpty()) {
            return Step.refusal("memory", "what was remembered of the request", "something else");
        }
        return outcome(providers
                .find(asked.get().entityId())
                .then(provider -> arrival.identity(
                        message, Optional.of(trip.hop()), trip.acrValues(), expectation(provider, trip, asked.get()))));
    }

    @Override
    public Optional<UnaskedArrival> unasked() {
        return config.allowUnsolicited() ? Optional.of(this::arriveUnasked) : Optional.empty();
    }

    /** SAML Profiles §4.1.5: as any other answer, except that it answers no request. */
    private AuthnOutcome arriveUnasked(InboundMessage message) {
        Instant now = clock.instant();
        return outcome(providers
                .only()
                .then(provider -> arrival.identity(
                        message,
                        Optional.empty(),
                        List.of(),
                        new Expectation(
                                config,
                                ourselves.entityId(),
                                ourselves.consumer(),
                                provider,
                                Optional.empty(),
                                List.of(),
                                config.maxAge().map(now::minus),
                                now))));
    }

    private Expectation expectation(EntityMetadata provider, Trip trip, Asked asked) {
        Instant now = clock.instant();
        Optional<Instant> young = Stream.of(trip.maxAge(), config.maxAge())
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .map(now::minus);
        return new Expectation(
                config,
                ourselves.entityId(),
                trip.callback(),
                provider,
                Optional.of(asked.requestId()),
                classes.apply(trip.acrValues()).demanded(),
                trip.fresh() ? Optional.of(asked.at()) : young,
                now);
    }

    @Override
    public void close() {
        providers.close();
    }

    private static AuthnOutcome outcome(Step<UpstreamIdentity> step) {
        return switch (step) {
            case Step.Stopped<UpstreamIdentity>(AuthnOutcome outcome) -> outcome;
            case Step.Done<UpstreamIdentity>(UpstreamIdentity identity) -> new Authenticated(identity);
        };
    }
}
