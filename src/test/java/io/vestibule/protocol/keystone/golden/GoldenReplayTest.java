package io.vestibule.protocol.keystone.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.ConfiguredRealms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** This server answers as the recorded Keystone did, but for the documented differences. */
@QuarkusTest
@TestProfile(GoldenProfile.class)
class GoldenReplayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Roles roles;

    @Inject
    ConfiguredRealms realms;

    @ConfigProperty(name = "golden.folder")
    Path folder;

    @ConfigProperty(name = "vestibule.base-url")
    URI base;

    @TestFactory
    Stream<DynamicTest> weAnswerAsARealKeystoneDidWhenItWasRecorded() {
        return new GoldenReplay(new Ours(), Differences.documented()).tests();
    }

    private final class Ours implements Stage {
        private static final String TOKENS = "  tokens: fernet\n";

        @Override
        public URI enter(Part part) {
            String realm = switch (part) {
                case PLAIN, FRONT -> "golden";
                case PASSWORDS -> "strict";
                case JWS -> "signed";
            };
            switch (part) {
                case PASSWORDS -> change("strict", GoldenProfile.LAX, GoldenProfile.STRICT);
                case FRONT -> change("golden", TOKENS, TOKENS + GoldenProfile.FRONT_END);
                case PLAIN, JWS -> {
                    // as it is
                }
            }
            withoutYoungerRoles(new RealmName(realm));
            return realm.equals("golden") ? base : URI.create(base + "/realms/" + realm);
        }

        /** The operator changes the realm's file. */
        private void change(String realm, String before, String after) {
            Path file = folder.resolve(realm + ".yaml");
            try {
                Files.writeString(file, Files.readString(file).replace(before, after));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            assertThat(realms.reload()).isEmpty();
        }

        /** The recorded Keystone is older than the role manager, and its bootstrap made no role service. */
        private void withoutYoungerRoles(RealmName realm) {
            Role admin = named(realm, "admin").orElseThrow();
            Role member = named(realm, "member").orElseThrow();
            roles.imply(realm, admin.id(), member.id());
            for (String younger : List.of("manager", "service")) {
                named(realm, younger).ifPresent(role -> {
                    roles.update(realm, role.id(), draft -> draft.immutable(Optional.of(false)));
                    roles.delete(realm, role.id());
                });
            }
        }

        private Optional<Role> named(RealmName realm, String name) {
            return roles.named(realm, Optional.empty(), name);
        }

        /** The environment's names as the headers that the realm reads. */
        @Override
        public Map<String, String> headersFor(String environment) {
            try {
                Map<String, String> headers = new LinkedHashMap<>();
                JsonNode facts = JSON.readTree(environment);
                facts.properties()
                        .forEach(fact -> headers.put(
                                "X-" + capitals(fact.getKey()), fact.getValue().asText()));
                return headers;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static String capitals(String name) {
            return name.equals("REMOTE_USER") ? "Remote-User" : name.equals("REMOTE_DOMAIN") ? "Remote-Domain" : name;
        }
    }
}
