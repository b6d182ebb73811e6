package io.vestibule.protocol.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.connector.PasswordConnectorContract;
import io.vestibule.directory.BusyHashing;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.TestPeople;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LocalConnectorContractTest extends PasswordConnectorContract {
    private static final int NEVER = 1_000_000;

    @Inject
    LocalCredentials credentials;

    @Inject
    TestPeople people;

    @Inject
    BusyHashing busy;

    @Inject
    Clock clock;

    private PasswordConnector connector;

    @BeforeEach
    void aRealmWithAdaAndGrace() {
        connector = open(NEVER);
    }

    @Override
    protected PasswordConnector connector() {
        return connector;
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected String username(Person person) {
        return switch (person) {
            case ADA -> "ada";
            case GRACE -> "grace@example.org";
        };
    }

    @Override
    protected Secret password(Person person) {
        return new Secret("the password of " + person);
    }

    @Override
    protected void upstreamGoesDown() {
        busy.begin();
    }

    @Override
    protected void upstreamComesBack() {
        busy.end();
    }

    @Test
    void itSaysWhatItKnowsOfThePersonAndThatItWasAPassword() {
        UpstreamIdentity ada = authenticated(genuine(Person.ADA));
        assertThat(ada.connector()).isEqualTo(new ConnectorId("staff"));
        assertThat(ada.claims().values())
                .containsEntry("preferred_username", List.of("ada"))
                .containsEntry("name", List.of("ada"))
                .containsEntry("locale", List.of("en-GB"))
                .containsEntry("email", List.of("ada@example.org"))
                .containsEntry("email_verified", List.of("true"))
                .containsEntry("groups", List.of("admins", "engineering"));
        assertThat(ada.context().amr()).containsExactly("pwd");
        assertThat(ada.context().acr()).contains("1");
    }

    @Test
    void aNameTriedTooOftenIsToldToWaitWhoeverItIs() {
        PasswordConnector strict = open(3);
        for (String name : List.of("ada", "nobody")) {
            for (int i = 0; i < 3; i++) {
                AuthnOutcome wrong = strict.verify(name, new Secret("guess " + i));
                assertThat(((Rejected) wrong).kind()).isEqualTo(Rejection.BAD_CREDENTIALS);
            }
            assertThat(strict.verify(name, password(Person.ADA)))
                    .isEqualTo(new Rejected(Rejection.THROTTLED, "name-throttled"));
        }
    }

    private PasswordConnector open(int failuresBeforeLockout) {
        Realm realm = new Realm(
                new RealmName("r" + UUID.randomUUID()),
                "Acme",
                true,
                false,
                List.of("en"),
                Theme.standard(),
                SessionPolicy.standard(),
                new PasswordPolicy(8, failuresBeforeLockout, Duration.ofMinutes(15), new Argon2Parameters(64, 1, 1)),
                Map.of(),
                Map.of(),
                List.of(person("ada", Person.ADA), person("grace", Person.GRACE)),
                Blocks.none());
        people.make(realm);
        return new LocalConnector(
                realm.name(), new ConnectorId("staff"), new LocalConfig("1"), inForce(realm), credentials, clock);
    }

    private PersonDeclaration person(String username, Person person) {
        return new PersonDeclaration(
                username,
                username,
                Optional.of(username + "@example.org"),
                true,
                true,
                List.of("engineering", "admins"),
                Claims.none().with("locale", "en-GB"),
                Optional.of(password(person)));
    }

    private static Realms inForce(Realm realm) {
        return new Realms() {
            @Override
            public List<Realm> all() {
                return List.of(realm);
            }

            @Override
            public Optional<Realm> find(RealmName name) {
                return Optional.of(realm).filter(found -> found.name().equals(name));
            }
        };
    }
}
