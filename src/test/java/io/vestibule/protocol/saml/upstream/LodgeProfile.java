package io.vestibule.protocol.saml.upstream;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.vestibule.journey.JourneyClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The application with the realms {@code lodge} and {@code annex}, whose identity provider is a toy on a free port. */
public class LodgeProfile implements QuarkusTestProfile {
    private static final String LODGE = """
            displayName: Lodge
            connectors:
              - id: guild
                type: saml
                name: Guild
                config:
                  metadata: { url: "@GUILD@/metadata" }
                  keyRefreshFloor: 0s
                  signOutUpstream: true
              - id: mill
                type: saml
                name: Mill
                config:
                  metadata: { url: "@MILL@/metadata" }
                  keyRefreshFloor: 0s
              - id: open
                type: saml
                name: Open
                config:
                  metadata: { url: "@GUILD@/metadata" }
                  keyRefreshFloor: 0s
                  allowUnsolicited: true
              - id: closed
                type: saml
                name: Closed
                enabled: false
                config:
                  metadata: { url: "@GUILD@/metadata" }
                  keyRefreshFloor: 0s
                  allowUnsolicited: true
              - id: gone
                type: saml
                name: Gone
                config:
                  metadata: { url: "http://localhost:1/metadata" }
            relyingParties:
              - id: bench
                name: Bench
                consent: trusted
                oidc:
                  redirectUris: ["https://bench.example/back"]
                  frontchannelLogoutUri: "https://bench.example/signed-out"
                  clientSecrets: ["the-secret-of-bench-which-nobody-uses"]
            """;
    private static final String ANNEX = """
            displayName: Annex
            connectors:
              - id: guild
                type: saml
                name: Guild
                config:
                  metadata: { url: "@GUILD@/metadata" }
                  keyRefreshFloor: 0s
            """;

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int port = freePort();
            int mill = freePort();
            Path realms = Files.createTempDirectory("vestibule-lodge-");
            String guild = "http://localhost:" + port;
            Files.writeString(
                    realms.resolve("lodge.yaml"),
                    LODGE.replace("@GUILD@", guild).replace("@MILL@", "http://localhost:" + mill));
            Files.writeString(realms.resolve("annex.yaml"), ANNEX.replace("@GUILD@", guild));
            return Map.of(
                    "vestibule.realm-config",
                    realms.toString(),
                    "vestibule.outbound.timeout",
                    "30s", // the upstream shares a busy machine with its own caller
                    "lodge.guild-port",
                    Integer.toString(port),
                    "lodge.mill-port",
                    Integer.toString(mill));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(JourneyClock.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
