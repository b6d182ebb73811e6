package io.vestibule.protocol.oidc.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.Departure;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.RedirectConnectorContract;
import io.vestibule.identity.Secret;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The OpenID connector keeps the promises of every connector the browser is sent to. */
class OidcConnectorContractTest extends RedirectConnectorContract {
    private final OidcConnectorFixture fixture = new OidcConnectorFixture();
    private final OidcConnector connector = fixture.connector();

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

    @Override
    protected List<Secret> secrets() {
        return List.of(new Secret(ScriptedProvider.CLIENT_SECRET), new Secret("C0DE."), new Secret("T0KEN."));
    }

    @Override
    protected InboundMessage signInUpstream(Person person, Departure departure) {
        fixture.provider.person = person == Person.ADA ? "ada-1" : "grace-2";
        return fixture.provider.visit(OidcConnectorFixture.address(departure));
    }

    @Override
    protected void upstreamGoesDown() {
        fixture.provider.goDown();
    }

    @Override
    protected void upstreamComesBack() {
        fixture.provider.comeBack();
    }
}
