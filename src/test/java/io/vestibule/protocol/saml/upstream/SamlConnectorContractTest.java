package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Departure;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.RedirectConnectorContract;
import io.vestibule.connector.Trip;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.saml.toy.Draft;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The SAML connector, answered by POST, keeps the promises of every connector the browser is sent to. */
class SamlConnectorContractTest extends RedirectConnectorContract {
    private final SamlConnectorFixture fixture = new SamlConnectorFixture();
    private final SamlConnector connector = fixture.connector();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    protected RedirectConnector connector() {
        return connector;
    }

    @Override
    protected Clock clock() {
        return Clock.systemUTC();
    }

    /** The logout hint is sealed with the session and shown to nobody. */
    @Override
    protected List<Secret> secrets() {
        return List.of(new Secret("value=ada-1"), new Secret("value=grace-2"));
    }

    @Override
    protected Trip trip() {
        return SamlConnectorFixture.trip();
    }

    @Override
    protected InboundMessage signInUpstream(Person person, Departure departure) {
        Draft draft = fixture.draft(departure);
        draft.nameId = person == Person.ADA ? "ada-1" : "grace-2";
        return fixture.posted(draft, SamlConnectorFixture.relayState(departure));
    }

    @Override
    protected void upstreamGoesDown() {
        fixture.providers.down = true;
    }

    @Override
    protected void upstreamComesBack() {
        fixture.providers.down = false;
    }

    /** An answer by POST needs nothing of an identity provider whose metadata is known: only a stranger's can be missing. */
    @Override
    protected AuthnOutcome whileDown() {
        Trip trip = trip();
        Departure departure = depart(trip);
        InboundMessage message = signInUpstream(Person.ADA, departure);
        upstreamGoesDown();
        fixture.providers.forget();
        return connector.arrive(message, trip, departure.memory());
    }
}
