package io.vestibule.protocol.keystone;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.vestibule.journey.JourneyClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The application with the realm {@code cloud}, whose Identity API is at {@code /v3} too, and another one beside it. */
public class CloudProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path realms = Files.createTempDirectory("vestibule-cloud-");
            Files.writeString(realms.resolve("cloud.yaml"), resource("cloud"));
            Files.writeString(realms.resolve("other.yaml"), "displayName: Other\nkeystone: {}\n");
            front(realms, "front", "127.0.0.1");
            front(realms, "stranger", "192.0.2.1");
            Files.writeString(realms.resolve("dark.yaml"), "displayName: Without this API\n");
            return Map.of(
                    "vestibule.realm-config",
                    realms.toString(),
                    "vestibule.reload-interval",
                    "1h",
                    "vestibule.login.failures-per-address",
                    "10000",
                    "cloud.folder",
                    realms.toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(JourneyClock.class);
    }

    /** A realm with a front end at {@code address} that says who its users are. */
    private static void front(Path realms, String name, String address) throws IOException {
        Files.writeString(realms.resolve(name + ".yaml"), """
                displayName: Behind a front end
                keystone:
                  external: { trustedAddresses: ["%s"] }
                  tokenless:
                    trustedAddresses: ["%s"]
                    trustedIssuers: ["CN=Cloud CA"]
                    attributes: { SSL_CLIENT_I_DN: X-SSL-Client-I-DN, SSL_CLIENT_S_DN_CN: X-SSL-Client-S-DN-CN }
                connectors:
                  - { id: local, preset: local }
                people:
                  - { username: ada, name: Ada, password: ada-password-1 }
                  - { username: bob, name: Bob, password: bob-password-1 }
                """.formatted(address, address));
    }

    private static String resource(String realm) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CloudProfile.class.getResourceAsStream("/keystone/" + realm + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
