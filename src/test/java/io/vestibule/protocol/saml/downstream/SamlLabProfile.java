package io.vestibule.protocol.saml.downstream;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.vestibule.journey.JourneyClock;
import io.vestibule.protocol.saml.toy.ToyKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The application with the realm {@code saml-lab}, in a file that tests add service providers to. */
public class SamlLabProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory("vestibule-saml-lab-");
            Path realms = Files.createDirectory(folder.resolve("realm-config"));
            Files.writeString(
                    realms.resolve("saml-lab.yaml"),
                    template().replace("@CERTIFICATE@", ToyKey.rsa("static").certificateText()));
            return Map.of(
                    "vestibule.realm-config",
                    realms.toString(),
                    "vestibule.reload-interval",
                    "1h",
                    "vestibule.login.failures-per-address",
                    "10000",
                    "saml.lab.folder",
                    realms.toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(JourneyClock.class);
    }

    private static String template() throws IOException {
        try (InputStream in = Objects.requireNonNull(SamlLabProfile.class.getResourceAsStream("/saml/saml-lab.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
