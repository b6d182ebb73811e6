package io.vestibule.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealmDiffTest {
    private static final String BEFORE = """
            displayName: Example
            languages: [en, de]
            connectors:
              - {id: password, type: plain, name: Password}
              - id: login
                type: upstream
                name: Login
                config: {issuer: "https://a.example", clientId: me, clientSecret: hunter1, parameters: {a: "1"}}
            relyingParties:
              - {id: wiki, name: Wiki, web: {redirects: [a, b], secret: hunter2}}
              - {id: old, name: Old}
            people:
              - {username: ada, name: Ada, password: hunter3, groups: [x]}
            """;

    @TempDir
    Path directory;

    @Test
    void nothingDiffersFromItself() {
        assertThat(RealmDiff.between(List.of(realm("r", BEFORE)), List.of(realm("r", BEFORE))))
                .isEmpty();
    }

    @Test
    void whatDiffersIsNamedInTheWordsOfTheFileAndSecretsOnlyAsChanged() {
        Realm after = realm("r", """
                displayName: Another
                languages: [de, en]
                sessions: {idle: 90m}
                connectors:
                  - {id: password, type: plain, name: Password, enabled: false}
                  - id: login
                    type: upstream
                    name: Login
                    config: {issuer: "https://b.example", clientId: me, clientSecret: hunter4, parameters: {a: "2", b: "3"}}
                relyingParties:
                  - {id: wiki, name: Wiki, consent: always, web: {redirects: [b, c], secret: hunter5}}
                  - {id: new, name: New}
                people:
                  - {username: ada, name: Ada, password: hunter6, groups: []}
                  - {username: bob, name: Bob, password: hunter7}
                """);

        assertThat(RealmDiff.between(List.of(realm("r", BEFORE)), List.of(after)))
                .containsExactlyInAnyOrder(
                        "~ realm r: displayName: Example → Another",
                        "~ realm r: languages: in another order",
                        "~ realm r: sessions.idle: 8h → 1h30m",
                        "~ realm r: connectors[password].enabled: true → false",
                        "~ realm r: connectors[login].config.issuer: https://a.example → https://b.example",
                        "~ realm r: connectors[login].config.clientSecret: *** → ***",
                        "~ realm r: connectors[login].config.parameters[a]: 1 → 2",
                        "+ realm r: connectors[login].config.parameters[b]: 3",
                        "~ realm r: relyingParties[wiki].consent: remembered → always",
                        "~ realm r: relyingParties[wiki].blocks[Web].redirects: -a +c",
                        "~ realm r: relyingParties[wiki].blocks[Web].secret: *** → ***",
                        "- realm r: relyingParties[old]",
                        "+ realm r: relyingParties[new]",
                        "~ realm r: people[ada].groups: -x",
                        "~ realm r: people[ada].password: *** → ***",
                        "+ realm r: people[bob]");
    }

    @Test
    void realmsComeAndGo() {
        assertThat(RealmDiff.between(List.of(realm("one", BEFORE)), List.of(realm("two", BEFORE))))
                .containsExactly("- realm one", "+ realm two (connectors: 2, relying parties: 2, people: 1)");
    }

    private Realm realm(String name, String yaml) {
        ConfigReader.Outcome outcome =
                TestBlocks.read(directory, List.of(TestBlocks.source("realm-config", name, yaml)), List.of());
        assertThat(outcome).isInstanceOf(ConfigReader.Outcome.Read.class);
        return ((ConfigReader.Outcome.Read) outcome).realms().getFirst();
    }
}
