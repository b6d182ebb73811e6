package io.vestibule.protocol.keystone.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Fernet tokens of a real Keystone are read here, and ours there. */
class FernetPayloadTest {
    private static final UserId USER =
            UserId.ofHex("7bfca912a66541efbecaf82ee7d21c24").orElseThrow();
    private static final String ID = "0538fce2b3f9488bad9ddfc01414e9cb";
    private static final Scope PROJECT = new Scope.Project(new ProjectId("ca666e1c0a254953b443685168ae4e54"));
    private static final Instant END = Instant.parse("2036-11-22T04:53:20Z");
    private static final List<String> AUDIT_IDS = List.of("t3ToAZ7lRLa7AnoABBOH2w", "b7VZDEXQSbmZ3qjasQBLzg");
    private static final FernetPayload FORMAT = new FernetPayload(new MethodBits(List.of(
            "external",
            "password",
            "token",
            "oauth1",
            "mapped",
            "application_credential",
            "totp",
            "openid",
            "saml2",
            "ec2credential")));

    @Test
    void aMethodThatTheRealmDoesNotOfferIsStillReadBack() {
        KeystoneRealm few = new KeystoneRealm(
                false,
                KeystoneRealm.Format.FERNET,
                Duration.ofHours(1),
                Duration.ofDays(2),
                Duration.ofMinutes(5),
                List.of("password", "token"),
                Optional.empty(),
                Optional.empty(),
                200,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty());
        MethodBits bits = new MethodBits(few.named());
        assertThat(bits.number(List.of("password", "token")))
                .as("as a Keystone with that list")
                .isEqualTo(3);
        assertThat(bits.methods(bits.number(List.of("ec2credential"))))
                .as("or its bearer would be held to nothing")
                .containsExactly("ec2credential");
    }

