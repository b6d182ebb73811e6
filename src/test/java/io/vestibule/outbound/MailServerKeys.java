package io.vestibule.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys of mail servers with certificates that they signed themselves. */
public final class MailServerKeys {
    static final String PASSWORD = "changeit";

    private MailServerKeys() {}

    /**
     * A new one in {@code NAME.key} and {@code NAME.crt}, for a program that reads PEM.
     *
     * @return the certificate
     */
    public static String write(Path folder, String name, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = make(folder, name, host);
        Key key = keys(store).getKey("server", PASSWORD.toCharArray());
        Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        return Files.readString(Files.writeString(folder.resolve(name + ".crt"), pem(store)));
    }

    /** A new one in {@code NAME.p12}, whose certificate names {@code host}. */
    static Path make(Path folder, String name, String host) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA", // GnuTLS does not read what the JDK writes of a key of another kind
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    /** With which a server shows the certificate of {@code store}. */
    static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(store), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    static String pem(Path store) throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", keys(store).getCertificate("server").getEncoded());
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded)
                + "\n-----END " + kind + "-----\n";
    }

    private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
