package io.vestibule.protocol.saml.metadata;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Writes a signed aggregate of any size without holding it. It is written in canonical form by hand, so that its digest is
 * that of its octets: a third way to sign, beside the one that verifies and Java's own.
 */
final class LargeFederation {
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final List<String> PLACES = List.of(
            "Łódź",
            "Zürich",
            "Örebro",
            "Coímbra",
            "Tromsø",
            "Kraków",
            "Gießen",
            "Besançon",
            "Plzeň",
            "Århus",
            "Ioannina",
            "Tartu",
            "Szeged",
            "Ljubljana",
            "Reykjavík",
            "Delft",
            "Leuven",
            "Göttingen",
            "Uppsala",
            "Trento");
    private static final List<String> KINDS = List.of(
            "University", "Institute of Technology", "College of Arts", "Research Centre", "Medical School", "Academy");

    private final TestSigner signer;
    private final List<TestSigner> members = List.of(TestSigner.rsa(), TestSigner.rsa(), TestSigner.rsa());

    LargeFederation(TestSigner signer) {
        this.signer = signer;
    }

    void write(Path file, int entities, Instant validUntil) throws IOException, GeneralSecurityException {
        String start = "<md:EntitiesDescriptor xmlns:md=\"" + Names.MD + "\" ID=\"large\" Name=\"large\" validUntil=\""
                + validUntil + "\">";
        Path body = Files.createTempFile(file.getParent(), "body", ".xml");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(start.getBytes(StandardCharsets.UTF_8));
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(body)), digest)) {
            for (int i = 0; i < entities; i++) {
                out.write(entity(i).getBytes(StandardCharsets.UTF_8));
            }
            out.write("\n</md:EntitiesDescriptor>".getBytes(StandardCharsets.UTF_8));
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                InputStream in = Files.newInputStream(body)) {
            out.write((start + signature(digest.digest())).getBytes(StandardCharsets.UTF_8));
            in.transferTo(out);
        }
        Files.delete(body);
    }

    static String entityId(int i) {
        return "https://idp" + i + ".member.example/idp/shibboleth";
    }

    static String name(int i) {
        return KINDS.get(i % KINDS.size()) + " of " + PLACES.get(i / KINDS.size() % PLACES.size()) + " " + i;
    }

    private String signature(byte[] digest) throws GeneralSecurityException {
        String namespace = " xmlns:ds=\"" + Names.DS + "\"";
        String info = "<ds:CanonicalizationMethod Algorithm=\"" + EXCLUSIVE + "\"></ds:CanonicalizationMethod>"
                + "<ds:SignatureMethod Algorithm=\"" + MORE + "rsa-sha256\"></ds:SignatureMethod>"
                + "<ds:Reference URI=\"#large\"><ds:Transforms>"
                + "<ds:Transform Algorithm=\"" + Names.DS + "enveloped-signature\"></ds:Transform>"
                + "<ds:Transform Algorithm=\"" + EXCLUSIVE + "\"></ds:Transform></ds:Transforms>"
                + "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>"
                + "<ds:DigestValue>" + Base64.getEncoder().encodeToString(digest)
                + "</ds:DigestValue></ds:Reference></ds:SignedInfo>";
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer.keys().getPrivate());
        signature.update(("<ds:SignedInfo" + namespace + ">" + info).getBytes(StandardCharsets.UTF_8));
        return "<ds:Signature" + namespace + "><ds:SignedInfo>" + info + "<ds:SignatureValue>"
                + Base64.getEncoder().encodeToString(signature.sign()) + "</ds:SignatureValue></ds:Signature>";
    }

    private String entity(int i) {
        String host = "idp" + i + ".member.example";
        String name = name(i);
        return """

                <md:EntityDescriptor entityID="%s"><md:Extensions><mdrpi:RegistrationInfo \
                xmlns:mdrpi="urn:oasis:names:tc:SAML:metadata:rpi" registrationAuthority="https://registrar%d.example">\
                </mdrpi:RegistrationInfo></md:Extensions>\
                <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
                <md:Extensions><shibmd:Scope xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" regexp="false">\
                member%d.example</shibmd:Scope><mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui">\
                <mdui:DisplayName xml:lang="en">%s</mdui:DisplayName>\
                <mdui:DisplayName xml:lang="de">%s (deutsch)</mdui:DisplayName>\
                <mdui:Description xml:lang="en">%s</mdui:Description>\
                <mdui:Keywords xml:lang="en">member%d federated identity</mdui:Keywords>\
                <mdui:Logo height="80" width="80">https://%s/logo.png</mdui:Logo></mdui:UIInfo></md:Extensions>\
                %s%s<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" \
                Location="https://%s/slo"></md:SingleLogoutService>\
                <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" \
                Location="https://%s/post"></md:SingleSignOnService>\
                <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" \
                Location="https://%s/redirect"></md:SingleSignOnService></md:IDPSSODescriptor>\
                <md:ContactPerson contactType="technical"><md:GivenName>Operations</md:GivenName>\
                <md:EmailAddress>mailto:help@%s</md:EmailAddress></md:ContactPerson></md:EntityDescriptor>""".formatted(
                        entityId(i),
                        i % 60,
                        i,
                        name,
                        name,
                        "What people here study and teach. ".repeat(8),
                        i,
                        host,
                        key("signing", i),
                        key("encryption", i),
                        host,
                        host,
                        host,
                        host);
    }

    private String key(String use, int i) {
        return "<md:KeyDescriptor use=\"" + use + "\"><ds:KeyInfo xmlns:ds=\"" + Names.DS
                + "\"><ds:X509Data><ds:X509Certificate>"
                + members.get(i % members.size()).base64().replace("\r", "")
                + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>";
    }
}
