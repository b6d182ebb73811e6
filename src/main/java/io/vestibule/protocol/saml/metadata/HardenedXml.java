package io.vestibule.protocol.saml.metadata;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The one way XML is streamed here: no document type, no entity, nothing fetched, and a limit on everything that has a size.
 * Metadata of a federation is larger than memory should hold, so it is not read by the parser of messages.
 */
final class HardenedXml {
    private static final int DEEPEST = 64;
    private static final int MOST_ATTRIBUTES = 64;
    private static final int LONGEST_ATTRIBUTE = 64 * 1024;

    private final XMLInputFactory factory = hardened();

    XMLStreamReader reader(InputStream octets) throws XMLStreamException {
        XMLStreamReader xml = factory.createXMLStreamReader(octets);
        if ("1.1".equals(xml.getVersion())) {
            // It takes control characters and other line ends, and canonical form is defined for 1.0 alone.
            throw new XMLStreamException("XML 1.1");
        }
        return xml;
    }

    /** The next event. A document type declaration is where entity bombs and external entities live: it ends the reading. */
    static int next(XMLStreamReader xml) throws XMLStreamException, MetadataRefused {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new MetadataRefused("document-type", "a document type declaration or entity reference");
        }
        return event;
    }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, LONGEST_ATTRIBUTE);
        return factory;
    }
}
