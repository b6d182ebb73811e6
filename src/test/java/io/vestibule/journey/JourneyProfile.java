package io.vestibule.journey;

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
import java.util.Set;

/** The application with the realms {@code house} and {@code guild}, in files that a test may change. */
public class JourneyProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int party = freePort();
            int kiosk = freePort();
            Path realms = Files.createTempDirectory("vestibule-journey-");
            for (String realm : new String[] {"house", "guild"}) {
                Files.writeString(realms.resolve(realm + ".yaml"), text(realm, party, kiosk));
            }
            return Map.of(
                    "vestibule.realm-config",
                    realms.toString(),
                    "vestibule.reload-interval",
                    "1h", // tests say when
                    "vestibule.outbound.timeout",
                    "30s", // the upstream shares a busy machine with its own caller
                    "vestibule.login.failures-per-address",
                    "60",
                    "vestibule.login.letters-per-address",
                    "40",
                    "journey.party-port",
                    Integer.toString(party),
                    "journey.kiosk-port",
                    Integer.toString(kiosk));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(JourneyClock.class);
    }

    /** The realm's file with the relying parties at these ports. */
    static String text(String realm, int party, int kiosk) throws IOException {
        return resource(realm)
                .replace("@PARTY@", "http://localhost:" + party)
                .replace("@KIOSK@", "http://localhost:" + kiosk);
    }

    private static String resource(String realm) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(JourneyProfile.class.getResourceAsStream("/journey/" + realm + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
