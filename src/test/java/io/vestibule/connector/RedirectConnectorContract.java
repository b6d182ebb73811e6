package io.vestibule.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The promises of a connector the browser is sent to and comes back from. */
public abstract class RedirectConnectorContract extends ConnectorContract {
    private static final int LARGEST_MEMORY = 1024;

    @Override
    protected abstract RedirectConnector connector();

    /** Plays browser and person: follows {@code departure}, signs in, gives what the browser brings back. */
    protected abstract InboundMessage signInUpstream(Person person, Departure departure);

    /** Parameters of a genuine message whose change must be noticed; by default all but the hop, which login reads. */
    protected Set<String> protectedParameters(InboundMessage genuine) {
        return genuine.parameters().keySet().stream()
                .filter(name -> !name.equals(connector().hopParameter()))
                .collect(Collectors.toSet());
    }

    /** A trip like those login makes, each with a hop of its own. */
    protected Trip trip() {
        return new Trip(
                new RealmName("test"),
                connector().id(),
                URI.create(
                        "http://localhost:8080/realms/test/login/" + connector().id() + "/callback"),
                UUID.randomUUID().toString(),
                List.of(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    protected Departure depart(Trip trip) {
        DepartureOutcome outcome = connector().depart(trip);
        assertThat(outcome).isInstanceOf(DepartureOutcome.Ready.class);
        return ((DepartureOutcome.Ready) outcome).departure();
    }

    @Override
    protected AuthnOutcome genuine(Person person) {
        Trip trip = trip();
        Departure departure = depart(trip);
        return connector().arrive(signInUpstream(person, departure), trip, departure.memory());
    }

    /** Answers to somebody else's trip: what an attacker has who signed in as themselves. */
    @Override
    protected List<AuthnOutcome> forged() {
        Trip attackers = trip();
        InboundMessage injected = signInUpstream(Person.GRACE, depart(attackers));
        Trip victims = trip();
        Departure departure = depart(victims);
        InboundMessage own = signInUpstream(Person.ADA, departure);
        Map<String, List<String>> mixed = new HashMap<>(injected.parameters());
        String hop = connector().hopParameter();
        mixed.put(hop, own.parameters().getOrDefault(hop, List.of()));
        return List.of(
                connector().arrive(message(own, mixed), victims, departure.memory()),
                connector().arrive(message(own, Map.of()), victims, departure.memory()));
    }

    @Override
    protected List<AuthnOutcome> hostile(String text) {
        Trip trip = trip();
        Departure departure = depart(trip);
        InboundMessage genuine = signInUpstream(Person.ADA, departure);
        List<AuthnOutcome> outcomes = new ArrayList<>();
        for (String name : protectedParameters(genuine)) {
            String right = genuine.parameters().get(name).getFirst();
            for (List<String> values : List.of(List.of(text), List.of(text, right), List.<String>of())) {
                Map<String, List<String>> changed = new HashMap<>(genuine.parameters());
                changed.put(name, values);
                outcomes.add(connector().arrive(message(genuine, changed), trip, departure.memory()));
            }
        }
        return outcomes;
    }

    @Override
    protected AuthnOutcome whileDown() {
        Trip trip = trip();
        Departure departure = depart(trip);
        InboundMessage message = signInUpstream(Person.ADA, departure);
        upstreamGoesDown();
        return connector().arrive(message, trip, departure.memory());
    }

    @Test
    void theBrowserLeavesWithTheHopInTheParameterItComesBackIn() {
        Trip trip = trip();
        switch (depart(trip).reply()) {
            case BrowserReply.Redirect redirect ->
                assertThat(redirect.to().getRawQuery().split("&"))
                        .contains(connector().hopParameter() + "="
                                + URLEncoder.encode(trip.hop(), StandardCharsets.UTF_8));
            case BrowserReply.AutoPost post ->
                assertThat(post.fields()).containsEntry(connector().hopParameter(), trip.hop());
            case BrowserReply.Page page ->
                throw new AssertionError("a connector has no pages of its own: " + page.model());
        }
    }

    @Test
    void twoTripsDoNotRememberTheSame() {
        assertThat(depart(trip()).memory()).isNotEqualTo(depart(trip()).memory());
    }

    @Test
    void whatIsRememberedFitsInACookie() {
        int size = depart(trip()).memory().values().entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        assertThat(size).isLessThan(LARGEST_MEMORY);
    }

    @Test
    void departingWhileTheUpstreamIsDownIsNotAnException() {
        upstreamGoesDown();
        assertThatCode(() -> connector().depart(trip())).doesNotThrowAnyException();
    }

    private static InboundMessage message(InboundMessage like, Map<String, List<String>> parameters) {
        String query = parameters.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> encode(entry.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
        return new InboundMessage(
                like.method(), parameters, like.method() == InboundMessage.Method.GET ? query : like.rawQuery());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
