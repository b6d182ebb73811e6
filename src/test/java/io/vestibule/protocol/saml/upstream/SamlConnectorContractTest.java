package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Departure;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.Trip;

/** The SAML connector, answered by POST, keeps the promises of every connector the browser is sent to. */
class SamlConnectorContractTest extends SamlConnectorContract {
    private final SamlConnector connector = fixture.connector();

    @Override
    protected RedirectConnector connector() {
        return connector;
    }

    @Override
    protected InboundMessage signInUpstream(Person person, Departure departure) {
        return fixture.posted(draft(person, departure), SamlConnectorFixture.relayState(departure));
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
