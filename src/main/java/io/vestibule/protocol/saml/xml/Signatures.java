package io.vestibule.protocol.saml.xml;

import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.SignatureProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.util.Collection;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Enveloped signatures as SAML profiles them (SAML Core §5.4): one reference, to the element itself. */
@ApplicationScoped
public class Signatures {
    private final OpenSaml openSaml;
    private final SignatureProvider provider;

    public Signatures(OpenSaml openSaml, SignatureProvider provider) {
        this.openSaml = openSaml;
        this.provider = provider;
    }

    /**
     * Signs the element in its DOM, which is made now if there is none; change the object no more. To sign an assertion and
     * the response around it, sign the assertion, add it, then sign the response.
     */
    public Element sign(SignableSAMLObject object, CertifiedKey key) {
        Element element = openSaml.marshal(object);
        String id = object.getSignatureReferenceID();
        if (id == null) {
            throw new IllegalArgumentException("what is signed needs an ID (SAML Core §5.4.2)");
        }
        try {
            XMLSignature signature = new XMLSignature(
                    element.getOwnerDocument(),
                    "",
                    SignatureMethod.of(key.privateKey()),
                    Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS,
                    key.provider().orElse(null));
            element.insertBefore(signature.getElement(), placeAfterIssuer(element));
            Transforms transforms = new Transforms(element.getOwnerDocument());
            transforms.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
            transforms.addTransform(Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS);
            signature.addDocument("#" + id, transforms, SignatureMethod.DIGEST);
            signature.addKeyInfo(key.certificate());
            signature.sign(key.privateKey());
            return element;
        } catch (XMLSecurityException broken) {
            throw new IllegalStateException("cannot sign with " + key, broken);
        }
    }

    /** Whether the element carries a signature of its own; says nothing about its worth. */
    public static boolean isSigned(SignableSAMLObject object) {
        return object.getDOM() != null && SignatureProfile.child(object.getDOM()) != null;
    }

    /**
     * The object, when its own signature is by one of the trusted keys. What the message says about keys is not even looked
     * at.
     *
     * @param trusted from configuration or metadata
     */
    public <T extends SignableSAMLObject> Verified<T> verify(
            T object, Collection<PublicKey> trusted, Algorithms algorithms) throws SamlRefused {
        Element element = object.getDOM();
        if (element == null) {
            throw new IllegalArgumentException("only what was read can be verified");
        }
        if (trusted.isEmpty()) {
            throw new SamlRefused("no-trusted-key", "a signing key in configuration or metadata", "none");
        }
        Element signature = SignatureProfile.checked(element, object.getSignatureReferenceID(), algorithms);
        String method = SignatureProfile.method(signature);
        for (PublicKey key : trusted) {
            if (algorithms.signature(method, key.getAlgorithm()) && matches(signature, key)) {
                return new Verified<>(object, key);
            }
        }
        throw new SamlRefused("bad-signature", "a signature by a trusted key", method);
    }

    private boolean matches(Element signature, PublicKey key) throws SamlRefused {
        try {
            return new XMLSignature(signature, "", true, provider.provider().orElse(null)).checkSignatureValue(key);
        } catch (XMLSecurityException | RuntimeException refused) {
            // Santuario throws what its input provokes; the message is not believed either way.
            throw new SamlRefused("bad-signature", "a well-formed signature", String.valueOf(refused.getMessage()));
        }
    }

    /** Where the schemas want it: after Issuer, or first where there is none (metadata). */
    private static @Nullable Node placeAfterIssuer(Element element) {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element first) {
                boolean issuer = "Issuer".equals(first.getLocalName())
                        && SAMLConstants.SAML20_NS.equals(first.getNamespaceURI());
                return issuer ? first.getNextSibling() : first;
            }
        }
        return null;
    }
}
