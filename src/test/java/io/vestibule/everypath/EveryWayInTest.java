package io.vestibule.everypath;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table is of every path there is. Whatever proves somebody, or gives out what proves them, is known by its source: a later
 * one fails here until its row is named.
 */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class EveryWayInTest {
    private static final File SOURCES = new File("src/main/java/io/vestibule");

    /** A kind of grant, method or issuer; who writes down that a proof was given out; who asks for tokens. */
    private static final Pattern WAY_IN =
            Pattern.compile("\\bimplements [\\w, <>]*\\b(TokenGrant|AuthMethod|ProofIssuer|DelegationKind)\\b"
                    + "|new AuditEvent\\.ProofIssued\\(|private final TokenIssue ");

    private static final Map<String, List<String>> ROWS = Map.ofEntries(
            row("account page", "PortalDoor"),
            row("application credential", "ApplicationCredentialMethod", "ApplicationCredentialKind"),
            row("a trust", "TrustKind"),
            row("client_credentials", "ClientCredentialsGrant"),
            row("code", "AuthorizationCodeGrant", "TokenResponses"),
            row("device, allowed", "DeviceCodeGrant"),
            row("EC2 signature", "Ec2Credentials"),
            row("keystone call with a certificate and no token", "CertifiedCallers"),
            row("keystone external", "ExternalMethod"),
            row("keystone mapped, in a project", "FederatedMethods"),
            row("keystone openid, in a project", "FederatedMethods"),
            row("keystone passcode with a receipt", "TotpMethod"),
            row("keystone password", "PasswordMethod", "Authentication", "TokenAnswers"),
            row("keystone saml2, in a project", "FederatedMethods"),
            row("keystone to keystone by /saml2", "CrossingEndpoint"),
            row("keystone token for a token", "TokenMethod"),
            row("keystone token shown to a browser", "BrowserTokenProofIssuer"),
            row("login page", "OidcProofIssuer", "Release"),
            row("OAuth 1", "OAuth1Kind"),
            row("OAuth 2 client credentials", "ClientCredentials"),
            row("OAuth 2 client with a certificate", "CertifiedClients"),
            row("password grant", "PasswordGrant", "DirectLogin"),
            row("refresh", "RefreshTokenGrant"),
            row("SAML login", "SamlProofIssuer"),
            row("WebSSO", "WebSsoProofIssuer", "SessionTokens"));

    @Inject
    World world;

    @Any
    @Inject
    Instance<Paths> protocols;

    @Test
    void hasARow() throws IOException {
        Map<String, String> missing = new TreeMap<>();
        try (Stage stage = new Stage(world)) {
            List<String> rows = protocols.stream()
                    .flatMap(some -> some.of(stage))
                    .map(Path::name)
                    .toList();
            for (String way : waysIn()) {
                List<String> named = ROWS.entrySet().stream()
                        .filter(row -> row.getValue().contains(way))
                        .map(Map.Entry::getKey)
                        .toList();
                if (named.isEmpty() || !named.stream().allMatch(row -> isThere(rows, row))) {
                    missing.put(way, named.isEmpty() ? "names no row" : "is not in the table: " + named);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(List<String> rows, String row) {
        return rows.stream().anyMatch(name -> name.contains(row));
    }

    private static List<String> waysIn() throws IOException {
        try (Stream<File> files = Files.walk(SOURCES.toPath()).map(file -> file.toFile())) {
            List<String> found = files.filter(file -> file.getName().endsWith(".java"))
                    .filter(EveryWayInTest::isWayIn)
                    .map(file -> file.getName().replace(".java", ""))
                    .sorted()
                    .toList();
            assertThat(found).as("what the pattern finds").isNotEmpty();
            return found;
        }
    }

    private static boolean isWayIn(File file) {
        try {
            return WAY_IN.matcher(Files.readString(file.toPath())).find();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map.Entry<String, List<String>> row(String name, String... ways) {
        return Map.entry(name, List.of(ways));
    }
}
