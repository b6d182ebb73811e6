package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Departure;
import io.vestibule.connector.RedirectConnectorContract;
import io.vestibule.connector.Trip;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.saml.toy.Draft;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the bindings have in common by which an identity provider may answer. */
abstract class SamlConnectorContract extends RedirectConnectorContract {
    final SamlConnectorFixture fixture = new SamlConnectorFixture();

    @AfterEach
    void close() {
        fixture.close();
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

    Draft draft(Person person, Departure departure) {
        Draft draft = fixture.draft(departure);
        draft.nameId = person == Person.ADA ? "ada-1" : "grace-2";
        return draft;
    }
}
