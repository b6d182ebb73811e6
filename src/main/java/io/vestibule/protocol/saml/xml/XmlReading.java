package io.vestibule.protocol.saml.xml;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.opensaml.core.xml.XMLObject;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The only parser of messages (metadata are streamed by their own room, docs/decisions/0008): what it hands out is verified and read from the same DOM. Knows no DTD, no entity, no
 * inclusion, and fetches nothing (CWE-611); refuses what makes two readers see two things: processing instructions,
 * comments, an ID twice.
 */
@ApplicationScoped
public class XmlReading {
    private static final Set<String> ID_NAMES = Set.of("ID", "Id", "id", "AssertionID", "RequestID", "ResponseID");

    private final DocumentBuilderFactory messages = factory(XmlLimits.MESSAGE);
    private final ReentrantLock making = new ReentrantLock(); // a factory is not for several threads at once
    private final OpenSaml openSaml;
    private final MessageSchema schema;

    public XmlReading(OpenSaml openSaml, MessageSchema schema) {
        this.openSaml = openSaml;
        this.schema = schema;
    }

    /** A protocol message: small, without a comment anywhere, valid by schema, and of the wanted type. */
    public <T extends XMLObject> T message(byte[] xml, Class<T> expected) throws SamlRefused {
        Element root = root(xml, XmlLimits.MESSAGE);
        schema.check(root);
        XMLObject object = openSaml.unmarshal(root);
        if (!expected.isInstance(object)) {
            throw new SamlRefused("wrong-message", expected.getSimpleName(), root.getNodeName());
        }
        return expected.cast(object);
    }

    /** An envelope, by the rules for protocol messages; its schema leaves open what it holds. */
    <T extends XMLObject> T envelope(byte[] xml, Class<T> expected) throws SamlRefused {
        Element root = root(xml, XmlLimits.MESSAGE);
        XMLObject object = openSaml.unmarshal(root);
        if (!expected.isInstance(object)) {
            throw new SamlRefused("wrong-message", expected.getSimpleName(), root.getNodeName());
        }
        return expected.cast(object);
    }

    /** Whether a message inside an envelope is valid by its own schema. */
    void checkSchema(Element message, IdShape ids) throws SamlRefused {
        schema.check(message, ids);
    }

    private Element root(byte[] xml, XmlLimits limits) throws SamlRefused {
        if (xml.length > limits.bytes()) {
            throw new SamlRefused("message-too-large", "at most " + limits.bytes() + " bytes", xml.length + " bytes");
        }
        Document document = parse(xml);
        if (!"1.0".equals(document.getXmlVersion())) { // canonicalisation is defined for nothing else (XML-EXC-C14N §1)
            throw new SamlRefused("malformed-xml", "XML 1.0", "XML " + document.getXmlVersion());
        }
        check(document, limits);
        return document.getDocumentElement();
    }

    private Document parse(byte[] xml) throws SamlRefused {
        try {
            return builder().parse(new ByteArrayInputStream(xml));
        } catch (SAXException | IOException refused) {
            throw new SamlRefused(
                    "malformed-xml", "well-formed XML without a DTD", String.valueOf(refused.getMessage()));
        }
    }

    private DocumentBuilder builder() {
        making.lock();
        try {
            DocumentBuilder builder = messages.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("the JDK's parser cannot be hardened", missing);
        } finally {
            making.unlock();
        }
    }

    private static DocumentBuilderFactory factory(XmlLimits limits) {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("jdk.xml.maxElementDepth", Integer.toString(limits.depth()));
            factory.setAttribute("jdk.xml.elementAttributeLimit", Integer.toString(limits.attributes()));
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("the JDK's parser cannot be hardened", missing);
        }
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        factory.setCoalescing(true); // CDATA is text like any other
        return factory;
    }

    private static void check(Document document, XmlLimits limits) throws SamlRefused {
        Set<String> ids = new HashSet<>();
        int elements = 0;
        Node node = document.getFirstChild();
        while (node != null) {
            switch (node.getNodeType()) {
                case Node.ELEMENT_NODE -> {
                    elements++;
                    checkIds((Element) node, ids);
                }
                case Node.PROCESSING_INSTRUCTION_NODE ->
                    throw new SamlRefused("processing-instruction", "none", node.getNodeName());
                // No signature covers it, and readers that take the first text node see "admin" in "admin<!-- -->@x".
                case Node.COMMENT_NODE ->
                    throw new SamlRefused(
                            "comment",
                            "none",
                            "a comment in " + node.getParentNode().getNodeName());
                default -> {}
            }
            if (elements > limits.elements()) {
                throw new SamlRefused("message-too-large", "at most " + limits.elements() + " elements", "more");
            }
            node = next(node);
        }
    }

    /** Whatever an attribute is by schema: if it looks like an ID, somebody may look it up as one. */
    private static void checkIds(Element element, Set<String> ids) throws SamlRefused {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            boolean id = attribute.getNamespaceURI() == null && ID_NAMES.contains(attribute.getName())
                    || "xml:id".equals(attribute.getName());
            if (id && !ids.add(attribute.getValue())) {
                throw new SamlRefused("duplicate-id", "each ID once", attribute.getValue());
            }
        }
    }

    /** Document order without recursion. */
    private static @Nullable Node next(Node node) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != null && at.getNextSibling() == null) {
            at = at.getParentNode();
        }
        return at == null ? null : at.getNextSibling();
    }

    /** The default one prints to the console and goes on. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }
}
