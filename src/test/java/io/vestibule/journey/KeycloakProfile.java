package io.vestibule.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The demo realms in a folder of their own, where a test can add a provider that it has just started. */
public class KeycloakProfile extends DemoProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path realms = Files.createTempDirectory("vestibule-keycloak-");
            for (String realm : new String[] {"demo.yaml", "campus.yaml"}) {
                Files.copy(Path.of("realm-config", realm), realms.resolve(realm));
            }
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("vestibule.realm-config", realms.toString());
            overrides.put("vestibule.reload-interval", "1h"); // the test says when
            return overrides;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
