package io.vestibule.protocol.saml.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.stax.ext.stax.XMLSecEvent;
import org.apache.xml.security.stax.ext.stax.XMLSecEventFactory;
import org.apache.xml.security.stax.ext.stax.XMLSecStartElement;
import org.apache.xml.security.stax.impl.transformer.canonicalizer.Canonicalizer20010315_Excl;

/**
 * Reads a document once, in memory that does not grow with it, and writes the very octets its signature covers: what is read
 * later is what was verified, because nothing else is there. Until {@link #write} has returned, nothing of it may be believed:
 * the digest is complete with the last octet.
 */
final class VerifiedCopy {
    private static final int LARGEST_ENTITY = 4 * 1024 * 1024;
    private static final int LARGEST_SIGNATURE = 2_000; // events
    private static final QName ENTITIES = new QName(Names.MD, "EntitiesDescriptor");
    private static final QName ENTITY = new QName(Names.MD, "EntityDescriptor");
    private static final QName EXTENSIONS = new QName(Names.MD, "Extensions");
    private static final QName PUBLICATION = new QName(Names.MDRPI, "PublicationInfo");

    /** Takes the entities as they come by. */
    interface Entities {
        /** @param offset of its octets in the copy */
        void entity(long offset, byte[] octets, Surrounding around) throws MetadataRefused, IOException;
    }

    private final XMLStreamReader xml;
    private final CanonicalOutput out;
    private final Canonicalizer20010315_Excl canonicaliser;
    private final Entities entities;
    private final Deque<XMLSecStartElement> open = new ArrayDeque<>();
    private final Deque<Surrounding> groups = new ArrayDeque<>();
    private Optional<Instant> created = Optional.empty();
    private int count;
    private long entityAt;

    private VerifiedCopy(
            XMLStreamReader xml, CanonicalOutput out, Canonicalizer20010315_Excl canonicaliser, Entities entities)
            throws XMLSecurityException {
        this.xml = xml;
        this.out = out;
        this.canonicaliser = canonicaliser;
        this.entities = entities;
        canonicaliser.setOutputStream(out);
        groups.push(Surrounding.none());
    }

    /**
     * @param most octets the copy may have
     * @param trusted the keys of which one must have signed; when there are none, nobody need have
     */
    static Envelope write(
            HardenedXml parser,
            InputStream document,
            OutputStream copy,
            long most,
            Collection<PublicKey> trusted,
            Entities entities)
            throws MetadataRefused, IOException {
        try {
            return write(parser.reader(document), copy, most, trusted, entities);
        } catch (CanonicalOutput.TooLarge tooLarge) {
            throw new MetadataRefused("too-large", String.valueOf(tooLarge.getMessage()));
        } catch (XMLStreamException malformed) {
            throw explained(malformed);
        } catch (XMLSecurityException impossible) {
            throw new IllegalStateException("an output stream is always taken", impossible);
        }
    }

    private static MetadataRefused explained(XMLStreamException malformed) throws IOException {
        if (malformed.getNestedException() instanceof CanonicalOutput.TooLarge tooLarge) {
            return new MetadataRefused("too-large", String.valueOf(tooLarge.getMessage()));
        }
        if (malformed.getNestedException() instanceof IOException broken) {
            throw broken; // the disk's fault, not the document's
        }
        return new MetadataRefused("not-well-formed", String.valueOf(malformed.getMessage()));
    }

    private static Envelope write(
            XMLStreamReader xml, OutputStream copy, long most, Collection<PublicKey> trusted, Entities entities)
            throws MetadataRefused, IOException, XMLStreamException, XMLSecurityException {
        XMLSecStartElement root = root(xml);
        List<XMLSecEvent> head = new ArrayList<>(List.of(root));
        Optional<EnvelopedSignature> signature = Optional.empty();
        if (!trusted.isEmpty()) {
            signature = Optional.of(signature(xml, root, head));
            signature.get().verify(trusted);
        }
        MessageDigest digest =
                signature.map(EnvelopedSignature::newDigest).orElseGet(() -> EnvelopedSignature.digest("SHA-256"));
        Canonicalizer20010315_Excl canonicaliser = signature
                .map(EnvelopedSignature::newCanonicaliser)
                .orElseGet(() -> EnvelopedSignature.canonicaliser(List.of()));
        CanonicalOutput out = new CanonicalOutput(digest, copy, LARGEST_ENTITY, most);
        VerifiedCopy reading = new VerifiedCopy(xml, out, canonicaliser, entities);
        for (XMLSecEvent event : head) {
            reading.take(event);
        }
        reading.rest();
        byte[] found = out.finished();
        if (signature.isPresent() && !signature.get().names(found)) {
            throw new MetadataRefused("digest", "the document is not the one that was signed");
        }
        return reading.envelope(root);
    }

    private static XMLSecStartElement root(XMLStreamReader xml) throws MetadataRefused, XMLStreamException {
        while (HardenedXml.next(xml) != XMLStreamConstants.START_ELEMENT) {
            if (!xml.hasNext()) {
                throw new MetadataRefused("not-well-formed", "no root element");
            }
        }
        if (!ENTITIES.equals(xml.getName()) && !ENTITY.equals(xml.getName())) {
            throw new MetadataRefused("not-metadata", "the root element is not one of metadata");
        }
        return XMLSecEventFactory.allocate(xml, null).asStartElement();
    }

