package io.vestibule.everypath;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.vestibule.journey.JourneyClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The application with the realm {@code crossing}, which has every protocol and switches in its file, and one upstream of it. */
public class CrossingProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path realms = Files.createTempDirectory("vestibule-crossing-");
            for (String name : List.of("crossing.yaml", "harbour.yaml")) {
                try (InputStream realm =
                        Objects.requireNonNull(CrossingProfile.class.getResourceAsStream("/everypath/" + name))) {
                    Files.write(realms.resolve(name), realm.readAllBytes());
                }
            }
            return Map.of(
                    "vestibule.realm-config",
                    realms.toString(),
                    "vestibule.reload-interval",
                    "1h", // the test says when
                    "vestibule.login.failures-per-address",
                    "10000");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(JourneyClock.class);
    }
}
