package io.vestibule.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's certificate authorities and those the operator adds; never fewer checks. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    static X509TrustManager withAlso(Path pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority : trustManager(null).getAcceptedIssuers()) {
                store.setCertificateEntry("jdk-" + number++, authority);
            }
            for (Certificate authority : read(pem)) {
                store.setCertificateEntry("operator-" + number++, authority);
            }
            return trustManager(store);
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalArgumentException(
                    "vestibule.outbound.trust-store: cannot read certificates from " + pem + ": " + broken.getMessage(),
                    broken);
        }
    }

    private static Iterable<? extends Certificate> read(Path pem) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("the file holds none");
            }
            return certificates;
        }
    }

    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }
}
