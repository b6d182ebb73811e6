package io.vestibule.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A SAML identity provider for the server to believe: publishes its key and signs answers, each part written in canonical form
 * so that no XML library is needed. What that costs is not the server's and is not measured.
 */
enum Guild {
    RSA("SHA256withRSA", "SHA256withRSA", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", 2048),
    EC("SHA256withECDSAinP1363Format", "SHA256withECDSA", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", 256);

    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:";
    private static final String XMLDSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final int MINUTES = 5;

    private final String signing;
    private final String method;
    private final KeyPair keys;
    private final String certificate;

    Guild(String signing, String certifying, String method, int size) {
        this.signing = signing;
        this.method = method;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name());
            generator.initialize(size);
            this.keys = generator.generateKeyPair();
            X500Principal subject = new X500Principal("CN=bench");
            Instant now = Instant.now();
            this.certificate = Base64.getEncoder()
                    .encodeToString(new JcaX509v3CertificateBuilder(
                                    subject,
                                    BigInteger.ONE,
                                    Date.from(now.minus(1, ChronoUnit.DAYS)),
                                    Date.from(now.plus(1, ChronoUnit.DAYS)),
                                    subject,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder(certifying).build(keys.getPrivate()))
                            .getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | IOException missing) {
            throw new IllegalStateException("every JDK has RSA and P-256", missing);
        }
    }

    /** Publishes metadata until the process ends; gives the address below which each has its own. */
    static String publish() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            for (Guild guild : values()) {
                byte[] metadata = guild.metadata().getBytes(StandardCharsets.UTF_8);
                server.createContext("/" + guild.label(), exchange -> {
                    exchange.sendResponseHeaders(200, metadata.length);
                    exchange.getResponseBody().write(metadata);
                    exchange.close();
                });
            }
            Thread.ofPlatform().daemon().start(server::start);
            return "http://127.0.0.1:" + server.getAddress().getPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The connector of the realm, too. */
    String label() {
        return "guild-" + name().toLowerCase(Locale.ROOT);
    }

    PublicKey key() {
        return keys.getPublic();
    }

    /** An answer nobody asked for, assertion and response signed, to the connector of that realm. */
    String response(String realm) {
        String consumer = realm + "/login/from/" + label();
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String later = Instant.now()
                .truncatedTo(ChronoUnit.SECONDS)
                .plus(MINUTES, ChronoUnit.MINUTES)
                .toString();
        String assertionId = "_" + UUID.randomUUID();
        String assertion = signed(
                "<saml:Assertion xmlns:saml=\"" + SAML + "assertion\" ID=\"" + assertionId + "\" IssueInstant=\"" + now
                        + "\" Version=\"2.0\"><saml:Issuer>urn:bench:" + label() + "</saml:Issuer>",
                "<saml:Subject><saml:NameID Format=\"" + SAML + "nameid-format:persistent\">bench-"
                        + "person</saml:NameID><saml:SubjectConfirmation Method=\"" + SAML
                        + "cm:bearer\"><saml:SubjectConfirmationData NotOnOrAfter=\"" + later + "\" Recipient=\""
                        + consumer + "\"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>"
                        + "<saml:Conditions NotOnOrAfter=\"" + later + "\"><saml:AudienceRestriction><saml:Audience>"
                        + realm + "/connectors/" + label() + "/metadata</saml:Audience></saml:AudienceRestriction>"
                        + "</saml:Conditions><saml:AuthnStatement AuthnInstant=\"" + now + "\" SessionIndex=\"_"
                        + UUID.randomUUID() + "\"><saml:AuthnContext><saml:AuthnContextClassRef>" + SAML
                        + "ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>"
                        + "</saml:AuthnStatement><saml:AttributeStatement>"
                        + attribute("urn:oid:0.9.2342.19200300.100.1.1", "guest")
                        + attribute("urn:oid:0.9.2342.19200300.100.1.3", "guest@guild.example")
                        + attribute("urn:oid:2.16.840.1.113730.3.1.241", "Guest of the Guild")
                        + "</saml:AttributeStatement></saml:Assertion>",
                assertionId);
        String responseId = "_" + UUID.randomUUID();
        return signed(
                "<samlp:Response xmlns:samlp=\"" + SAML + "protocol\" Destination=\"" + consumer + "\" ID=\""
                        + responseId + "\" IssueInstant=\"" + now + "\" Version=\"2.0\"><saml:Issuer xmlns:saml=\""
                        + SAML + "assertion\">urn:bench:" + label() + "</saml:Issuer>",
                "<samlp:Status><samlp:StatusCode Value=\"" + SAML
                        + "status:Success\"></samlp:StatusCode></samlp:Status>" + assertion + "</samlp:Response>",
                responseId);
    }

    private static String attribute(String name, String value) {
        return "<saml:Attribute Name=\"" + name + "\" NameFormat=\"" + SAML
                + "attrname-format:uri\"><saml:AttributeValue>" + value
                + "</saml:AttributeValue></saml:Attribute>";
    }

    /** Both halves together are the canonical form of the element without its signature, which goes between them. */
    private String signed(String untilIssuer, String rest, String id) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((untilIssuer + rest).getBytes(StandardCharsets.UTF_8));
            String content = "<ds:CanonicalizationMethod Algorithm=\"" + EXCLUSIVE
                    + "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"" + method
                    + "\"></ds:SignatureMethod><ds:Reference URI=\"#" + id + "\"><ds:Transforms>"
                    + "<ds:Transform Algorithm=\"" + XMLDSIG + "enveloped-signature\"></ds:Transform>"
                    + "<ds:Transform Algorithm=\"" + EXCLUSIVE + "\"></ds:Transform></ds:Transforms>"
                    + "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>"
                    + "<ds:DigestValue>" + Base64.getEncoder().encodeToString(digest)
                    + "</ds:DigestValue></ds:Reference></ds:SignedInfo>";
            Signature signature = Signature.getInstance(signing);
            signature.initSign(keys.getPrivate());
            signature.update(
                    ("<ds:SignedInfo xmlns:ds=\"" + XMLDSIG + "\">" + content).getBytes(StandardCharsets.UTF_8));
            return untilIssuer + "<ds:Signature xmlns:ds=\"" + XMLDSIG + "\"><ds:SignedInfo>" + content
                    + "<ds:SignatureValue>" + Base64.getEncoder().encodeToString(signature.sign())
                    + "</ds:SignatureValue></ds:Signature>" + rest;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private String metadata() {
        return "<md:EntityDescriptor xmlns:md=\"" + SAML + "metadata\" entityID=\"urn:bench:" + label()
                + "\"><md:IDPSSODescriptor protocolSupportEnumeration=\"" + SAML
                + "protocol\"><md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"" + XMLDSIG
                + "\"><ds:X509Data><ds:X509Certificate>" + certificate
                + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding=\""
                + SAML + "bindings:HTTP-Redirect\" Location=\"http://127.0.0.1:15999/sso\"/></md:IDPSSODescriptor>"
                + "</md:EntityDescriptor>";
    }
}
