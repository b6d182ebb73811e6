package io.vestibule.protocol.saml.upstream;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.vestibule.protocol.saml.toy.ToyKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** The application with the realm {@code fort}, whose identity providers a test opens on the ports that it finds here. */
public class FortProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int idp = freePort();
            int other = freePort();
            int league = freePort();
            Path realms = Files.createTempDirectory("vestibule-fort-");
            ToyKey federation = ToyKey.rsa("league");
            write(realms.resolve("league.crt"), "CERTIFICATE", federation.certificateText());
            Path key = Files.createTempFile("vestibule-league-", ".pem");
            write(
                    key,
                    "PRIVATE KEY",
                    Base64.getEncoder().encodeToString(federation.key().getEncoded()));
            Files.writeString(
                    realms.resolve("fort.yaml"),
                    template()
                            .replace("@IDP@", "http://localhost:" + idp)
                            .replace("@OTHER@", "http://localhost:" + other)
                            .replace("@LEAGUE@", "http://localhost:" + league));
            return Map.of(
                    "vestibule.realm-config", realms.toString(),
                    "vestibule.reload-interval", "1h",
                    "fort.idp-port", Integer.toString(idp),
                    "fort.other-port", Integer.toString(other),
                    "fort.league-port", Integer.toString(league),
                    "fort.league-key", key.toString(),
                    "fort.league-certificate", realms.resolve("league.crt").toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void write(Path file, String kind, String base64) throws IOException {
        String lines = base64.replaceAll("(.{64})", "$1\n");
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }

    private static String template() throws IOException {
        try (InputStream in = Objects.requireNonNull(FortProfile.class.getResourceAsStream("/saml/fort.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
