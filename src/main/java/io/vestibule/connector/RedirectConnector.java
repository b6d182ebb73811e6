package io.vestibule.connector;

import io.vestibule.browser.InboundMessage;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamNames;
import java.util.Optional;

/** An upstream the browser is sent to and comes back from. Sees no HTTP type, calls nobody back. */
public non-sealed interface RedirectConnector extends Connector {
    /** Where to send the browser, and what to remember until it comes back; or why it cannot be sent. */
    DepartureOutcome depart(Trip trip);

    /**
     * Reads what the browser brought back.
     *
     * @param message not yet believed
     * @param memory what {@link #depart} asked to remember, for this very trip and browser
     */
    AuthnOutcome arrive(InboundMessage message, Trip trip, Departure.Memory memory);

    /** The parameter in which the upstream returns {@link Trip#hop()}: {@code state}, {@code RelayState}. */
    String hopParameter();

    /** Whether this upstream, or one of the organisations behind it, goes by that issuer or entity id. */
    default boolean reaches(String authority) {
        return false;
    }

    /** Whether this upstream can be asked to say who is there without showing anything. */
    default boolean answersSilently() {
        return false;
    }

    /** Whether this upstream says in a frame of its own pages that it signed somebody out. */
    default boolean tellsInFrames() {
        return false;
    }

    /** What this upstream calls the session and the person that it vouched for, where it may say that they are over. */
    default UpstreamNames upstreamNames(UpstreamIdentity identity) {
        return UpstreamNames.none();
    }

    /** How answers that nobody asked for are believed, when the operator wants that. */
    default Optional<UnaskedArrival> unasked() {
        return Optional.empty();
    }

    /** What the person chooses from before leaving, when this connector leads to many. */
    default Optional<Organisations> organisations() {
        return Optional.empty();
    }
}
