package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.Departure;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.RedirectConnectorContract;
import io.vestibule.connector.Trip;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The SAML connector, answered by an artifact that it resolves over SOAP, keeps the same promises. */
class SamlArtifactContractTest extends RedirectConnectorContract {
    private final SamlConnectorFixture fixture = new SamlConnectorFixture();
    private final SamlConnector connector = fixture.connector("responseBinding: artifact");

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
        String artifact =
                fixture.idp.artifact(fixture.idp.answer(draft, Optional.of(SamlConnectorFixture.encryptionKey())));
        return new InboundMessage(
                InboundMessage.Method.GET,
                Map.of("SAMLart", List.of(artifact), "RelayState", List.of(SamlConnectorFixture.relayState(departure))),
                "");
    }

    @Override
    protected void upstreamGoesDown() {
        fixture.idp.signsArtifactResponse = response -> {
            throw new IllegalStateException("down"); // the connection breaks without an answer
        };
    }

    @Override
    protected void upstreamComesBack() {
        fixture.idp.signsArtifactResponse = response -> Seal.sign(response, SamlConnectorFixture.IDP_KEY);
    }
}
