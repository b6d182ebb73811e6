package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.EnhancedClients;
import io.vestibule.connector.Step;
import io.vestibule.connector.Trip;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.upstream.VouchedAssertion.Received;
import io.vestibule.protocol.saml.xml.IdShape;
import io.vestibule.protocol.saml.xml.SoapBinding.Opened;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.ecp.RelayState;

/**
 * Signing in by way of a program that carries messages itself (SAML Profiles §4.2). What is to be remembered of a request
 * travels with it, sealed; an answer that brings nothing of that kind was asked for by nobody, and only a Keystone that is
 * named for it, or whoever may come unasked anyway, is believed then.
 */
final class CarriedExchange implements EnhancedClients {
    private final Ourselves ourselves;
    private final SamlConnectorConfig config;
    private final Function<List<String>, RequestedClasses> classes;
    private final Providers providers;
    private final AuthnRequests requests;
    private final Arrival arrival;
    private final OwnKeys keys;
    private final CarriedMemory memory;
    private final PaosEnvelope envelopes;
    private final Surroundings with;

    CarriedExchange(
            Ourselves ourselves,
            SamlConnectorConfig config,
            Function<List<String>, RequestedClasses> classes,
            Providers providers,
            AuthnRequests requests,
            Arrival arrival,
            OwnKeys keys,
            Surroundings with) {
        this.ourselves = ourselves;
        this.config = config;
        this.classes = classes;
        this.providers = providers;
        this.requests = requests;
        this.arrival = arrival;
        this.keys = keys;
        this.memory = new CarriedMemory(ourselves, with.sealer());
        this.envelopes = new PaosEnvelope(with.openSaml(), with.soap());
        this.with = with;
    }

    /** Somebody whom a program brought. */
    record Brought(UpstreamIdentity identity, Optional<URI> returnTo) {}

    @Override
    public Asking ask(URI returnTo) {
        return switch (providers.only()) {
            case Step.Done<EntityMetadata>(EntityMetadata provider) -> asking(provider, returnTo);
            case Step.Stopped<EntityMetadata> stopped ->
                new Asking.Unreachable(stopped.outcome().toString());
        };
    }

    private Asking asking(EntityMetadata provider, URI returnTo) {
        Instant now = with.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        String id = "_" + with.tokens().next();
        AuthnRequest request =
                requests.carried(id, trip(), classes.apply(List.of()).classes(), now);
        with.signatures().sign(request, keys.signing());
        String relayState = memory.sealed(new CarriedMemory.Sent(id, provider.entityId(), now, returnTo));
        return new Asking.Envelope(envelopes.of(
                request,
                requests.issuer(),
                ourselves.carried(),
                "_" + with.tokens().next(),
                relayState));
    }

    /** From what the program brought to whom it brought. */
    Step<Brought> arrive(byte[] envelope) {
        IdShape ids = config.keystone() ? IdShape.HEX : IdShape.NAME;
        return Read.of(() -> with.soap().open(envelope, Response.class, ids)).then(this::arrived);
    }

    private Step<Brought> arrived(Opened<Response> opened) {
        Instant now = with.clock().instant();
        Optional<CarriedMemory.Sent> sent = opened.headers().stream()
                .filter(RelayState.class::isInstance)
                .map(header -> ((RelayState) header).getValue())
                .findFirst()
                .flatMap(text -> memory.opened(text, now));
        if (sent.isEmpty() && !config.keystone() && !config.allowUnsolicited()) {
            return Step.invalid("carried-unasked", "an answer to a request of ours", "the RelayState of another");
        }
        Received received = new Received(opened.message(), Optional.empty());
        return sent.map(known -> providers.find(known.entityId()))
                .orElseGet(providers::only)
                .then(provider -> arrival.identity(
                        Step.done(received),
                        List.of(),
                        expectation(provider, sent.map(CarriedMemory.Sent::requestId), now)))
                .then(identity -> Step.done(new Brought(identity, sent.map(CarriedMemory.Sent::returnTo))));
    }

    private Expectation expectation(EntityMetadata provider, Optional<String> requestId, Instant now) {
        return new Expectation(
                config,
                ourselves.entityId(),
                ourselves.carried(),
                provider,
                requestId,
                requestId.isPresent() ? classes.apply(List.of()).demanded() : List.of(),
                config.maxAge().map(now::minus),
                now);
    }

    /** On behalf of nobody but whoever sits at the program. */
    private Trip trip() {
        return new Trip(
                ourselves.realm(),
                ourselves.connector(),
                ourselves.carried(),
                "",
                List.of(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
