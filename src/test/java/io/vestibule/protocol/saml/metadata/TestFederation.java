package io.vestibule.protocol.saml.metadata;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Small federations, signed by Java's own XML signatures: another implementation than the one that verifies. */
final class TestFederation {
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";

    private TestFederation() {}

    /** How to sign. */
    record Manner(String signatureMethod, String digestMethod, String transform, List<String> prefixes, String target) {
        static Manner usual(TestSigner signer) {
            String method = signer.keys().getPublic().getAlgorithm().equals("EC") ? "ecdsa-sha256" : "rsa-sha256";
            return new Manner(MORE + method, DigestMethod.SHA256, CanonicalizationMethod.EXCLUSIVE, List.of(), "#fed");
        }

        Manner with(List<String> list) {
            return new Manner(signatureMethod, digestMethod, transform, list, target);
        }

        Manner to(String other) {
            return new Manner(signatureMethod, digestMethod, transform, prefixes, other);
        }

        Manner by(String method, String digest) {
            return new Manner(method, digest, transform, prefixes, target);
        }

        Manner transformed(String other) {
            return new Manner(signatureMethod, digestMethod, other, prefixes, target);
        }
    }

    static String aggregate(Instant validUntil, String... entities) {
        return aggregate(Optional.of(validUntil), Optional.empty(), entities);
    }

    static String aggregate(Optional<Instant> validUntil, Optional<Instant> created, String... entities) {
        return "<?xml version='1.0' encoding='UTF-8'?>\n<!-- published -->\n"
                + "<md:EntitiesDescriptor xmlns:md='" + Names.MD + "' xmlns:mdui='" + Names.MDUI + "' xmlns:shibmd='"
                + Names.SHIBMD + "'\n  xmlns:xs='http://www.w3.org/2001/XMLSchema' Name=\"f&#x9;&quot;'\" ID='fed'"
                + validUntil.map(until -> " validUntil='" + until + "'").orElse("") + ">\n"
                + created.map(at -> "<md:Extensions><mdrpi:PublicationInfo xmlns:mdrpi='" + Names.MDRPI
                                + "' publisher='p' creationInstant='" + at + "'/></md:Extensions>")
                        .orElse("")
                + String.join("\n<!-- next -->\n", entities) + "</md:EntitiesDescriptor>";
    }

    static String idp(String entityId, String name, String scope, String registrar) {
        return """
                <md:EntityDescriptor entityID="%s"><md:Extensions>
                <mdrpi:RegistrationInfo xmlns:mdrpi="urn:oasis:names:tc:SAML:metadata:rpi" registrationAuthority="%s"/>
                </md:Extensions><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <md:Extensions><shibmd:Scope regexp="false">%s</shibmd:Scope><mdui:UIInfo>
                <mdui:DisplayName xml:lang="en">%s</mdui:DisplayName></mdui:UIInfo></md:Extensions>
                <md:SingleSignOnService Location="%s/sso"
                    Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/>
                </md:IDPSSODescriptor></md:EntityDescriptor>""".formatted(entityId, registrar, scope, name, entityId);
    }

    /** One entity as a document of its own. */
    static String alone(String entity) {
        return entity.replaceFirst(
                "<md:EntityDescriptor ",
                "<md:EntityDescriptor ID='fed' xmlns:md='" + Names.MD + "' xmlns:mdui='" + Names.MDUI
                        + "' xmlns:shibmd='" + Names.SHIBMD + "' ");
    }

    static String signed(String document, TestSigner signer) {
        return signed(document, signer, Manner.usual(signer));
    }

    static String signed(String document, TestSigner signer, Manner manner) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document tree = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
            sign(tree.getDocumentElement(), signer, manner);
            StringWriter text = new StringWriter();
            Transformer plain = TransformerFactory.newInstance().newTransformer();
            plain.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            plain.transform(new DOMSource(tree), new StreamResult(text));
            return text.toString();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void sign(Element root, TestSigner signer, Manner manner)
            throws MarshalException, XMLSignatureException, GeneralSecurityException {
        XMLSignatureFactory xml = XMLSignatureFactory.getInstance("DOM");
        TransformParameterSpec none = null;
        C14NMethodParameterSpec prefixes =
                manner.prefixes().isEmpty() ? null : new ExcC14NParameterSpec(manner.prefixes());
        Reference reference = xml.newReference(
                manner.target(),
                xml.newDigestMethod(manner.digestMethod(), null),
                List.of(xml.newTransform(Transform.ENVELOPED, none), xml.newTransform(manner.transform(), prefixes)),
                null,
                null);
        SignedInfo info = xml.newSignedInfo(
                xml.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                xml.newSignatureMethod(manner.signatureMethod(), null),
                Collections.singletonList(reference));
        KeyInfoFactory keys = xml.getKeyInfoFactory();
        var keyInfo = keys.newKeyInfo(List.of(
                keys.newX509Data(List.of(signer.certificate())),
                keys.newKeyValue(signer.certificate().getPublicKey())));
        DOMSignContext context = new DOMSignContext(signer.keys().getPrivate(), root, first(root));
        context.setDefaultNamespacePrefix("ds");
        context.setIdAttributeNS(root, null, "ID");
        context.setProperty("org.jcp.xml.dsig.secureValidation", false);
        xml.newXMLSignature(info, keyInfo).sign(context);
    }

    private static Node first(Element root) {
        return root.getFirstChild();
    }
}
