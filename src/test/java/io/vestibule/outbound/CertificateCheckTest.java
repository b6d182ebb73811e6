package io.vestibule.outbound;

import static io.vestibule.outbound.OutboundClientTest.address;
import static io.vestibule.outbound.OutboundClientTest.answered;
import static io.vestibule.outbound.OutboundClientTest.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.Vertx;
import io.vestibule.outbound.OutboundOutcome.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is always verified, for the name in the URL, though the connection goes to a checked address. */
class CertificateCheckTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private Vertx vertx;
    private HttpsServer server;
    private Path pem;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:idp.test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        pem = writePem(keys);
        server = serve(keys);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCertificateFromAnAuthorityOfTheOperatorIsTrustedForItsName() {
        assertThat(answered(get("idp.test", Optional.of(pem))).text()).isEqualTo("over tls");
    }

    @Test
    void theSameCertificateIsRefusedForAnotherName() {
        assertThat(failed(get("other.test", Optional.of(pem))).kind()).isEqualTo(Kind.UNTRUSTED);
    }

    @Test
    void anUnknownCertificateIsRefusedThoughTheOperatorTrustsTheOrigin() {
        assertThat(failed(get("idp.test", Optional.empty())).kind()).isEqualTo(Kind.UNTRUSTED);
    }

    @Test
    void aTrustStoreWithoutCertificatesStopsTheStart() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThatThrownBy(() -> get("idp.test", Optional.of(empty)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vestibule.outbound.trust-store");
    }

    private OutboundOutcome get(String host, Optional<Path> trustStore) {
        OutboundSettings settings = new OutboundSettings(
                Duration.ofSeconds(2), Duration.ofSeconds(5), List.of(), trustStore, 4, 5, Duration.ofSeconds(10));
        OutboundClient client =
                new OutboundClient(vertx, settings, name -> List.of(address("127.0.0.1")), Clock.systemUTC());
        try {
            URI url = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
            return client.get(url, Map.of(), Reach.trusting(url));
        } finally {
            client.close();
        }
    }

    private Path writePem(KeyStore keys) throws Exception {
        String body = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate("server").getEncoded());
        return Files.writeString(
                folder.resolve("authorities.pem"),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    private static HttpsServer serve(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] body = "over tls".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
