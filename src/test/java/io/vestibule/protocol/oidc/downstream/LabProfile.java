package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.vestibule.identity.Sha256;
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

/** The application with the realm {@code lab}, in files that a test may change, and the private keys of its clients. */
public class LabProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory("vestibule-lab-");
            Path realms = Files.createDirectory(folder.resolve("realm-config"));
            ECKey keyed = key("keyed-1");
            ECKey other = key("other-1");
            Files.writeString(folder.resolve("keyed.jwk"), keyed.toJSONString());
            Files.writeString(folder.resolve("other.jwk"), other.toJSONString());
            String hash = "sha256:" + Sha256.of("post-secret").hex();
            write(
                    realms,
                    "lab",
                    resource("lab")
                            .replace("@POST_SECRET_HASH@", hash)
                            .replace("@KEYED_JWKS@", new JWKSet(keyed.toPublicJWK()).toString())
                            .replace("@OTHER_JWKS@", new JWKSet(other.toPublicJWK()).toString()));
            write(realms, "plain", resource("plain"));
            write(realms, "dark", resource("dark"));
            return Map.of(
                    "vestibule.realm-config",
                    realms.toString(),
                    "vestibule.reload-interval",
                    "1h",
                    "vestibule.login.failures-per-address",
                    "10000",
                    "lab.folder",
                    folder.toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(JourneyClock.class);
    }

    private static ECKey key(String kid) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    }

    private static void write(Path folder, String realm, String yaml) throws IOException {
        Files.writeString(folder.resolve(realm + ".yaml"), yaml);
    }

    private static String resource(String realm) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(LabProfile.class.getResourceAsStream("/oidc/" + realm + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
