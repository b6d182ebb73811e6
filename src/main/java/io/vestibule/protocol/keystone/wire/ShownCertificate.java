package io.vestibule.protocol.keystone.wire;

import io.vestibule.identity.Sha256;
import io.vestibule.protocol.keystone.token.ClientCertificates;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** The certificate by which a client proved itself to the front end that the realm names for it. */
public final class ShownCertificate {
    private static final String SUBJECT = "SSL_CLIENT_SUBJECT_DN_";
    private static final String ISSUER = "SSL_CLIENT_ISSUER_DN_";
    private static final Map<String, String> NAMED =
            Map.of("1.2.840.113549.1.9.1", "EMAILADDRESS", "0.9.2342.19200300.100.1.1", "UID");
    private static final int LONGEST = 16 * 1024;

    private final X509Certificate certificate;

    private ShownCertificate(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /**
     * Nothing when the realm takes none or none came.
     *
     * @throws KeystoneRefused 401 when one came that does not count
     */
    public static Optional<ShownCertificate> of(Call call) {
        Optional<ClientCertificates> settings = KeystoneRealm.of(call.realm()).clientCertificates();
        List<String> values = settings.map(known -> call.headers(known.header())).orElse(List.of()).stream()
                .filter(value -> !value.isBlank())
                .toList();
        if (settings.isEmpty() || values.isEmpty()) {
            return Optional.empty();
        }
        if (!settings.get().trustedAddresses().contains(call.peerAddress())) {
            throw refused("certificate-from-stranger");
        }
        if (values.size() > 1) { // one of them is the client's own
            throw refused("certificate-said-twice");
        }
        return Optional.of(read(values.getFirst()));
    }

    static ShownCertificate read(String text) {
        try {
            String pem = text.length() > LONGEST ? "" : unescaped(text);
            byte[] der = Base64.getMimeDecoder()
                    .decode(pem.replaceAll("-----(BEGIN|END) CERTIFICATE-----", "")
                            .strip());
            return new ShownCertificate((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (GeneralSecurityException | IllegalArgumentException notOne) {
            throw refused("certificate-malformed");
        }
    }

    /** A plus sign is one of Base64 and no space. */
    private static String unescaped(String text) {
        return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** RFC 8705 §3.1, with the padding that Keystone and its middleware leave there. */
    public String thumbprint() {
        try {
            return Base64.getUrlEncoder()
                    .encodeToString(Sha256.of(certificate.getEncoded()).bytes());
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException("what was read from DER has DER", broken);
        }
    }

    public boolean isValidAt(Instant now) {
        Date date = Date.from(now);
        return !date.before(certificate.getNotBefore()) && !date.after(certificate.getNotAfter());
    }

    /** What rules may ask for, by Keystone's names: {@code SSL_CLIENT_SUBJECT_DN_CN}, {@code SSL_CLIENT_ISSUER_DN_O} … */
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        add(names, SUBJECT, certificate.getSubjectX500Principal());
        add(names, ISSUER, certificate.getIssuerX500Principal());
        return names;
    }

    private static void add(Map<String, String> names, String prefix, X500Principal name) {
        try {
            List<Rdn> parts = new LdapName(name.getName(X500Principal.RFC2253, NAMED)).getRdns();
            for (Rdn part : parts) {
                if (part.getValue() instanceof String value) {
                    names.merge(
                            prefix + part.getType().toUpperCase(Locale.ROOT), value, (one, other) -> one + ";" + other);
                }
            }
        } catch (InvalidNameException strange) {
            throw refused("certificate-malformed");
        }
    }

    private static KeystoneRefused refused(String reason) {
        return KeystoneRefused.unauthorized().because(reason);
    }
}
