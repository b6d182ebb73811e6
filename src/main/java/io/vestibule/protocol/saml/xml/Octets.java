package io.vestibule.protocol.saml.xml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** An element as UTF-8. */
public final class Octets {
    private static final int USUAL = 8 * 1024;

    private Octets() {}

    /**
     * A whole document is written as it stands, each character escaped where Canonical XML 1.0 §2.3 escapes it, in a fraction
     * of the time that canonicalisation or the JDK's serialiser takes. A part of one is canonicalised, as namespaces declared
     * around it go with it.
     */
    public static byte[] of(Element element) {
        if (element.getParentNode() instanceof Element) {
            return canonical(element);
        }
        StringBuilder out = new StringBuilder(USUAL);
        write(element, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] canonical(Element element) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL);
        try {
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_OMIT_COMMENTS).canonicalizeSubtree(element, out);
        } catch (XMLSecurityException broken) {
            throw new IllegalStateException("cannot write " + element.getNodeName(), broken);
        }
        return out.toByteArray();
    }

    /** As deep as a document of ours is, which is a dozen elements. */
    private static void write(Element element, StringBuilder out) {
        out.append('<').append(element.getTagName());
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            out.append(' ').append(attribute.getName()).append("=\"");
            escape(attribute.getValue(), true, out);
            out.append('"');
        }
        out.append('>');
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            switch (child.getNodeType()) {
                case Node.ELEMENT_NODE -> write((Element) child, out);
                case Node.TEXT_NODE, Node.CDATA_SECTION_NODE -> escape(child.getNodeValue(), false, out);
                default -> throw new IllegalStateException("no message holds a node of type " + child.getNodeType());
            }
        }
        out.append("</").append(element.getTagName()).append('>');
    }

    private static void escape(String text, boolean attribute, StringBuilder out) {
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            String escaped = escaped(text.charAt(i), attribute);
            if (!escaped.isEmpty()) {
                out.append(text, plain, i).append(escaped);
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length());
    }

    /** Empty for a character that stands for itself. */
    private static String escaped(char character, boolean attribute) {
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> attribute ? "" : "&gt;";
            case '"' -> attribute ? "&quot;" : "";
            case '\t' -> attribute ? "&#x9;" : "";
            case '\n' -> attribute ? "&#xA;" : "";
            case '\r' -> "&#xD;";
            default -> "";
        };
    }
}
