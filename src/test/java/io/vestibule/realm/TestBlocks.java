package io.vestibule.realm;

import io.vestibule.identity.Secret;
import io.vestibule.realm.ConfigBlock.Place;
import io.vestibule.realm.reading.IfAbsent;
import io.vestibule.realm.reading.Interpolator;
import io.vestibule.realm.reading.KeptSecrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What other rooms would bring: one block for each place, and a connector with much and one with nothing to say. */
final class TestBlocks {
    record Policy(String level) {}

    record Web(List<String> redirects, Optional<Secret> secret) {}

    record Plain() {}

    record Upstream(
            URI issuer,
            String clientId,
            Optional<Secret> clientSecret,
            @IfAbsent("[openid, profile]") List<String> scopes,
            Map<String, String> parameters) {}

    private record Block<C extends Record>(Place place, String key, Class<C> type) implements ConfigBlock<C> {}

    private TestBlocks() {}

    static ConfigBlocks all() {
        return new ConfigBlocks(List.of(
                new Block<>(Place.REALM, "policy", Policy.class),
                new Block<>(Place.RELYING_PARTY, "web", Web.class),
                new Block<>(Place.CONNECTOR, "plain", Plain.class),
                new Block<>(Place.CONNECTOR, "upstream", Upstream.class)));
    }

    static ConfigSource source(String folder, String name, String yaml) {
        return new ConfigSource(folder + "/" + name + ".yaml", name, yaml.getBytes(StandardCharsets.UTF_8));
    }

    static ConfigReader.Outcome read(Path secrets, List<ConfigSource> realms, List<ConfigSource> presets) {
        Interpolator interpolator =
                new Interpolator(name -> null, "http://localhost:8080", new KeptSecrets(secrets, new SecureRandom()));
        return ConfigReader.read("realm-config", realms, presets, all(), interpolator);
    }
}
