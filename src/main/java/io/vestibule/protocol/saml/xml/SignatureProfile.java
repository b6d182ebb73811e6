package io.vestibule.protocol.saml.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.xml.security.transforms.Transforms;
import org.apache.xml.security.utils.Constants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What a signature must look like before anything is computed (SAML Core §5.4). A signature that says more than this can say
 * something else to another reader: most of the wrapping attacks end here.
 */
final class SignatureProfile {
    private static final Set<String> CANONICALISATIONS = Set.of(Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS);
    private static final Set<String> TRANSFORMS =
            Set.of(Transforms.TRANSFORM_ENVELOPED_SIGNATURE, Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS);

    private SignatureProfile() {}

    /** The one Signature child of {@code element}, whose one reference is to {@code id}, the element's own. */
    static Element checked(Element element, @Nullable String id, Algorithms algorithms) throws SamlRefused {
        Element signature = child(element);
        if (signature == null) {
            throw new SamlRefused("unsigned", "a signature of " + element.getLocalName(), "none");
        }
        only(element, "Signature");
        Element signedInfo = only(signature, "SignedInfo");
        only(signature, "SignatureValue");
        only(signedInfo, "SignatureMethod");
        require(children(signature, "Object").isEmpty(), "signature-object", "no Object in a signature", "Object");
        String c14n = only(signedInfo, "CanonicalizationMethod").getAttribute("Algorithm");
        require(CANONICALISATIONS.contains(c14n), "canonicalisation", "exclusive, without comments", c14n);
        reference(element, id, only(signedInfo, "Reference"), algorithms);
        return signature;
    }

    static String method(Element signature) throws SamlRefused {
        return only(only(signature, "SignedInfo"), "SignatureMethod").getAttribute("Algorithm");
    }

    static @Nullable Element child(Element element) {
        List<Element> found = children(element, "Signature");
        return found.isEmpty() ? null : found.getFirst();
    }

    private static void reference(Element element, @Nullable String id, Element reference, Algorithms algorithms)
            throws SamlRefused {
        String uri = reference.getAttribute("URI");
        require(id != null && !id.isEmpty() && uri.equals("#" + id), "signature-reference", "#" + id, uri);
        // What the reference resolves to must be the very element that will be read.
        require(
                element.getOwnerDocument().getElementById(id) == element,
                "signature-reference",
                "the signed element itself",
                "another element of that ID");
        String digest = only(reference, "DigestMethod").getAttribute("Algorithm");
        require(algorithms.digest(digest), "digest-algorithm", "SHA-256 or stronger", digest);
        Element value = only(reference, "DigestValue");
        require(
                value.getFirstChild() != null && value.getFirstChild() == value.getLastChild(),
                "digest-value",
                "one text",
                "other nodes");
        transforms(reference);
    }

    private static void transforms(Element reference) throws SamlRefused {
        List<Element> transforms = children(only(reference, "Transforms"), "Transform");
        List<String> named = transforms.stream()
                .map(transform -> transform.getAttribute("Algorithm"))
                .toList();
        boolean known = named.size() <= 2
                && named.contains(Transforms.TRANSFORM_ENVELOPED_SIGNATURE)
                && TRANSFORMS.containsAll(named)
                && Set.copyOf(named).size() == named.size();
        require(known, "signature-transform", "enveloped signature and exclusive canonicalisation", named.toString());
    }

    private static Element only(Element parent, String name) throws SamlRefused {
        List<Element> found = children(parent, name);
        require(found.size() == 1, "signature-structure", "one " + name, Integer.toString(found.size()));
        return found.getFirst();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element
                    && name.equals(element.getLocalName())
                    && Constants.SignatureSpecNS.equals(element.getNamespaceURI())) {
                found.add(element);
            }
        }
        return found;
    }

    private static void require(boolean met, String reason, String expected, String actual) throws SamlRefused {
        if (!met) {
            throw new SamlRefused(reason, expected, actual);
        }
    }
}
