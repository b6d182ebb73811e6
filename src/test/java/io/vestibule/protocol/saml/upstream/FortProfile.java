package io.vestibule.protocol.saml.upstream;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The application with the realm {@code fort}, whose identity providers a test opens on the ports that it finds here. */
public class FortProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int idp = freePort();
            int other = freePort();
            Path realms = Files.createTempDirectory("vestibule-fort-");
            Files.writeString(
                    realms.resolve("fort.yaml"),
                    template()
                            .replace("@IDP@", "http://localhost:" + idp)
                            .replace("@OTHER@", "http://localhost:" + other));
            return Map.of(
                    "vestibule.realm-config", realms.toString(),
                    "vestibule.reload-interval", "1h",
                    "fort.idp-port", Integer.toString(idp),
                    "fort.other-port", Integer.toString(other));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
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