    /** The signature is the first child (SAML Metadata §2.3.1), so nothing need be held until it comes. */
    private static EnvelopedSignature signature(XMLStreamReader xml, XMLSecStartElement root, List<XMLSecEvent> head)
            throws MetadataRefused, XMLStreamException {
        while (HardenedXml.next(xml) != XMLStreamConstants.START_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.END_ELEMENT) {
                throw new MetadataRefused("unsigned", "the document carries no signature");
            }
            head.add(XMLSecEventFactory.allocate(xml, root));
        }
        if (!new QName(Names.DS, "Signature").equals(xml.getName())) {
            throw new MetadataRefused("unsigned", "the root element carries no signature");
        }
        Deque<XMLSecStartElement> open = new ArrayDeque<>(List.of(root));
        List<XMLSecEvent> events = new ArrayList<>();
        do {
            if (!events.isEmpty()) {
                HardenedXml.next(xml);
            }
            events.add(event(xml, open));
            if (events.size() > LARGEST_SIGNATURE) {
                throw new MetadataRefused("signature-form", "a signature of very many parts");
            }
        } while (open.size() > 1);
        return new EnvelopedSignature(events, attribute(root, "ID"));
    }

    private void rest() throws MetadataRefused, IOException, XMLStreamException {
        while (!open.isEmpty()) {
            HardenedXml.next(xml);
            take(event(xml, open), xml.getEventType());
        }
        while (xml.hasNext()) {
            HardenedXml.next(xml); // what follows the root must be well-formed too
        }
    }

    private static XMLSecEvent event(XMLStreamReader xml, Deque<XMLSecStartElement> open) throws XMLStreamException {
        XMLSecEvent event;
        if (xml.getEventType() == XMLStreamConstants.END_ELEMENT) {
            event = XMLSecEventFactory.allocate(xml, open.pop());
        } else {
            event = XMLSecEventFactory.allocate(xml, open.peek());
            if (event.isStartElement()) {
                open.push(event.asStartElement());
            }
        }
        return event;
    }

    /** An event of the head, which was read before it was known how to canonicalise. */
    private void take(XMLSecEvent event) throws MetadataRefused, IOException, XMLStreamException {
        if (event.isStartElement()) {
            open.push(event.asStartElement());
        }
        take(event, event.getEventType());
    }

    private void take(XMLSecEvent event, int type) throws MetadataRefused, IOException, XMLStreamException {
        if (type == XMLStreamConstants.START_ELEMENT) {
            begin(event.asStartElement());
        } else if (type == XMLStreamConstants.END_ELEMENT) {
            canonicaliser.transform(event);
            end(event.asEndElement().getName());
        } else {
            canonicaliser.transform(event);
        }
    }

    /** {@code open} holds the element itself already. */
    private void begin(XMLSecStartElement element) throws IOException, XMLStreamException {
        QName name = element.getName();
        boolean inGroup = open.size() == groups.size();
        boolean group = inGroup && name.equals(ENTITIES);
        boolean entity = inGroup && name.equals(ENTITY);
        boolean groupExtensions = inGroup && open.size() > 1 && name.equals(EXTENSIONS);
        if (group || entity || groupExtensions) {
            out.mark();
            entityAt = out.position();
        }
        canonicaliser.transform(element);
        if (group) {
            groups.push(groups.getFirst().inside(out.taken(), element.getName()));
        }
        if (name.equals(PUBLICATION) && open.size() == 3) {
            created = instant(attribute(element, "creationInstant"));
        }
    }

    private void end(QName name) throws MetadataRefused, IOException {
        boolean inGroup = open.size() + 1 == groups.size();
        if (open.size() + 2 == groups.size() && name.equals(ENTITIES)) {
            groups.pop();
        } else if (inGroup && name.equals(ENTITY)) {
            count++;
            entities.entity(entityAt, out.taken(), groups.getFirst());
        } else if (inGroup && !open.isEmpty() && name.equals(EXTENSIONS)) {
            groups.push(groups.pop().with(out.taken()));
        }
    }

    private Envelope envelope(XMLSecStartElement root) throws MetadataRefused {
        String until = attribute(root, "validUntil");
        Optional<Instant> validUntil =
                until.isEmpty() ? Optional.empty() : Optional.of(EntityReader.moment(until.strip()));
        return new Envelope(
                attribute(root, "ID"), validUntil, duration(attribute(root, "cacheDuration")), created, count);
    }

    private static String attribute(XMLSecStartElement element, String name) {
        return element.getOnElementDeclaredAttributes().stream()
                .filter(attribute -> attribute.getName().equals(new QName(name)))
                .map(attribute -> attribute.getValue())
                .findFirst()
                .orElse("");
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(EntityReader.moment(text.strip()));
        } catch (MetadataRefused unreadable) {
            return Optional.empty(); // a hint that is not understood is no hint
        }
    }

    /** Days and shorter; months and years, which have no fixed length, are no hint. */
    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text.strip())).filter(length -> !length.isNegative());
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
