package io.vestibule.protocol.saml.xml;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.soap.soap11.Body;
import org.opensaml.soap.soap11.Envelope;
import org.opensaml.soap.soap11.Fault;
import org.opensaml.soap.soap11.FaultCode;
import org.opensaml.soap.soap11.FaultString;
import org.opensaml.soap.soap11.Header;
import org.w3c.dom.Element;

/** SOAP 1.1 around a message (SAML Bindings §3.2). */
@ApplicationScoped
public class SoapBinding {
    private final OpenSaml openSaml;
    private final XmlReading reading;

    public SoapBinding(OpenSaml openSaml, XmlReading reading) {
        this.openSaml = openSaml;
        this.reading = reading;
    }

    /**
     * What an envelope held.
     *
     * @param headers not part of the message and never signed with it
     */
    public record Opened<T extends XMLObject>(T message, List<XMLObject> headers) {}

    /** The envelope as UTF-8; a signed message inside keeps its DOM. */
    public byte[] envelope(XMLObject message, XMLObject... headers) {
        Envelope envelope = openSaml.build(Envelope.DEFAULT_ELEMENT_NAME, Envelope.class);
        if (headers.length > 0) {
            Header header = openSaml.build(Header.DEFAULT_ELEMENT_NAME, Header.class);
            header.getUnknownXMLObjects().addAll(List.of(headers));
            envelope.setHeader(header);
        }
        Body body = openSaml.build(Body.DEFAULT_ELEMENT_NAME, Body.class);
        openSaml.marshal(message); // so that a signature in its DOM stays
        body.getUnknownXMLObjects().add(message);
        envelope.setBody(body);
        return Octets.of(openSaml.marshal(envelope));
    }

    /** A fault of whoever asked (SOAP 1.1 §4.4); the reason is a word of ours. */
    public byte[] fault(String reason) {
        FaultCode code = openSaml.build(FaultCode.DEFAULT_ELEMENT_NAME, FaultCode.class);
        code.setValue(FaultCode.CLIENT);
        FaultString text = openSaml.build(FaultString.DEFAULT_ELEMENT_NAME, FaultString.class);
        text.setValue(reason);
        Fault fault = openSaml.build(Fault.DEFAULT_ELEMENT_NAME, Fault.class);
        fault.setCode(code);
        fault.setMessage(text);
        return envelope(fault);
    }

    /** The one message of an envelope. */
    public <T extends XMLObject> Opened<T> open(byte[] xml, Class<T> expected) throws SamlRefused {
        return open(xml, expected, IdShape.NAME);
    }

    /** @param ids how its sender writes identifiers */
    public <T extends XMLObject> Opened<T> open(byte[] xml, Class<T> expected, IdShape ids) throws SamlRefused {
        Envelope envelope = reading.envelope(xml, Envelope.class);
        List<XMLObject> content =
                envelope.getBody() == null ? List.of() : envelope.getBody().getUnknownXMLObjects();
        if (content.size() != 1 || !expected.isInstance(content.getFirst())) {
            throw new SamlRefused(
                    "wrong-message",
                    "one " + expected.getSimpleName(),
                    content.stream()
                            .map(XMLObject::getElementQName)
                            .map(String::valueOf)
                            .toList()
                            .toString());
        }
        reading.checkSchema(required(content.getFirst()), ids);
        List<XMLObject> headers =
                envelope.getHeader() == null ? List.of() : envelope.getHeader().getUnknownXMLObjects();
        return new Opened<>(expected.cast(content.getFirst()), List.copyOf(headers));
    }

    private static Element required(XMLObject read) {
        return Objects.requireNonNull(read.getDOM(), "what was read has a DOM");
    }
}
