package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.boot.SessionsRun.What;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.journey.SignedInElsewhere;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator at a terminal, of a realm that has no Identity API: at the store. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
class SessionsRunTest {
    @Inject
    SessionsRun run;

    @Inject
    SignedInElsewhere people;

    private record Said(int status, String text) {}

    @ParameterizedTest
    @ValueSource(strings = {"session", "user", "client", "connector"})
    void anOperatorSeesSessionsAndEndsThemAndIsToldWhatCameOfIt(String meant) {
        people.signedIn((session, user) -> {
            String id = meant.equals("session") ? session.toString() : "";
            String who = meant.equals("user") ? user.hex() : "";
            String client = meant.equals("client") ? "desk" : "";
            String connector = meant.equals("connector") || meant.equals("client") ? "guild" : "";
            Said before = said(What.LIST, id, who, client, connector);
            assertThat(before.status()).isZero();
            assertThat(before.text()).contains(session + "  user " + user.hex() + "  by guild", "    desk (oidc)");

            Said ended = said(What.END, id, who, client, connector);
            assertThat(ended.status()).isZero();
            assertThat(ended.text()).contains(session.toString(), "    Desk: signed-out", "ended");
            assertThat(people.isSignedOutAndTheDeskKnows()).isTrue();
            assertThat(said(What.LIST, id, who, client, connector).text()).doesNotContain(session.toString());
        });
    }

    @Test
    void whoIsSwitchedOffIsOutEverywhereAndComesInNoMoreUntilSwitchedOn() {
        people.signedIn((session, user) -> {
            Said off = said(What.DISABLE, "", user.toString(), "", "");
            assertThat(off.status()).isZero();
            assertThat(off.text()).contains(user + " disabled");
            assertThat(people.isSignedOutAndTheDeskKnows()).isTrue();
            assertThat(people.comesIn()).isFalse();
            assertThat(said(What.ENABLE, "", user.hex(), "", "").text()).contains(user + " enabled");
            assertThat(people.comesIn()).isTrue();
        });
    }

    @Test
    void whatIsNotMeantClearlyEndsNothing() {
        people.signedIn((session, user) -> {
            assertThat(said(What.END, "", "", "", "").status()).as("everybody").isEqualTo(1);
            assertThat(said(What.END, "not-a-session", "", "", "").status()).isEqualTo(1);
            assertThat(said(What.END, "", "nobody-of-that-name", "", "").status())
                    .isEqualTo(1);
            assertThat(said(What.DISABLE, "", "", "", "").status()).isEqualTo(1);
            assertThat(said(What.DISABLE, "", "ada", "", "").status())
                    .as("whom the file declares")
                    .isEqualTo(1);
            assertThat(run.run(What.END.name(), "nowhere", session.toString(), "", "", ""))
                    .isEqualTo(1);
            assertThat(said(What.LIST, session.toString(), "", "", "").text()).contains(session.toString());
        });
    }

    private Said said(What what, String session, String user, String client, String connector) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            int status = run.run(what.name(), "house", session, user, client, connector);
            return new Said(status, text.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(terminal);
        }
    }
}
