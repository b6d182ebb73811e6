package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Step;
import io.vestibule.protocol.saml.xml.Artifact;
import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.SamlRefused;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the browser brought to our address: a message (SAML Bindings §3.5), or a reference to one (§3.6). */
sealed interface InboundAnswer {
    String RELAY_STATE = "RelayState";
    String ARTIFACT = "SAMLart";

    record Posted(byte[] xml) implements InboundAnswer {
        public Posted {
            xml = xml.clone();
        }

        @Override
        public byte[] xml() {
            return xml.clone();
        }
    }

    record Referred(Artifact artifact) implements InboundAnswer {}

    /** @param hop what RelayState must say; none for an answer that nobody asked for */
    static Step<InboundAnswer> of(InboundMessage message, Optional<String> hop) {
        String response = MessageParameter.SAML_RESPONSE.parameterName();
        return Step.checked(
                        message,
                        Stream.of(
                                () -> noParameterIsRepeated(message),
                                () -> isOneMessage(message),
                                () -> relayStateIsOurs(message, hop)))
                .then(one -> one.single(ARTIFACT).isPresent()
                        ? Read.of(() ->
                                new Referred(Artifact.parse(one.single(ARTIFACT).orElseThrow())))
                        : Read.of(() -> posted(one.single(response).orElseThrow())));
    }

    private static InboundAnswer posted(String field) throws SamlRefused {
        return new Posted(PostBinding.decode(field));
    }

    /** Which of two would count is an attacker's choice (security case 19). */
    private static Optional<AuthnOutcome> noParameterIsRepeated(InboundMessage message) {
        return message.parameters().keySet().stream()
                .filter(message::repeats)
                .findFirst()
                .map(name -> Step.refusal("repeated-parameter", "each once", name));
    }

    /** SAML Profiles §4.1.2: an answer comes by POST or as an artifact, never in an address. */
    private static Optional<AuthnOutcome> isOneMessage(InboundMessage message) {
        String response = MessageParameter.SAML_RESPONSE.parameterName();
        String request = MessageParameter.SAML_REQUEST.parameterName();
        List<String> found = Stream.of(response, ARTIFACT, request)
                .filter(name -> message.single(name).isPresent())
                .toList();
        boolean good = found.equals(List.of(ARTIFACT))
                || found.equals(List.of(response)) && message.method() == InboundMessage.Method.POST;
        return Step.unless(
                good, "wrong-message", "one SAMLResponse by POST, or one SAMLart", message.method() + " " + found);
    }

    private static Optional<AuthnOutcome> relayStateIsOurs(InboundMessage message, Optional<String> hop) {
        boolean same = hop.isEmpty() || message.single(RELAY_STATE).equals(hop);
        return Step.unless(same, "wrong-relay-state", "the RelayState of this login", "another");
    }
}
