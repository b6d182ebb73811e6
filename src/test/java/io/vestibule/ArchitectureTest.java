package io.vestibule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls of the house: which room may use which, and which library belongs to which room. */
class ArchitectureTest {
    private static final String ROOT = "io.vestibule.";
    private static final Path SOURCES = Path.of("src/main/java/io/vestibule");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.vestibule");

    /** Every room and the rooms it may use; protocols and boot have rules of their own below. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("identity", List.of()),
            Map.entry("browser", List.of("identity")),
            Map.entry("database", List.of()),
            Map.entry("records", List.of("identity", "database")),
            Map.entry("outbound", List.of("identity")),
            Map.entry("mail", List.of("identity", "realm", "keys", "records", "outbound")),
            Map.entry("realm", List.of("identity")),
            Map.entry("mapping", List.of("identity", "realm", "records", "database")),
            Map.entry("audit", List.of("identity", "realm")),
            Map.entry("connector", List.of("identity", "browser", "realm")),
            Map.entry("relyingparty", List.of("identity", "browser", "realm")),
            Map.entry("keys", List.of("identity", "realm")),
            Map.entry("directory", List.of("identity", "realm", "mapping", "audit", "records", "keys", "database")),
            Map.entry("access", List.of("identity", "realm", "directory", "records", "database")),
            Map.entry("grants", List.of("identity", "realm", "records", "keys", "database")),
            Map.entry("session", List.of("identity", "browser", "realm", "directory", "records", "keys", "database")),
            Map.entry(
                    "login",
                    List.of(
                            "identity",
                            "browser",
                            "realm",
                            "mapping",
                            "audit",
                            "connector",
                            "relyingparty",
                            "directory",
                            "access",
                            "grants",
                            "session",
                            "records",
                            "keys",
                            "mail",
                            "outbound")),
            Map.entry(
                    "logout",
                    List.of(
                            "identity",
                            "browser",
                            "database",
                            "realm",
                            "audit",
                            "connector",
                            "relyingparty",
                            "directory",
                            "access",
                            "grants",
                            "session",
                            "records",
                            "keys",
                            "outbound",
                            "login")),
            Map.entry(
                    "account",
                    List.of(
                            "identity",
                            "browser",
                            "database",
                            "realm",
                            "audit",
                            "connector",
                            "directory",
                            "grants",
                            "session",
                            "records",
                            "keys",
                            "mail",
                            "login",
                            "logout")),
            Map.entry(
                    "portal",
                    List.of(
                            "identity",
                            "browser",
                            "realm",
                            "audit",
                            "connector",
                            "relyingparty",
                            "directory",
                            "access",
                            "grants",
                            "session",
                            "records",
                            "keys",
                            "mail",
                            "login",
                            "logout",
                            "account")));

    @TestFactory
    Stream<DynamicTest> eachRoomUsesOnlyTheRoomsItMay() {
        return ROOMS.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(
                        room.getKey(),
                        () -> onlyUses(room.getKey(), room.getValue()).check(HOUSE)));
    }

    @Test
    void everyRoomIsKnownHere() {
        List<String> unknown = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.")[0])
                .distinct()
                .filter(room -> !ROOMS.containsKey(room))
                .filter(room -> !List.of("protocol", "boot", "client").contains(room))
                .toList();
        assertThat(unknown).as("rooms without a rule").isEmpty();
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void nobodyKnowsProtocolsPortalOrBoot() {
        for (String top : List.of("protocol", "portal", "boot")) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".")
                    .and()
                    .resideOutsideOfPackage(ROOT + top + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + top + "..")
                    .because(top + " is a leaf: taking it away breaks nobody")
                    .check(HOUSE);
        }
    }

    @Test
    void protocolsDoNotKnowEachOther() {
        slices().matching(ROOT + "protocol.(*)..")
                .should()
                .notDependOnEachOther()
                .check(HOUSE);
    }

    @Test
    void upstreamAndDownstreamOfAProtocolDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..protocol.*.upstream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..protocol.*.downstream..")
                .allowEmptyShould(true)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("..protocol.*.downstream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..protocol.*.upstream..")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @TestFactory
    Stream<DynamicTest> librariesStayInTheirRooms() {
        return Map.ofEntries(
                        Map.entry("io.quarkus.qute..", List.of("portal")),
                        Map.entry("com.nimbusds..", List.of("keys", "protocol.oidc", "protocol.keystone", "client")),
                        Map.entry("io.vertx.ext.web.client..", List.of("outbound")),
                        Map.entry("io.vertx.ext.mail..", List.of("outbound")),
                        Map.entry("org.opensaml..", List.of("protocol.saml")),
                        Map.entry("org.apache.xml.security..", List.of("protocol.saml")),
                        Map.entry("net.shibboleth..", List.of("protocol.saml")),
                        Map.entry("org.snakeyaml..", List.of("realm")),
                        Map.entry("de.mkammerer..", List.of("directory")),
                        Map.entry("org.bouncycastle..", List.of("directory", "keys")),
                        Map.entry("com.google.zxing..", List.of("portal")),
                        Map.entry("com.webauthn4j..", List.of("directory")))
                .entrySet()
                .stream()
                .map(fence -> DynamicTest.dynamicTest(
                        fence.getKey(),
                        () -> noClasses()
                                .that()
                                .resideOutsideOfPackages(packages(fence.getValue()))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(fence.getKey())
                                .check(HOUSE)));
    }

    @Test
    void callsGoOutThroughOneRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + "outbound..", ROOT + "client..", ROOT + "boot..") // calls this very server
                .should()
                .dependOnClassesThat(resideInAPackage("java.net.http..")
                        .or(nameMatching("io\\.vertx\\.core\\.http\\.HttpClient.*|java\\.net\\.HttpURLConnection")))
                .check(HOUSE);
    }

    @Test
    void theClientLibraryStandsAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + "client..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "com.nimbusds..", "org.jspecify..", ROOT + "client.."))
                .because("it is packed as a jar of its own, for services that know nothing of this server")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "client..")
                .check(HOUSE);
    }

    @Test
    void persistenceStaysInEntitiesAndRepositories() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(Entity|Repository)(\\$.*)?")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("jakarta.persistence..", "io.quarkus.hibernate..", "org.hibernate.."))
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "database..", ROOT + "boot..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "io.agroal.."))
                .check(HOUSE);
        classes()
                .that()
                .haveNameMatching(".*(Entity|Repository)")
                .should()
                .notBePublic()
                .check(HOUSE);
    }

    @Test
    void httpStaysAtTheEdge() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(Endpoint|Page|Filter|Mapper|Writer)(\\$.*|_.*)?")
                .should()
                .dependOnClassesThat(resideInAPackage("jakarta.ws.rs.."))
                .check(HOUSE);
    }

    @Test
    void timeAndRandomnessAreInjected() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .check(HOUSE);
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("ClockAndRandomness")
                .and()
                .resideOutsideOfPackage(ROOT + "boot..") // runs before there is anything to inject
                .should()
                .callConstructor(SecureRandom.class)
                .check(HOUSE);
    }

    /** What opens something for its bearer is drawn from the one source that nobody foresees. */
    @Test
    void nothingIsDrawnFromASourceThatCanBeForeseen() {
        noClasses()
                .that()
                .doNotHaveSimpleName("KeystoneCallFilter") // names a request in logs, which opens nothing
                .and()
                .doNotHaveSimpleName("RetriedTransaction") // how long it pauses
                .should()
                .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(
                        Random.class, SplittableRandom.class, ThreadLocalRandom.class, RandomGenerator.class))
                .orShould()
                .callMethod(Math.class, "random")
                .check(HOUSE);
    }

    /** A UUID names a row or a node, and is told to anybody: a new place that draws one says here that it opens nothing. */
    @Test
    void whatIsDrawnAsAUuidIsNoSecret() {
        Set<String> names = Set.of(
                "DrawnId", // of what the Identity API makes
                "Profiles", // a user
                "Sessions", // a session; its cookie holds a token
                "PasswordGrant", // a family of tokens, whose refresh tokens bear an HMAC
                "DeviceAuthorizations", // a device that waits; it holds a code
                "ActivityJournal",
                "OwedLetters",
                "ChangesFeed", // this node
                "TypedPasswords", // in place of whoever there is not, so that it takes as long
                "TotpSecrets");
        noClasses()
                .that(DescribedPredicate.describe(
                        "are not known to draw names", drawing -> !names.contains(drawing.getSimpleName())))
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "draws a UUID",
                        access -> access.getTargetOwner().isEquivalentTo(UUID.class)
                                && access.getTarget().getName().equals("randomUUID")))
                .check(HOUSE);
    }

    @Test
    void noXmlParserOutsideTheHardenedOne() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "protocol.saml.xml..")
                .should()
                .dependOnClassesThat(nameMatching("javax\\.xml\\.parsers\\..*"))
                .check(HOUSE);
    }

    @Test
    void namesSaySomething() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Service|Processor|Handler|Data|Info|Base)")
                .check(HOUSE);
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(HOUSE);
    }

    @Test
    void everyRoomSaysWhatItOwnsAndIsNullMarked() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES)) {
            List<String> silent = folders.filter(Files::isDirectory)
                    .filter(ArchitectureTest::holdsClasses)
                    .filter(folder -> !saysWhatItOwns(folder))
                    .map(Path::toString)
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    @Test
    void filesStayShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                long lines = Files.readAllLines(file).size();
                if (lines > 300) {
                    tooLong.add(file + ": " + lines);
                }
            }
        }
        assertThat(tooLong).as("over 300 lines, split by concern").isEmpty();
    }

    private static ArchRule onlyUses(String room, List<String> others) {
        List<String> allowed = new ArrayList<>(others);
        allowed.add(room);
        DescribedPredicate<JavaClass> outside = resideInAPackage(ROOT + ".").negate();
        return classes()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should(onlyDependOnClassesThat(outside.or(resideInAnyPackage(packages(allowed)))))
                .allowEmptyShould(true);
    }

    private static String[] packages(List<String> rooms) {
        return rooms.stream().map(room -> ROOT + room + "..").toArray(String[]::new);
    }

    private static boolean holdsClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean saysWhatItOwns(Path folder) {
        Path doc = folder.resolve("package-info.java");
        try {
            return Files.exists(doc)
                    && Arrays.asList("Owns", "Does not", "Enters by", "Leaves by", "@NullMarked").stream()
                            .allMatch(readString(doc)::contains);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String readString(Path doc) throws IOException {
        return Files.readString(doc).replaceAll("\\s*\\n\\s*\\*\\s*", " ");
    }
}
