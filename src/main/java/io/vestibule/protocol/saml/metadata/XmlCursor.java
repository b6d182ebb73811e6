package io.vestibule.protocol.saml.metadata;

import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Walks down a document element by element. What nobody asks about is passed over. */
final class XmlCursor {
    private static final int LONGEST_TEXT = 64 * 1024;

    private final XMLStreamReader xml;
    private int depth;

    private XmlCursor(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** At the root element of the document. */
    static XmlCursor atRoot(HardenedXml parser, byte[] octets) throws XMLStreamException, MetadataRefused {
        XmlCursor cursor = new XmlCursor(parser.reader(new ByteArrayInputStream(octets)));
        while (cursor.next() != XMLStreamConstants.START_ELEMENT) {
            if (cursor.depth > 0) {
                throw new IllegalStateException("an element began unnoticed");
            }
        }
        return cursor;
    }

    /** What to do with one child element. */
    interface Visit {
        void at(XmlCursor child) throws XMLStreamException, MetadataRefused;
    }

    /** Visits each child of the present element, and ends behind the present element. */
    void children(Visit visit) throws XMLStreamException, MetadataRefused {
        int here = depth;
        while (depth >= here) {
            if (next() == XMLStreamConstants.START_ELEMENT) {
                visit.at(this);
                while (depth > here) {
                    next();
                }
            }
        }
    }

    /** The text of the present element, which may hold nothing else; ends behind it. */
    String text() throws XMLStreamException, MetadataRefused {
        return textUpTo(LONGEST_TEXT)
                .orElseThrow(() -> new MetadataRefused("too-long", "a text of over " + LONGEST_TEXT + " characters"));
    }

    /** Like {@link #text}, but nothing when it is longer. */
    Optional<String> textUpTo(int longest) throws XMLStreamException, MetadataRefused {
        int here = depth;
        StringBuilder text = new StringBuilder();
        boolean tooLong = false;
        while (depth >= here) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                throw new MetadataRefused("element-in-text", "an element where a text belongs: " + xml.getLocalName());
            }
            boolean characters = event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE;
            tooLong |= characters && text.length() + xml.getTextLength() > longest;
            if (characters && !tooLong) {
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            }
        }
        return tooLong ? Optional.empty() : Optional.of(text.toString().strip());
    }

    boolean is(String namespace, String name) {
        return name.equals(xml.getLocalName()) && namespace.equals(xml.getNamespaceURI());
    }

    /** The local name when the element is of that namespace, else an empty text. */
    String nameIn(String namespace) {
        return namespace.equals(xml.getNamespaceURI()) ? xml.getLocalName() : "";
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributeIn(null, name)).map(String::strip);
    }

    /** {@code xml:lang}, in lower case; empty text when there is none. */
    String language() {
        String tag = attributeIn("http://www.w3.org/XML/1998/namespace", "lang");
        return tag == null ? "" : tag.strip().toLowerCase(Locale.ROOT);
    }

    private @Nullable String attributeIn(@Nullable String namespace, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String own = xml.getAttributeNamespace(i);
            boolean sameNamespace = namespace == null ? own == null || own.isEmpty() : namespace.equals(own);
            if (sameNamespace && name.equals(xml.getAttributeLocalName(i))) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    private int next() throws XMLStreamException, MetadataRefused {
        int event = HardenedXml.next(xml);
        if (event == XMLStreamConstants.START_ELEMENT) {
            depth++;
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        }
        return event;
    }
}
