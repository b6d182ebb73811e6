package io.vestibule.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.realm.TestBlocks.Upstream;
import io.vestibule.realm.reading.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {
    private static final String PRESETS = """
            type: upstream
            name: Example Login
            logo: https://login.example/logo.svg
            docs: https://login.example/docs
            config:
              issuer: https://login.example
              scopes: [openid, email]
              parameters: {a: "1", b: "2"}
            """;

    @TempDir
    Path directory;

    @Test
    void aRealmIsReadWhole() {
        Realm realm = realm("""
                displayName: Example
                languages: [de, en, de]
                theme: {accent: "#005500"}
                sessions: {idle: 1h}
                passwords: {failuresBeforeLockout: 3, argon2: {iterations: 4}}
                policy: {level: strong}
                connectors:
                  - {id: password, type: plain, name: Password, hidden: true}
                relyingParties:
                  - id: https://wiki.example.org
                    name: Wiki
                    home: https://wiki.example.org/
                    connectors: [password]
                    consent: always
                    web: {redirects: ["https://wiki.example.org/back"]}
                people:
                  - username: ada
                    name: Ada
                    email: ada@example.org
                    groups: [staff]
                    claims: {department: Physics}
                    password: correct horse
                """);

        assertThat(realm.name()).isEqualTo(new RealmName("example"));
        assertThat(realm.enabled()).isTrue();
        assertThat(realm.demo()).isFalse();
        assertThat(realm.languages()).containsExactly("de", "en");
        assertThat(realm.theme()).isEqualTo(new Theme("#005500", Optional.empty()));
        assertThat(realm.sessions()).isEqualTo(new SessionPolicy(Duration.ofHours(1), Duration.ofHours(24)));
        assertThat(realm.passwords().failuresBeforeLockout()).isEqualTo(3);
        assertThat(realm.passwords().argon2()).isEqualTo(new PasswordPolicy.Argon2Parameters(19456, 4, 1));
        assertThat(realm.blocks().find(TestBlocks.Policy.class)).contains(new TestBlocks.Policy("strong"));
        assertThat(realm.connectors().values())
                .containsExactly(new ConnectorDeclaration(
                        new ConnectorId("password"),
                        "plain",
                        "Password",
                        Optional.empty(),
                        true,
                        true,
                        new TestBlocks.Plain()));
        RelyingParty wiki = realm.relyingParty(new RelyingPartyId("https://wiki.example.org"))
                .orElseThrow();
        assertThat(wiki.consent()).isEqualTo(RelyingParty.ConsentMode.ALWAYS);
        assertThat(wiki.allows(new ConnectorId("password"))).isTrue();
        assertThat(wiki.allows(new ConnectorId("other"))).isFalse();
        assertThat(wiki.blocks().find(TestBlocks.Web.class))
                .contains(new TestBlocks.Web(List.of("https://wiki.example.org/back"), Optional.empty()));
        assertThat(realm.people())
                .containsExactly(new PersonDeclaration(
                        "ada",
                        "Ada",
                        Optional.of("ada@example.org"),
                        true,
                        true,
                        List.of("staff"),
                        Claims.none().with("department", "Physics"),
                        Optional.of(new Secret("correct horse"))));
    }

    @Test
    void whatIsNotSaidIsTheStandard() {
        Realm realm = realm("displayName: Example");

        assertThat(realm.theme()).isEqualTo(Theme.standard());
        assertThat(realm.sessions()).isEqualTo(SessionPolicy.standard());
        assertThat(realm.passwords()).isEqualTo(PasswordPolicy.standard());
        assertThat(realm.languages()).containsExactly("en", "de", "fr", "es", "zh", "ja", "ar");
        assertThat(realm.connectors()).isEmpty();
        assertThat(realm.relyingParties()).isEmpty();
        assertThat(realm.people()).isEmpty();
    }

    @Test
    void theRealmsConfigLiesOnTopOfThePresets() {
        Realm realm = realm("""
                displayName: Example
                connectors:
                  - id: login
                    preset: example-login
                    config:
                      clientId: me
                      scopes: [openid]
                      parameters: {b: "3"}
                  - id: other
                    preset: example-login
                    name: Other
                    enabled: false
                    config: {clientId: you, issuer: "${base}/realms/campus", clientSecret: "${secret:pair}"}
                """);

        ConnectorDeclaration login = realm.connectors().get(new ConnectorId("login"));
        assertThat(login.kind()).isEqualTo("upstream");
        assertThat(login.displayName()).isEqualTo("Example Login");
        assertThat(login.logo()).contains(URI.create("https://login.example/logo.svg"));
        assertThat(login.config())
                .isEqualTo(new Upstream(
                        URI.create("https://login.example"),
                        "me",
                        Optional.empty(),
                        List.of("openid"),
                        Map.of("a", "1", "b", "3")));
        ConnectorDeclaration other = realm.connectors().get(new ConnectorId("other"));
        assertThat(other.displayName()).isEqualTo("Other");
        assertThat(realm.connector(new ConnectorId("other"))).as("switched off").isEmpty();
        assertThat(other.config()).isInstanceOfSatisfying(Upstream.class, config -> {
            assertThat(config.issuer()).hasToString("http://localhost:8080/realms/campus");
            assertThat(config.clientSecret()).isPresent();
        });
    }

    static List<Arguments> wrongRealms() {
        return List.of(
                wrong(
                        "relying party names an unknown connector",
                        """
                        displayName: x
                        connectors:
                          - {id: password, type: plain, name: P}
                        relyingParties:
                          - id: wiki
                            name: Wiki
                            connectors:
                              - password
                              - pasword
                        """,
                        "realm-config/example.yaml:9: relyingParties[0].connectors:"
                                + " there is no connector \"pasword\" in this realm; did you mean \"password\"?"),
                wrong(
                        "unknown preset",
                        """
                        displayName: x
                        connectors:
                          - id: login
                            preset: exmaple-login
                        """,
                        "realm-config/example.yaml:4: connectors[0].preset:"
                                + " there is no preset \"exmaple-login\"; did you mean \"example-login\"?"),
                wrong(
                        "unknown type",
                        """
                        displayName: x
                        connectors:
                          - {id: login, name: L, type: saml}
                        """,
                        "realm-config/example.yaml:3: connectors[0].type:"
                                + " no connector of type \"saml\" is built in; known are plain, upstream"),
                wrong(
                        "neither type nor preset",
                        """
                        displayName: x
                        connectors:
                          - {id: login, name: L}
                        """,
                        "realm-config/example.yaml:3: connectors[0]:"
                                + " one of the keys \"type\" and \"preset\" is needed, and only one"),
                wrong(
                        "a type without a name",
                        """
                        displayName: x
                        connectors:
                          - {id: login, type: plain}
                        """,
                        "realm-config/example.yaml:3: connectors[0]: the key \"name\" is missing; only a preset brings its own"),
                wrong(
                        "the merged config lacks a key",
                        """
                        displayName: x
                        connectors:
                          - id: login
                            preset: example-login
                            config:
                              cleintId: me
                        """,
                        "realm-config/example.yaml:5: connectors[0].config: the key \"clientId\" is missing",
                        "realm-config/example.yaml:6: connectors[0].config.cleintId:"
                                + " the key is unknown; did you mean \"clientId\"?"),
                wrong(
                        "no config at all",
                        """
                        displayName: x
                        connectors:
                          - id: login
                            preset: example-login
                        """,
                        "realm-config/example.yaml:3: connectors[0].config: the key \"clientId\" is missing"),
                wrong(
                        "ids twice",
                        """
                        displayName: x
                        connectors:
                          - {id: a, type: plain, name: A}
                          - {id: a, type: plain, name: B}
                        relyingParties:
                          - {id: r, name: R}
                          - {id: r, name: S}
                        people:
                          - {username: p, name: P}
                          - {username: p, name: Q}
                        """,
                        "realm-config/example.yaml:4: connectors[1].id: \"a\" stands twice, first in line 3",
                        "realm-config/example.yaml:7: relyingParties[1].id: \"r\" stands twice, first in line 6",
                        "realm-config/example.yaml:10: people[1].username: \"p\" stands twice, first in line 9"),
                wrong(
                        "another room's block",
                        """
                        displayName: x
                        relyingParties:
                          - id: r
                            name: R
                            web: {redirect: [a]}
                            wbe: {}
                        """,
                        "realm-config/example.yaml:5: relyingParties[0].web.redirect:"
                                + " the key is unknown; did you mean \"redirects\"?",
                        "realm-config/example.yaml:6: relyingParties[0].wbe: the key is unknown; did you mean \"web\"?"),
                wrong(
                        "policies that make no sense",
                        """
                        displayName: x
                        theme: {accent: "#ffff00"}
                        sessions:
                          idle: 2h
                          lifetime: 1h
                        passwords:
                          minimumLength: 0
                        people:
                          - username: "a b"
                            name: A
                            email: nowhere
                        """,
                        "realm-config/example.yaml:2: theme.accent:"
                                + " accent is too light: white text on it cannot be read (contrast below 4.5:1)",
                        "realm-config/example.yaml:5: sessions.lifetime: lifetime must be at least as long as idle",
                        "realm-config/example.yaml:7: passwords.minimumLength: minimumLength must be between 1 and 128",
                        "realm-config/example.yaml:9: people[0].username: username must be at most 255 letters, digits"
                                + " and the signs . _ @ + - and begin with a letter or digit"));
    }

    private static Arguments wrong(String what, String yaml, String... told) {
        return argumentSet(what, yaml, List.of(told));
    }

    @ParameterizedTest
    @MethodSource("wrongRealms")
    void everyProblemIsToldWithItsLine(String yaml, List<String> expected) {
        assertThat(problems(List.of(source("realm-config", "example", yaml)), List.of(preset(PRESETS))))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void theProblemsOfAllFilesAreToldTogether() {
        List<String> told = problems(
                List.of(
                        source("realm-config", "one", "display: x"),
                        source("realm-config", "Two", "displayName: y"),
                        source(
                                "realm-config",
                                "three",
                                "displayName: z\nconnectors: [{id: c, preset: example-login}]")),
                List.of(preset("type: upstream\nname: x\nconfig:\n  isuer: https://login.example\n  scopes: openid")));

        assertThat(told)
                .containsExactly(
                        "connectors/example-login.yaml:4: config.isuer: the key is unknown; did you mean \"issuer\"?",
                        "connectors/example-login.yaml:5: config.scopes: must be a list, but is a text",
                        "realm-config/Two.yaml:1: the file's name is the realm's: lower case letters, digits and inner"
                                + " hyphens, at most 63",
                        "realm-config/one.yaml:1: display: the key is unknown; did you mean \"displayName\"?",
                        "realm-config/one.yaml:1: the key \"displayName\" is missing",
                        "realm-config/three.yaml:2: connectors[0].config: the key \"issuer\" is missing",
                        "realm-config/three.yaml:2: connectors[0].config: the key \"clientId\" is missing");
    }

    @Test
    void aPresetThatNobodyUsesNeedsNeitherItsEnvironmentNorItsKind() {
        ConfigReader.Outcome outcome = TestBlocks.read(
                directory,
                List.of(source("realm-config", "example", "displayName: x")),
                List.of(
                        preset("type: upstream\nname: x\nconfig: {issuer: \"${env:NOT_SET_ANYWHERE}\"}"),
                        source("connectors", "saml", "type: saml\nname: x\nconfig: {anything: 1}")));

        assertThat(outcome).isInstanceOf(ConfigReader.Outcome.Read.class);
    }

    @Test
    void aFolderWithoutARealmIsRefused() {
        assertThat(problems(List.of(), List.of()))
                .containsExactly("realm-config:1: no realm is declared: there is no *.yaml file in it");
    }

    private Realm realm(String yaml) {
        ConfigReader.Outcome outcome =
                TestBlocks.read(directory, List.of(source("realm-config", "example", yaml)), List.of(preset(PRESETS)));
        assertThat(outcome).isInstanceOf(ConfigReader.Outcome.Read.class);
        return ((ConfigReader.Outcome.Read) outcome).realms().getFirst();
    }

    private List<String> problems(List<ConfigSource> realms, List<ConfigSource> presets) {
        ConfigReader.Outcome outcome = TestBlocks.read(directory, realms, presets);
        assertThat(outcome).isInstanceOf(ConfigReader.Outcome.Refused.class);
        return ((ConfigReader.Outcome.Refused) outcome)
                .problems().stream().map(Problem::toString).toList();
    }

    private static ConfigSource preset(String yaml) {
        return source("connectors", "example-login", yaml);
    }

    private static ConfigSource source(String folder, String name, String yaml) {
        return TestBlocks.source(folder, name, yaml);
    }
}
