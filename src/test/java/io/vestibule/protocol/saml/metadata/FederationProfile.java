package io.vestibule.protocol.saml.metadata;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The application with the realm {@code club}, whose files a test writes. */
public class FederationProfile implements QuarkusTestProfile {
    static final String CLUB = """
            displayName: Club
            languages: [en, de]
            passwords:
              argon2: { memoryKib: 1024, iterations: 1, parallelism: 1 } # the hash is not what is tested here
            connectors:
              - { id: local, preset: local, name: Club account }
            """;

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory("vestibule-federation-");
            Files.writeString(folder.resolve("club.yaml"), CLUB);
            return Map.of(
                    "vestibule.realm-config", folder.toString(),
                    "vestibule.reload-interval", "1h",
                    "federation.folder", folder.toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
