package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.IdentityApi;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.journey.SignedInElsewhere;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** An operator at a terminal, beside a running server. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class SessionsCommandTest {
    @Inject
    IdentityApi api;

    @Inject
    BaseUrl base;

    @Inject
    SignedInElsewhere people;

    @Test
    void whoMayEndSessionsDoesSoByName() {
        api.with(() -> {
            assertThat(run(new SessionsCommand.End(as("grace")), "--user", "alan"))
                    .contains("0 sessions ended");
            assertThat(run(new SessionsCommand.End(as("grace")), "--user", "alan", "--offline"))
                    .contains("0 sessions ended");
            StringWriter told = new StringWriter();
            StringWriter out = new StringWriter();
            int status = line(new SessionsCommand.ListThem(as("grace")))
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(told))
                    .execute("--user", "alan");
            assertThat(status).isZero();
            assertThat(out.toString()).isEmpty();
            assertThat(told.toString()).contains("no such sessions");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsSignedInIsOutWithEveryApplicationTold(boolean offline) {
        people.signedIn((session, user) -> api.with(() -> {
            assertThat(run(new SessionsCommand.ListThem(as("grace")), "--user", user.hex()))
                    .contains(session + "  user " + user.hex() + "  by guild", "    desk (oidc)");
            String[] meant =
                    offline ? new String[] {"--user", user.hex(), "--offline"} : new String[] {"--user", user.hex()};
            assertThat(run(new SessionsCommand.End(as("grace")), meant))
                    .contains(session + "  user " + user.hex(), "    Desk: signed out", " ended")
                    .doesNotContain("0 sessions ended");
            assertThat(people.isSignedOutAndTheDeskKnows()).isTrue();
            assertThat(run(new SessionsCommand.ListThem(as("grace")), "--user", user.hex()))
                    .isEmpty();
        }));
    }

    @Test
    void whoMayNotOrNamesNobodyIsToldWhy() {
        api.with(() -> {
            assertThat(refused(new SessionsCommand.End(as("grace")), "--user", "nobody-of-that-name"))
                    .contains("nobody is called");
            assertThat(refused(new SessionsCommand.End(as("grace")), "--client", "no-such-desk"))
                    .contains("400", "no relying party no-such-desk in realm house; declared: ");
            assertThat(refused(new SessionsCommand.ListThem(as("grace")), "--connector", "no-such-guild"))
                    .contains("400", "no connector no-such-guild in realm house; declared: ");
            Map<String, String> wrong = as("grace");
            wrong.put("OS_PASSWORD", "guessed");
            assertThat(refused(new SessionsCommand.ListThem(wrong))).contains("401");
            Map<String, String> ada = as("ada");
            ada.remove("OS_SYSTEM_SCOPE");
            assertThat(refused(new SessionsCommand.ListThem(ada))).contains("403");
            assertThat(refused(new SessionsCommand.ListThem(Map.of()))).contains("OS_AUTH_URL");
            assertThat(refused(new SessionsCommand.End(as("grace")))).contains("say which");
        });
    }

    private Map<String, String> as(String person) {
        return new HashMap<>(Map.of(
                "OS_AUTH_URL",
                base.value() + "/realms/house/v3/",
                "OS_USERNAME",
                person,
                "OS_PASSWORD",
                person + "-password-1",
                "OS_SYSTEM_SCOPE",
                "all"));
    }

    private static String run(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        assertThat(line(command).setOut(new PrintWriter(out)).execute(arguments))
                .isZero();
        return out.toString();
    }

    private static String refused(Object command, String... arguments) {
        StringWriter err = new StringWriter();
        assertThat(line(command).setErr(new PrintWriter(err)).execute(arguments))
                .isNotZero();
        return err.toString();
    }

    private static CommandLine line(Object command) {
        return new CommandLine(command).setExecutionExceptionHandler(Main::refused);
    }
}
