package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.boot.SessionsRun.What;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.journey.SignedInElsewhere;
import jakarta.inject.Inject;
import java.util.UUID;
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

    @ParameterizedTest
    @ValueSource(strings = {"session", "user", "client", "connector"})
    void anOperatorSeesSessionsAndEndsThemAndIsToldWhatCameOfIt(String meant) {
        people.signedIn((session, user) -> {
            String id = meant.equals("session") ? session.toString() : "";
            String who = meant.equals("user") ? user.hex() : "";
            String client = meant.equals("client") ? "desk" : "";
            String connector = meant.equals("connector") || meant.equals("client") ? "guild" : "";
            Terminal before = said(What.LIST, id, who, client, connector);
            assertThat(before.status()).isZero();
            assertThat(before.out()).contains(session + "  user " + user.hex() + "  by guild", "    desk (oidc)");

            Terminal ended = said(What.END, id, who, client, connector);
            assertThat(ended.status()).isZero();
            assertThat(ended.out()).contains(session.toString(), "    Desk: signed out", "ended");
            assertThat(people.isSignedOutAndTheDeskKnows()).isTrue();
            assertThat(said(What.LIST, id, who, client, connector).out()).doesNotContain(session.toString());
        });
    }

    @Test
    void whoIsSwitchedOffIsOutEverywhereAndComesInNoMoreUntilSwitchedOn() {
        people.signedIn((session, user) -> {
            Terminal off = said(What.DISABLE, "", user.toString(), "", "");
            assertThat(off.status()).isZero();
            assertThat(off.out()).contains(user + " disabled");
            assertThat(people.isSignedOutAndTheDeskKnows()).isTrue();
            assertThat(people.comesIn()).isFalse();
            assertThat(said(What.ENABLE, "", user.hex(), "", "").out()).contains(user + " enabled");
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
            assertThat(said(What.LIST, session.toString(), "", "", "").out()).contains(session.toString());
        });
    }

    @Test
    void anEmptyListIsSaidBesideTheListAndWhatIsDeclaredNowhereIsRefused() {
        Terminal none = said(What.LIST, UUID.randomUUID().toString(), "", "desk", "");
        assertThat(none).isEqualTo(new Terminal(0, "", none.err()));
        assertThat(none.err()).contains("no such sessions in realm house");
        for (What what : new What[] {What.LIST, What.END}) {
            Terminal client = said(what, "", "", "no-such-desk", "");
            assertThat(client.status()).isEqualTo(1);
            assertThat(client.err()).contains("no relying party no-such-desk in realm house; declared: ", "desk");
            Terminal connector = said(what, "", "", "", "no-such-guild");
            assertThat(connector.status()).isEqualTo(1);
            assertThat(connector.err()).contains("no connector no-such-guild in realm house; declared: ", "guild");
        }
    }

    private Terminal said(What what, String session, String user, String client, String connector) {
        return Terminal.of(() -> run.run(what.name(), "house", session, user, client, connector));
    }
}
