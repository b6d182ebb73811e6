package io.vestibule.protocol.saml.xml;

import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** How a partner writes the identifiers of its messages. */
public enum IdShape {
    /** As xs:ID: a name, which begins with no digit. */
    NAME {
        @Override
        Element forSchema(Element root) {
            return root;
        }
    },
    /** As a Keystone does: 32 hexadecimal digits, whatever they begin with. */
    HEX {
        /**
         * A copy for the schema alone, in a document of its own; what is verified and read afterwards is the message as it
         * came.
         */
        @Override
        Element forSchema(Element root) {
            Document own = root.getOwnerDocument().getImplementation().createDocument(null, null, null);
            Element copy = (Element) own.appendChild(own.importNode(root, true));
            inheritPrefixes(root, copy);
            named(copy);
            NodeList below = copy.getElementsByTagName("*");
            for (int i = 0; i < below.getLength(); i++) {
                named((Element) below.item(i));
            }
            return copy;
        }
    };

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");

    abstract Element forSchema(Element root);

    /** What the envelope declared, values of the message may refer to ({@code xsi:type}). */
    private static void inheritPrefixes(Element root, Element copy) {
        for (Node above = root.getParentNode(); above instanceof Element outer; above = above.getParentNode()) {
            NamedNodeMap attributes = outer.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Attr attribute = (Attr) attributes.item(i);
                if (XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())
                        && !copy.hasAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, attribute.getLocalName())) {
                    copy.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, attribute.getName(), attribute.getValue());
                }
            }
        }
    }

    private static void named(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            if (attribute instanceof Attr id
                    && "ID".equals(id.getName())
                    && DIGITS.matcher(id.getValue()).matches()) {
                id.setValue("_" + id.getValue());
            }
        }
    }
}
