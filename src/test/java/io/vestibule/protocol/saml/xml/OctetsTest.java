package io.vestibule.protocol.saml.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.Canonicalizer;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What is written reads back as what it was, and says to a signature what the DOM said. */
class OctetsTest {
    private static final String NS = "urn:example:a";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    @Test
    void whateverTextsSayReadsBack() throws Exception {
        String hostile = "</a:b><c d=\"e\">&amp; ]]> \t\n\r \u00e9 \ud83d\ude00 '\"";
        Element read = parse(Octets.of(document(hostile)));
        assertThat(read.getAttribute("at")).isEqualTo(hostile);
        assertThat(read.getFirstChild().getTextContent()).isEqualTo(hostile);
        assertThat(read.getElementsByTagName("c").getLength()).isZero();
    }

    @Test
    void itsCanonicalFormIsThatOfTheDocument() throws Exception {
        Init.init();
        Element written = document("<&>\"\r\n\t");
        assertThat(canonical(parse(Octets.of(written)))).isEqualTo(canonical(written));
    }

    @Test
    void aPartTakesTheNamespacesAroundItAlong() throws Exception {
        Init.init();
        Element inner = (Element) document("text").getFirstChild();
        assertThat(new String(Octets.of(inner), StandardCharsets.UTF_8))
                .isEqualTo("<a:b xmlns:a=\"" + NS + "\">text</a:b>");
    }

    private static Element document(String text) throws Exception {
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .newDocument();
        Element root = document.createElementNS(NS, "a:root");
        root.setAttributeNS(XMLNS, "xmlns:a", NS);
        root.setAttribute("at", text);
        Element inner = document.createElementNS(NS, "a:b");
        inner.appendChild(document.createTextNode(text));
        root.appendChild(inner);
        document.appendChild(root);
        return root;
    }

    private static Element parse(byte[] octets) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(octets))
                .getDocumentElement();
    }

    private static String canonical(Element element) throws Exception {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS).canonicalizeSubtree(element, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
