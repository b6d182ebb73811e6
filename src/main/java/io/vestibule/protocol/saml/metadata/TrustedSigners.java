package io.vestibule.protocol.saml.metadata;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The keys of those whose signature counts. Of a certificate only the key does: its dates and issuer mean nothing here. */
final class TrustedSigners {
    private TrustedSigners() {}

    /** @param folder where files without an absolute path are */
    static List<PublicKey> keys(List<String> signedBy, Path folder) {
        List<PublicKey> keys = new ArrayList<>();
        for (String entry : signedBy) {
            byte[] pem = entry.contains("-----BEGIN") ? entry.getBytes(StandardCharsets.US_ASCII) : file(entry, folder);
            keys.addAll(keys(pem, entry.contains("-----BEGIN") ? "a certificate" : entry));
        }
        return List.copyOf(keys);
    }

    private static List<PublicKey> keys(byte[] pem, String name) {
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (found.isEmpty()) {
                throw new IllegalArgumentException("signedBy: " + name + " holds no certificate");
            }
            return found.stream().map(Certificate::getPublicKey).toList();
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException("signedBy: " + name + " is no certificate in PEM", unreadable);
        }
    }

    private static byte[] file(String name, Path folder) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "signedBy: the file " + name + " cannot be read ("
                            + unreadable.getClass().getSimpleName() + ")",
                    unreadable);
        }
    }
}
