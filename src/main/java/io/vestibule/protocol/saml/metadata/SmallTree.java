package io.vestibule.protocol.saml.metadata;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.xml.namespace.QName;
import org.apache.xml.security.stax.ext.stax.XMLSecAttribute;
import org.apache.xml.security.stax.ext.stax.XMLSecEvent;

/**
 * An element that is small enough to hold, with where it stands among the events it was made of.
 *
 * @param from of its first event
 * @param to behind its last event
 */
record SmallTree(
        QName name, List<XMLSecAttribute> attributes, String text, List<SmallTree> children, int from, int to) {
    static SmallTree of(List<XMLSecEvent> events) {
        return read(events, 0);
    }

    private static SmallTree read(List<XMLSecEvent> events, int from) {
        var start = events.get(from).asStartElement();
        StringBuilder text = new StringBuilder();
        List<SmallTree> children = new ArrayList<>();
        int at = from + 1;
        while (!events.get(at).isEndElement()) {
            XMLSecEvent event = events.get(at);
            if (event.isStartElement()) {
                SmallTree child = read(events, at);
                children.add(child);
                at = child.to();
            } else {
                if (event.isCharacters()) {
                    text.append(event.asCharacters().getData());
                }
                at++;
            }
        }
        return new SmallTree(
                start.getName(),
                start.getOnElementDeclaredAttributes(),
                text.toString(),
                List.copyOf(children),
                from,
                at + 1);
    }

    boolean is(String local) {
        return is(Names.DS, local);
    }

    boolean is(String namespace, String local) {
        return name.getLocalPart().equals(local) && namespace.equals(name.getNamespaceURI());
    }

    String attribute(String local) {
        return attributes.stream()
                .filter(attribute -> attribute.getName().equals(new QName(local)))
                .map(XMLSecAttribute::getValue)
                .findFirst()
                .orElse("");
    }

    /** The children, when they are exactly these elements of XML Signature in this order. */
    List<SmallTree> only(String... locals) throws MetadataRefused {
        Iterator<SmallTree> each = children.iterator();
        for (String local : locals) {
            EnvelopedSignature.require(each.hasNext() && each.next().is(local), local + " in its place");
        }
        EnvelopedSignature.require(!each.hasNext(), "no more than one of each in " + name.getLocalPart());
        return children;
    }
}
