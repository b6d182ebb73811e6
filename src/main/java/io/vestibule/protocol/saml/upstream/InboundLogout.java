package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.Shown;
import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.RedirectBinding;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.XmlReading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;

/**
 * A logout message as a browser brought it, not yet believed.
 *
 * @param query the signed octets, when it came in an address; otherwise the signature is in the message
 */
record InboundLogout(
        SignableSAMLObject message, Optional<String> relayState, Optional<RedirectBinding.Received> query) {
    private static final int LONGEST_RELAY_STATE = 1_024; // 80 bytes by SAML Bindings §3.4.3, which few keep to

    private static final String BOUNCED = "vestibule_bounced";

    /** The same form, to be posted once more from our own site, which brings our cookies; none when it was already. */
    static Optional<Map<String, String>> bouncing(InboundMessage posted) {
        if (posted.method() != InboundMessage.Method.POST || posted.parameters().containsKey(BOUNCED)) {
            return Optional.empty();
        }
        Map<String, String> again = new LinkedHashMap<>();
        Stream.of(MessageParameter.SAML_REQUEST.parameterName(), InboundAnswer.RELAY_STATE)
                .forEach(name -> posted.single(name).ifPresent(value -> again.put(name, value)));
        again.put(BOUNCED, "1");
        return Optional.of(again);
    }

    static InboundLogout of(InboundMessage message, XmlReading reading) throws SamlRefused {
        InboundLogout logout = message.method() == InboundMessage.Method.GET
                ? redirected(message.rawQuery(), reading)
                : posted(message, reading);
        if (logout.relayState()
                .filter(state -> state.length() > LONGEST_RELAY_STATE)
                .isPresent()) {
            throw new SamlRefused("relay-state-too-long", "at most " + LONGEST_RELAY_STATE + " characters", "more");
        }
        return logout;
    }

    private static InboundLogout redirected(String rawQuery, XmlReading reading) throws SamlRefused {
        RedirectBinding.Received received = RedirectBinding.decode(rawQuery);
        return new InboundLogout(
                read(received.parameter(), received.xml(), reading), received.relayState(), Optional.of(received));
    }

    private static InboundLogout posted(InboundMessage message, XmlReading reading) throws SamlRefused {
        Optional<String> repeated =
                message.parameters().keySet().stream().filter(message::repeats).findFirst();
        if (repeated.isPresent()) {
            throw new SamlRefused("repeated-parameter", "each once", Shown.of(repeated.get()));
        }
        Optional<String> request = message.single(MessageParameter.SAML_REQUEST.parameterName());
        Optional<String> response = message.single(MessageParameter.SAML_RESPONSE.parameterName());
        if (request.isPresent() == response.isPresent()) {
            throw new SamlRefused("wrong-message", "either SAMLRequest or SAMLResponse", "both or neither");
        }
        MessageParameter parameter =
                request.isPresent() ? MessageParameter.SAML_REQUEST : MessageParameter.SAML_RESPONSE;
        byte[] xml = PostBinding.decode(request.or(() -> response).orElseThrow());
        return new InboundLogout(
                read(parameter, xml, reading), message.single(InboundAnswer.RELAY_STATE), Optional.empty());
    }

    private static SignableSAMLObject read(MessageParameter parameter, byte[] xml, XmlReading reading)
            throws SamlRefused {
        return switch (parameter) {
            case SAML_REQUEST -> reading.message(xml, LogoutRequest.class);
            case SAML_RESPONSE -> reading.message(xml, LogoutResponse.class);
        };
    }
}
