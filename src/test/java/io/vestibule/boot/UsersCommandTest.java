package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.journey.IdentityApi;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Two users become one at a terminal, beside a running server. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class UsersCommandTest {
    @Inject
    IdentityApi api;

    @Inject
    Accounts accounts;

    @Inject
    Realms realms;

    @Inject
    BaseUrl base;

    @Test
    void bothAreShownThenOneThenTwoAgain() {
        api.with(() -> {
            User goes = made("cecile");
            User stays = made("hedwig");
            String shown = run(new UsersCommand.Merge(grace()), "--user", "cecile", "--into", "hedwig", "--dry-run");
            assertThat(shown)
                    .contains(
                            "stays: hedwig (" + stays.id().hex(),
                            "goes:  cecile (" + goes.id().hex())
                    .contains("password", "has already hedwig", "ends        cecile")
                    .doesNotContain("merged;");
            assertThat(now(goes).switchedOn()).isTrue();
            assertThat(run(new UsersCommand.Merge(grace()), "--user", "cecile", "--into", "hedwig"))
                    .contains("unmerge --user " + goes.id().hex());
            assertThat(now(goes).switchedOn()).isFalse();
            assertThat(run(new UsersCommand.ListMerged(grace()), "--into", "hedwig"))
                    .contains(goes.id().hex() + " into " + stays.id().hex());
            assertThat(run(new UsersCommand.Unmerge(grace()), "--user", "cecile"))
                    .contains("two again");
            assertThat(run(new UsersCommand.ListMerged(grace()), "--into", "hedwig"))
                    .contains("no merges that could still be undone");
            assertThat(now(goes).switchedOn()).isTrue();
        });
    }

    private User made(String name) {
        AccountOutcome outcome = accounts.create(
                realms.find(new RealmName("house")).orElseThrow(),
                new Accounts.NewAccount(
                        Domain.DEFAULT,
                        name,
                        true,
                        Optional.of(new Secret(name + "-password-1")),
                        Optional.empty(),
                        UserOptions.none(),
                        Extra.none()));
        return ((AccountOutcome.Done) outcome).user();
    }

    private User now(User user) {
        return accounts.named(user.realm(), user.domain(), user.name()).orElseThrow();
    }

    private Map<String, String> grace() {
        return Map.of(
                "OS_AUTH_URL", base.value() + "/realms/house/v3/",
                "OS_USERNAME", "grace",
                "OS_PASSWORD", "grace-password-1",
                "OS_SYSTEM_SCOPE", "all");
    }

    private static String run(Object command, String... arguments) {
        StringWriter said = new StringWriter();
        int status = new CommandLine(command)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(status).as(said.toString()).isZero();
        return said.toString();
    }
}
