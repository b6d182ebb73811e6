package io.vestibule.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Keycloak with one realm, {@code org}, in memory: an upstream provider that nobody here wrote. A start takes about
 * 20 seconds, so a test class starts one in {@code @BeforeAll} and adds what each test needs.
 */
public final class KeycloakPeer implements AutoCloseable {
    public static final String REALM = "org";

    private static final String VERSION = "26.7.3";
    private static final String ADMIN = "peer-admin";
    private static final Duration START = Duration.ofMinutes(3);

    private final PeerProcess process;
    private final URI base;
    private final KeycloakAdmin admin;

    private KeycloakPeer(PeerProcess process, URI base, KeycloakAdmin admin) {
        this.process = process;
        this.base = base;
        this.admin = admin;
    }

    /** Somebody in the organisation. {@code sub} is Keycloak's own and is what {@link #addPerson} returns. */
    public record Person(
            String username, String password, String email, String givenName, String familyName, List<String> groups) {}

    public static boolean installed() {
        return Files.isRegularFile(home().resolve(".ready"));
    }

    /** Skips the calling test, with a message, where Keycloak is not installed. */
    public static KeycloakPeer start() {
        return start("localhost");
    }

    /** The same at another name of this machine: for browsers {@code 127.0.0.1} is another site than {@code localhost}. */
    public static KeycloakPeer start(String host) {
        Assumptions.assumeTrue(installed(), "skipped: no Keycloak in " + home() + "; run .ci/peers keycloak");
        int port = PeerProcess.freePort();
        URI base = URI.create("http://" + host + ":" + port);
        String password = UUID.randomUUID().toString();
        Path folder = PeerProcess.newFolder("keycloak");
        // A home of its own for each start: the programs are shared, the data folder is not.
        linkPrograms(folder);
        PeerProcess process = PeerProcess.start(
                folder,
                command(folder, base),
                Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", password));
        process.awaitOk(base.resolve("/realms/master/.well-known/openid-configuration"), START);
        try {
            KeycloakAdmin admin = new KeycloakAdmin(base, ADMIN, password);
            admin.post("/realms", Map.of("realm", REALM, "enabled", true, "sslRequired", "none"));
            return new KeycloakPeer(process, base, admin);
        } catch (RuntimeException failure) {
            process.close();
            throw failure;
        }
    }

    public URI issuer() {
        return base.resolve("/realms/" + REALM);
    }

    public URI discovery() {
        return URI.create(issuer() + "/.well-known/openid-configuration");
    }

    /** The same realm, seen as SAML identity provider. */
    public KeycloakSaml saml() {
        return new KeycloakSaml(admin, issuer());
    }

    /** Declares a confidential relying party with PKCE and a {@code groups} claim, and gives its secret. */
    public String addClient(String clientId, URI... redirectUris) {
        String secret = UUID.randomUUID().toString();
        List<String> addresses = new ArrayList<>();
        for (URI redirectUri : redirectUris) {
            addresses.add(redirectUri.toString());
        }
        admin.post(
                "/realms/" + REALM + "/clients",
                Map.of(
                        "clientId",
                        clientId,
                        "secret",
                        secret,
                        "redirectUris",
                        addresses,
                        "attributes",
                        Map.of("post.logout.redirect.uris", "+"),
                        "protocolMappers",
                        List.of(groupsClaim())));
        return secret;
    }

    /** From now on Keycloak tells this relying party of every session's end, server to server. */
    public void tellOfLogouts(String clientId, URI backChannel) {
        String clients = "/realms/" + REALM + "/clients";
        ObjectNode client =
                (ObjectNode) admin.get(clients + "?clientId=" + clientId).get(0);
        client.withObject("/attributes")
                .put("backchannel.logout.url", backChannel.toString())
                .put("backchannel.logout.session.required", "true");
        admin.put(clients + "/" + client.get("id").asText(), client);
    }

    /** As an administrator of the organisation does: ends every session of the person there. */
    public void signOut(String subject) {
        admin.order("/realms/" + REALM + "/users/" + subject + "/logout");
    }

    /** Adds the person and the groups that do not exist yet; gives the {@code sub} that relying parties will see. */
    public String addPerson(Person person) {
        for (String group : person.groups()) {
            if (admin.get("/realms/" + REALM + "/groups?exact=true&search=" + group)
                    .isEmpty()) {
                admin.post("/realms/" + REALM + "/groups", Map.of("name", group));
            }
        }
        return admin.post("/realms/" + REALM + "/users", representation(person));
    }

    /** Overwrites name and email of the person, as the organisation does when somebody changes them. Groups are only added. */
    public void changePerson(String subject, Person person) {
        admin.put("/realms/" + REALM + "/users/" + subject, representation(person));
    }

    /** From now on Keycloak signs with a new key, which its JWKS shows beside the old one. */
    public void rotateSigningKey() {
        JsonNode realm = admin.get("/realms/" + REALM);
        admin.post(
                "/realms/" + REALM + "/components",
                Map.of(
                        "name",
                        "rsa-" + UUID.randomUUID(),
                        "parentId",
                        realm.get("id").asText(),
                        "providerId",
                        "rsa-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "config",
                        // The highest priority among active keys signs; a clock keeps later rotations above earlier
                        // ones.
                        Map.of("priority", List.of(Long.toString(System.currentTimeMillis())))));
    }

    /** The last lines that Keycloak printed: why it refused a login. */
    public String log() {
        return process.lastLines();
    }

    @Override
    public void close() {
        process.close();
    }

    private static Map<String, Object> representation(Person person) {
        return Map.of(
                "username", person.username(),
                "email", person.email(),
                "emailVerified", true,
                "firstName", person.givenName(),
                "lastName", person.familyName(),
                "enabled", true,
                "groups", person.groups(),
                "credentials", List.of(Map.of("type", "password", "value", person.password(), "temporary", false)));
    }

    private static Map<String, Object> groupsClaim() {
        return Map.of(
                "name",
                "groups",
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-group-membership-mapper",
                "config",
                Map.of(
                        "claim.name", "groups",
                        "full.path", "false",
                        "id.token.claim", "true",
                        "access.token.claim", "true",
                        "userinfo.token.claim", "true"));
    }

    private static List<String> command(Path folder, URI base) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                // A test's Keycloak lives for a minute: quick compilation beats good compilation.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.io.tmpdir=" + folder,
                "-Dkc.home.dir=" + folder,
                "-Djboss.server.config.dir=" + folder.resolve("conf"),
                "-Dpicocli.disable.closures=true",
                "-cp",
                home().resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + base.getPort(),
                "--hostname=" + base);
    }

    private static void linkPrograms(Path folder) {
        try {
            for (String name : List.of("lib", "conf", "providers", "themes", "version.txt")) {
                Files.createSymbolicLink(folder.resolve(name), home().resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        String named = System.getenv("VESTIBULE_PEERS_DIR");
        Path peers = named == null || named.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "vestibule-peers")
                : Path.of(named);
        return peers.resolve("keycloak-" + VERSION).toAbsolutePath();
    }
}
