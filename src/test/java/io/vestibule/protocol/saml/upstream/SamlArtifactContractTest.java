package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.Departure;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.protocol.saml.toy.Seal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SAML connector, answered by an artifact that it resolves over SOAP, keeps the same promises. */
class SamlArtifactContractTest extends SamlConnectorContract {
    private final SamlConnector connector = fixture.connector("responseBinding: artifact");

    @Override
    protected RedirectConnector connector() {
        return connector;
    }

    @Override
    protected InboundMessage signInUpstream(Person person, Departure departure) {
        String artifact = fixture.idp.artifact(
                fixture.idp.answer(draft(person, departure), Optional.of(SamlConnectorFixture.encryptionKey())));
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
