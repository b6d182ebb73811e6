package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.boot.Finding.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Clock clock = Clock.systemUTC();

    @BeforeEach
    void aFreePort() throws IOException {
        environment.put("VESTIBULE_DATA_DIR", folder.toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(EmbeddedDatabase.freePort()));
    }

    @Test
    void aFreshMachineHasNothingInTheWay() {
        environment.put("VESTIBULE_DATA_DIR", folder.resolve("not yet").toString());
        assertThat(names())
                .allSatisfy(name -> assertThat(find(name).verdict()).as(name).isNotEqualTo(Verdict.FAILURE));
        assertThat(folder.resolve("not yet")).as("doctor changes nothing").doesNotExist();
    }

    @Test
    void aDataDirectoryThatEverybodyMayWriteIsAFailure() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertFails("data directory", "chmod");
    }

    @Test
    void aMasterKeyThatOthersMayReadIsAFailure() throws IOException {
        Path key = Files.writeString(folder.resolve("master.key"), "…");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(find("master key").verdict()).isEqualTo(Verdict.OK);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertFails("master key", "chmod 600");
    }

    @Test
    void aPortThatSomebodyElseHoldsIsAFailure() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(other.getLocalPort()));
            assertFails("port", "QUARKUS_HTTP_PORT");
        }
    }

    @Test
    void plainHttpBeyondThisMachineIsAFailure() {
        environment.put("VESTIBULE_BASE_URL", "http://login.example.org");
        assertFails("base url", "https://login.example.org");
        environment.put("VESTIBULE_BASE_URL", "https://login.example.org");
        assertThat(find("base url").verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void issuersThatNobodyElseCanReachAreAWarning() {
        environment.put("QUARKUS_HTTP_HOST", "0.0.0.0");
        assertThat(find("base url").verdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void issuersThatNameAnotherPortAreAWarning() {
        environment.put("VESTIBULE_BASE_URL", "http://localhost:1");
        assertThat(find("base url").verdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void believingForwardedHeadersFromAnybodyIsAFailure() {
        environment.put("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true");
        assertFails("proxy", "TRUSTED_PROXIES");
        environment.put("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "10.0.0.1");
        assertThat(find("proxy").verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void anOutdatedAlgorithmInUseIsAWarningWithItsPlace() throws IOException {
        environment.put("VESTIBULE_REALM_CONFIG", folder.toString());
        assertThat(find("outdated algorithms").verdict()).isEqualTo(Verdict.OK);
        Files.writeString(folder.resolve("campus.yaml"), """
                connectors:
                  - id: old
                    type: saml
                    config:
                      outdatedAlgorithms: [sha1, cbc]
                """);
        assertThat(find("outdated algorithms").verdict()).isEqualTo(Verdict.WARNING);
        assertThat(find("outdated algorithms").found()).contains("sha1 at campus.yaml:5", "cbc at campus.yaml:5");
    }

    @Test
    void aKeystoneThatSendsPeopleHereNamesNobodyAndOneToWhichWeSendThemIsNamed() throws IOException {
        environment.put("VESTIBULE_REALM_CONFIG", folder.toString());
        Files.writeString(folder.resolve("cloud.yaml"), """
                relyingParties:
                  - id: other-cloud
                    saml: { keystone: true }
                """);
        assertThat(find("outdated algorithms").verdict()).isEqualTo(Verdict.OK);
        Files.writeString(folder.resolve("campus.yaml"), """
                connectors:
                  - id: cloud
                    type: saml
                    config: { keystone: true }
                  - id: preset-cloud
                    preset: keystone-saml
                """);
        assertThat(find("outdated algorithms").found())
                .contains("audience at campus.yaml:4", "audience at campus.yaml:6")
                .doesNotContain("cloud.yaml:3");
    }

    @Test
    void anotherKeystoneWhoseAssertionsNameNobodyIsAWarning() throws IOException {
        environment.put("VESTIBULE_REALM_CONFIG", folder.toString());
        assertThat(find("other keystones").verdict()).isEqualTo(Verdict.OK);
        Files.writeString(folder.resolve("cloud.yaml"), """
                keystone:
                  serviceProviders:
                    - id: named
                      authUrl: https://one.example/auth
                      spUrl: https://one.example/sp
                      entityId: https://one.example/shibboleth
                    - id: nameless
                      authUrl: https://two.example/auth
                      spUrl: https://two.example/sp
                """);
        assertThat(find("other keystones").verdict()).isEqualTo(Verdict.WARNING);
        assertThat(find("other keystones").found())
                .contains("nameless at cloud.yaml:7")
                .doesNotContain("named at cloud.yaml:3");
        assertThat(find("other keystones").nextStep()).contains("entityId");
    }

    private static void skipped(EmbeddedDatabase database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), PostgresCluster.ROLE, database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table mapping_skipped (realm text, rules_of text, what text, why text, at timestamptz)");
            statement.execute("insert into mapping_skipped values "
                    + "('campus', 'guild', 'group campus-staff', 'there is none', now()), "
                    + "('campus', 'guild', 'group of long ago', 'there is none', now() - interval '30 days')");
        }
    }

    private static void partners(EmbeddedDatabase database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), PostgresCluster.ROLE, database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table keystone_service_provider "
                    + "(realm text, id text, enabled boolean, declared boolean, entity_id text)");
            statement.execute("insert into keystone_service_provider values "
                    + "('campus', 'theirs', true, false, null), ('campus', 'named', true, false, 'https://x'), "
                    + "('campus', 'off', false, false, null), ('campus', 'declared', true, true, null)");
        }
    }

    @Test
    void aClockBehindWhatWasWrittenIsAFailure() {
        clock = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);
        assertFails("clock", "NTP");
    }

    @Test
    void aStoreThatDoesNotAnswerIsAFailureWithoutItsPassword() throws IOException {
        environment.put(
                "VESTIBULE_DATABASE_URL",
                "postgresql://keeper:s3cret@127.0.0.1:" + EmbeddedDatabase.freePort() + "/door");
        assertFails("store", "VESTIBULE_DATABASE_URL");
        assertThat(find("store").found()).doesNotContain("s3cret");
    }

    @Test
    void aRunningEmbeddedDatabaseIsAskedAndItsClockCompared() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(
                folder, Path.of("target", "postgres").toAbsolutePath(), Progress.silent(), new SecureRandom())) {
            assertThat(find("store").found())
                    .contains("PostgreSQL 18")
                    .contains(database.jdbcUrl().substring(5));
            assertThat(find("clock").verdict()).isEqualTo(Verdict.OK);
            assertThat(find("mapping rules").verdict()).as("no table yet").isEqualTo(Verdict.OK);
            skipped(database);
            assertThat(find("mapping rules").verdict()).isEqualTo(Verdict.WARNING);
            assertThat(find("mapping rules").found())
                    .contains("group campus-staff")
                    .doesNotContain("group of long ago");
            partners(database);
            assertThat(find("other keystones").found())
                    .contains("theirs of realm campus")
                    .doesNotContain("named", "off", "declared");
            clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
            assertFails("clock", "NTP");
        }
        assertThat(find("store").found()).contains("not running");
    }

    @Test
    void programsGetJsonAndAnExitCode() throws IOException {
        StringWriter out = new StringWriter();
        int status = Main.commandLine(Path.of("")).setOut(new PrintWriter(out)).execute("doctor", "--json");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("checks"))
                .hasSizeGreaterThan(5)
                .allSatisfy(check -> assertThat(check.fieldNames())
                        .toIterable()
                        .containsExactly("check", "verdict", "found", "nextStep"));
        assertThat(status).isEqualTo(report.path("verdict").asText().equals("failure") ? 1 : 0);
    }

    @Test
    void peopleGetOneColumnForNamesAndOneForWhatWasFound() {
        StringWriter out = new StringWriter();
        Main.commandLine(Path.of("")).setOut(new PrintWriter(out)).execute("doctor");
        int column = "failure  outdated algorithms ".length();
        assertThat(out.toString().lines()).allSatisfy(line -> {
            assertThat(line.charAt(column - 1)).isEqualTo(' ');
            assertThat(line.charAt(column)).isNotEqualTo(' ');
        });
    }

    private void assertFails(String name, String nextStep) {
        Finding finding = find(name);
        assertThat(finding.verdict()).as(finding.found()).isEqualTo(Verdict.FAILURE);
        assertThat(finding.nextStep()).contains(nextStep);
    }

    private Stream<String> names() {
        return Doctor.checks(settings(), clock).stream().map(Check::name);
    }

    private Finding find(String name) {
        return Doctor.checks(settings(), clock).stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .answer();
    }

    private Settings settings() {
        return new Settings(new Properties(), environment, new Properties(), new Properties());
    }
}
