package io.vestibule.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectorsTest {
    private static final RealmName REALM = new RealmName("acme");
    private static final ConnectorId STAFF = new ConnectorId("staff");
    private static final ConnectorId GUESTS = new ConnectorId("guests");

    private final Declared declared = new Declared();
    private final List<Plain> opened = new ArrayList<>();
    private final Connectors connectors = new Connectors(declared, List.of(new PlainFactory()));

    @Test
    void aDeclaredConnectorIsOpenedOnceAndKept() {
        declared.say(declaration(STAFF, "plain", "one"));
        Connector first = connectors.find(REALM, STAFF).orElseThrow();
        assertThat(connectors.find(REALM, STAFF)).containsSame(first);
        assertThat(opened).hasSize(1);
    }

    @Test
    void aReloadOpensOnlyWhatChanged() {
        declared.say(declaration(STAFF, "plain", "one"), declaration(GUESTS, "plain", "one"));
        reload();
        Connector staff = connectors.find(REALM, STAFF).orElseThrow();
        Connector guests = connectors.find(REALM, GUESTS).orElseThrow();
        declared.say(declaration(STAFF, "plain", "one"), declaration(GUESTS, "plain", "two"));
        reload();
        assertThat(connectors.find(REALM, STAFF)).containsSame(staff);
        assertThat(connectors.find(REALM, GUESTS).orElseThrow()).isNotSameAs(guests);
        assertThat(opened).filteredOn(connector -> connector.closed).containsExactly((Plain) guests);
    }

    @Test
    void anotherNameOrLogoReopensNothing() {
        declared.say(declaration(STAFF, "plain", "one"));
        Connector staff = connectors.find(REALM, STAFF).orElseThrow();
        declared.say(new ConnectorDeclaration(
                STAFF, "plain", "Renamed", Optional.empty(), true, true, new PlainConfig("one")));
        reload();
        assertThat(connectors.find(REALM, STAFF)).containsSame(staff);
    }

    @Test
    void whatIsSwitchedOffOrRemovedIsGoneBeforeAnyNews() {
        declared.say(declaration(STAFF, "plain", "one"));
        connectors.find(REALM, STAFF);
        declared.say(new ConnectorDeclaration(
                STAFF, "plain", "Staff", Optional.empty(), false, false, new PlainConfig("one")));
        assertThat(connectors.find(REALM, STAFF)).isEmpty();
        declared.say();
        assertThat(connectors.find(REALM, STAFF)).isEmpty();
        assertThat(opened.getFirst().closed).isFalse();
        reload();
        assertThat(opened.getFirst().closed).isTrue();
    }

    @Test
    void oneThatCannotBeOpenedTakesNobodyElseAlong() {
        declared.say(
                declaration(GUESTS, "plain", "breaks"),
                declaration(STAFF, "plain", "one"),
                declaration(new ConnectorId("odd"), "no-such-kind", "one"));
        reload();
        assertThat(connectors.find(REALM, GUESTS)).isEmpty();
        assertThat(connectors.find(REALM, new ConnectorId("odd"))).isEmpty();
        assertThat(connectors.find(REALM, STAFF)).isPresent();
        declared.say(declaration(GUESTS, "plain", "mended"));
        assertThat(connectors.find(REALM, GUESTS)).isPresent();
    }

    @Test
    void allAreClosedAtTheEnd() {
        declared.say(declaration(STAFF, "plain", "close-breaks"), declaration(GUESTS, "plain", "one"));
        reload();
        connectors.closeAll();
        assertThat(opened).hasSize(2).allMatch(connector -> connector.closed);
    }

    private void reload() {
        connectors.follow(new RealmsReloaded(Set.of(REALM), Set.of()));
    }

    private static ConnectorDeclaration declaration(ConnectorId id, String kind, String text) {
        return new ConnectorDeclaration(id, kind, id.value(), Optional.empty(), true, false, new PlainConfig(text));
    }

    private record PlainConfig(String text) {}

    private static final class Plain implements PasswordConnector {
        private final ConnectorId id;
        private final String text;
        private boolean closed;

        Plain(ConnectorId id, String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public ConnectorId id() {
            return id;
        }

        @Override
        public AuthnOutcome verify(String username, Secret password) {
            return new AuthnOutcome.Cancelled();
        }

        @Override
        public void close() {
            closed = true;
            if (text.equals("close-breaks")) {
                throw new IllegalStateException("does not close");
            }
        }
    }

    private final class PlainFactory implements ConnectorFactory<PlainConfig> {
        @Override
        public String key() {
            return "plain";
        }

        @Override
        public Class<PlainConfig> type() {
            return PlainConfig.class;
        }

        @Override
        public Connector open(RealmName realm, ConnectorId id, PlainConfig config) {
            if (config.text().equals("breaks")) {
                throw new IllegalStateException("does not open");
            }
            Plain connector = new Plain(id, config.text());
            opened.add(connector);
            return connector;
        }
    }

    /** One realm whose connectors a test declares. */
    private static final class Declared implements Realms {
        private Map<ConnectorId, ConnectorDeclaration> declarations = Map.of();

        void say(ConnectorDeclaration... connectors) {
            Map<ConnectorId, ConnectorDeclaration> all = new LinkedHashMap<>();
            for (ConnectorDeclaration connector : connectors) {
                all.put(connector.id(), connector);
            }
            declarations = all;
        }

        @Override
        public List<Realm> all() {
            return List.of(new Realm(
                    REALM,
                    "Acme",
                    true,
                    false,
                    List.of("en"),
                    Theme.standard(),
                    SessionPolicy.standard(),
                    PasswordPolicy.standard(),
                    declarations,
                    Map.of(),
                    List.of(),
                    Blocks.none()));
        }

        @Override
        public Optional<Realm> find(RealmName name) {
            return all().stream().filter(realm -> realm.name().equals(name)).findFirst();
        }
    }
}
