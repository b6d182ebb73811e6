package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.directory.Identities;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the operator says at the command line, in the demo realm. */
@QuarkusTest
class IdentitiesRunTest {
    private static final RealmName DEMO = new RealmName("demo");
    private static final ConnectorId CAMPUS = new ConnectorId("campus");

    @Inject
    IdentitiesRun command;

    @Inject
    Identities identities;

    @Test
    void aUserIsMadeBeforeTheyComeAndLinkedAndUnlinked() {
        String first = "s-" + UUID.randomUUID();
        String second = "s-" + UUID.randomUUID();
        assertThat(command.run("expect", "demo", "expected-" + first, "campus", first))
                .isZero();
        User made = identities.owner(DEMO, CAMPUS, first).orElseThrow();
        assertThat(command.run("link", "demo", made.username(), "campus", second))
                .isZero();
        assertThat(identities.owner(DEMO, CAMPUS, second).map(User::id)).isEqualTo(Optional.of(made.id()));
        assertThat(command.run("link", "demo", "ada", "campus", second))
                .as("leads to somebody already")
                .isEqualTo(1);
        assertThat(command.run("list", "demo", made.id().toString(), "", "")).isZero();
        assertThat(command.run("unlink", "demo", made.username(), "campus", first))
                .isZero();
        assertThat(command.run("unlink", "demo", made.username(), "campus", second))
                .as("the last way in")
                .isEqualTo(1);
        assertThat(identities.of(DEMO, made.id())).hasSize(1);
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(command.run("link", "", "ada", "campus", "x"))
                .as("several realms")
                .isEqualTo(1);
        assertThat(command.run("link", "demo", "ada", "", "")).isEqualTo(1);
        assertThat(command.run("link", "demo", "nobody-at-all", "campus", "x")).isEqualTo(1);
        assertThat(command.run("link", "demo", "ada", "local", "x"))
                .as("its own people are not linked")
                .isEqualTo(1);
    }
}
