package io.vestibule.protocol.keystone.golden;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The application with one realm for each part of the recording: {@code golden} at the root, {@code strict}, {@code signed}. */
public class GoldenProfile implements QuarkusTestProfile {
    /** Whose word for a user counts in the last part. */
    static final String FRONT_END = """
              external: { trustedAddresses: [127.0.0.1] }
              tokenless:
                trustedAddresses: [127.0.0.1]
                trustedIssuers: ["CN=Lab CA,O=Lab"]
                attributes: { SSL_CLIENT_I_DN: X-SSL_CLIENT_I_DN, SSL_CLIENT_S_DN_CN: X-SSL_CLIENT_S_DN_CN, SSL_CLIENT_VERIFY: X-SSL_CLIENT_VERIFY }
            """;

    static final String LAX = "passwords:\n  minimumLength: 1\n";

    /** What the realm {@code strict} gets when its part begins: the recorded administrator's password is older. */
    static final String STRICT = """
            passwords:
              minimumLength: 1
              pattern: '^(?=.*\\d)(?=.*[a-zA-Z]).{7,}$'
              patternDescription: at least seven characters, a letter and a digit
              uniqueLast: 3
              minimumAge: 24h
              expiresAfter: 25h
              changeOnFirstUse: true
              failuresBeforeLockout: 2
              lockoutDuration: 5s
            """;

    @Override
    public Map<String, String> getConfigOverrides() {
        try (InputStream file =
                Objects.requireNonNull(GoldenProfile.class.getResourceAsStream("/golden/golden.yaml"))) {
            String golden = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Path realms = Files.createTempDirectory("vestibule-golden-");
            Files.writeString(
                    realms.resolve("golden.yaml"), golden.replace("@PATH@", "").replace(FRONT_END, ""));
            String other = golden.replace("  root: true\n", "").replace(FRONT_END, "");
            Files.writeString(realms.resolve("strict.yaml"), other.replace("@PATH@", "/realms/strict"));
            Files.writeString(
                    realms.resolve("signed.yaml"),
                    other.replace("@PATH@", "/realms/signed").replace("  tokens: fernet\n", "  tokens: jws\n"));
            return Map.of(
                    "golden.environment",
                    "believed",
                    "golden.folder",
                    realms.toString(),
                    "vestibule.realm-config",
                    realms.toString(),
                    "vestibule.reload-interval",
                    "1h",
                    "vestibule.login.failures-per-address",
                    "10000");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