    private static JsonNode recorded() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                FernetPayloadTest.class.getResourceAsStream("/keystone/fernet-of-keystone-22.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static List<byte[]> keys(JsonNode recorded) {
        List<byte[]> keys = new ArrayList<>();
        recorded.path("keys").forEach(key -> keys.add(Base64.getUrlDecoder().decode(key.asText())));
        return keys;
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfToken() {
        return expected().entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
                    JsonNode recorded = recorded();
                    FernetBox.Opened opened = FernetBox.open(
                                    keys(recorded),
                                    recorded.path("tokens").path(kind.getKey()).asText())
                            .orElseThrow();
                    TokenPayload read =
                            FORMAT.unpack(opened.content(), opened.sealedAt()).orElseThrow();
                    assertThat(read).isEqualTo(at(kind.getValue(), opened.sealedAt()));
                    assertThat(FORMAT.pack(read))
                            .as("byte for byte as Keystone packs it")
                            .isEqualTo(opened.content());
                }));
    }

    private static Map<String, TokenPayload> expected() {
        Map<String, TokenPayload> kinds = new LinkedHashMap<>();
        Scope domain = new Scope.Domain(new DomainId(ID));
        kinds.put("unscoped", token(List.of("password"), 1, Optional.empty()));
        kinds.put("rescoped", token(List.of("token", "password"), 2, Optional.of(PROJECT)));
        kinds.put("domain", token(List.of("password"), 1, Optional.of(domain)));
        kinds.put(
                "domain-default",
                token(List.of("password"), 1, Optional.of(new Scope.Domain(new DomainId("default")))));
        kinds.put("project", token(List.of("totp", "password"), 1, Optional.of(PROJECT)));
        kinds.put("system", token(List.of("password"), 1, Optional.of(new Scope.System())));
        kinds.put("trust", by(Delegation.trust(ID), "password"));
        kinds.put("oauth", by(Delegation.accessToken(ID), "oauth1"));
        kinds.put("application-credential", by(Delegation.applicationCredential(ID), "application_credential"));
        kinds.put("federated", from(List.of("openid"), Optional.empty(), ID));
        kinds.put("federated-project", from(List.of("openid", "token"), Optional.of(PROJECT), ID, "staff"));
        kinds.put("federated-domain", from(List.of("openid", "token"), Optional.of(domain)));
        return kinds;
    }

    private static TokenPayload token(List<String> methods, int auditIds, Optional<Scope> scope) {
        return new TokenPayload(
                USER,
                methods,
                AUDIT_IDS.subList(0, auditIds),
                END,
                END,
                scope,
                Delegation.none(),
                Optional.empty(),
                Optional.empty());
    }

    private static TokenPayload by(Delegation delegation, String method) {
        TokenPayload plain = token(List.of(method), 1, Optional.of(PROJECT));
        return new TokenPayload(
                USER,
                plain.methods(),
                plain.auditIds(),
                END,
                END,
                plain.scope(),
                delegation,
                Optional.empty(),
                Optional.empty());
    }

    private static TokenPayload from(List<String> methods, Optional<Scope> scope, String... groups) {
        Federated campus = new Federated(
                "campus", "openid", Stream.of(groups).map(GroupId::new).toList());
        TokenPayload plain = token(methods, 1, scope);
        return new TokenPayload(
                USER,
                methods,
                plain.auditIds(),
                END,
                END,
                scope,
                Delegation.none(),
                Optional.of(campus),
                Optional.empty());
    }

    private static TokenPayload at(TokenPayload token, Instant issuedAt) {
        return new TokenPayload(
                token.user(),
                token.methods(),
                token.auditIds(),
                issuedAt,
                token.expiresAt(),
                token.scope(),
                token.delegation(),
                token.federated(),
                token.thumbprint());
    }

    @Test
    void whatIsNoPayloadIsNoToken() throws IOException {
        byte[] content = FORMAT.pack(token(List.of("password"), 1, Optional.of(PROJECT)));
        for (int length = 0; length < content.length; length++) {
            assertThat(FORMAT.unpack(Arrays.copyOf(content, length), END))
                    .as("cut to %d bytes", length)
                    .isEmpty();
        }
        byte[] otherKind = content.clone();
        otherKind[1] = 99;
        assertThat(FORMAT.unpack(otherKind, END)).isEmpty();
    }

    @Test
    void aRealKeystoneReadsOurs(@TempDir Path folder) throws Exception {
        assumeTrue(hasKeystone(), "needs Keystone (Debian package keystone) beside the system's Python");
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.createDirectory(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/1"), Base64.getUrlEncoder().encodeToString(key));
        StringBuilder tokens = new StringBuilder();
        for (TokenPayload token : expected().values()) {
            String text = FernetBox.seal(key, Instant.now(), FORMAT.pack(token), new SecureRandom());
            tokens.append(text).append('\n');
        }
        Files.writeString(folder.resolve("tokens"), tokens);
        String read = python(READER, folder.toString());
        assertThat(read.lines().toList()).hasSize(expected().size());
        assertThat(read)
                .contains("7bfca912a66541efbecaf82ee7d21c24")
                .contains("project=ca666e1c0a254953b443685168ae4e54")
                .contains("trust=" + ID)
                .contains("credential=" + ID)
                .contains("access=" + ID)
                .contains("system=all")
                .contains("domain=default")
                .contains("idp=campus")
                .contains("expires=2036-11-22T04:53:20.000000Z");
    }

    private static final String READER = """
            import sys
            folder = sys.argv[1]
            sys.argv = ['keystone']
            import keystone.conf
            from keystone.conf import configure
            configure()
            keystone.conf.CONF([], project='keystone', default_config_files=[])
            keystone.conf.CONF.set_override('key_repository', folder + '/keys', group='fernet_tokens')
            from keystone.token import token_formatters
            formatter = token_formatters.TokenFormatter()
            names = ['user', 'methods', 'audit', 'system', 'domain', 'project', 'trust', 'groups', 'idp', 'protocol',
                     'access', 'credential', 'issued', 'expires']
            for line in open(folder + '/tokens'):
                values = formatter.validate_token(line.strip())
                print(' '.join('%s=%s' % pair for pair in zip(names, values)))
            """;

    private static boolean hasKeystone() {
        try {
            return Files.isExecutable(Path.of("/usr/bin/python3"))
                    && python("import keystone; print('there')").contains("there");
        } catch (IOException | InterruptedException | IllegalStateException without) {
            return false;
        }
    }

    private static String python(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", script));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("python failed: " + out);
        }
        return out;
    }
}
