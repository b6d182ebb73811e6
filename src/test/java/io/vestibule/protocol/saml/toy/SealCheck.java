package io.vestibule.protocol.saml.toy;

import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/** Verifies with the JDK's validator, in its secure mode, what SAML Core §5.4 allows and nothing else. */
public final class SealCheck {
    private SealCheck() {}

    public static boolean isSigned(Element message) {
        return !Xml.children(message, SamlNames.DSIG, "Signature").isEmpty();
    }

    /** The algorithm of the one signature, over exactly this element, by one of these keys. */
    public static String verify(Element message, Collection<PublicKey> keys) {
        List<Element> signatures = Xml.children(message, SamlNames.DSIG, "Signature");
        if (signatures.size() != 1) {
            throw new IllegalArgumentException(message.getLocalName() + " has " + signatures.size() + " signatures");
        }
        for (PublicKey key : keys) {
            try {
                DOMValidateContext context = new DOMValidateContext(key, signatures.getFirst());
                context.setIdAttributeNS(message, null, "ID");
                XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
                List<Reference> references = signature.getSignedInfo().getReferences();
                boolean thisElement = references.size() == 1
                        && references.getFirst().getURI().equals("#" + message.getAttribute("ID"));
                if (thisElement && signature.validate(context)) {
                    return signature.getSignedInfo().getSignatureMethod().getAlgorithm();
                }
            } catch (MarshalException | XMLSignatureException wrongKey) {
                if (keys.size() == 1) {
                    throw new IllegalArgumentException("signature of " + message.getLocalName(), wrongKey);
                }
            }
        }
        throw new IllegalArgumentException("the signature of " + message.getLocalName() + " is by none of "
                + keys.size() + " keys of the metadata");
    }
}
