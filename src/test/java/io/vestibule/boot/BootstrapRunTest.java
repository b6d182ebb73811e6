package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.BootstrapWish;
import io.vestibule.identity.Secret;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first administrator at a terminal. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class BootstrapRunTest {
    @Inject
    BootstrapRun command;

    @Inject
    BaseUrl base;

    @Test
    void whereNobodyAnswersAtTheEndpointIsSaidWithTheNextStep() {
        Terminal said = run("guild");
        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("realm guild: endpoint public");
        assertThat(said.err()).contains("realm guild has no block keystone", "/realms/guild/v3", "keystone: {}");
    }

    @Test
    void aRealmThatIsNoneIsToldWithThoseThereAre() {
        for (String[] said :
                new String[][] {{"nowhere", "there is no realm nowhere"}, {"", "there are several realms"}}) {
            Terminal terminal = run(said[0]);
            assertThat(terminal.status()).isEqualTo(1);
            assertThat(terminal.out()).isEmpty();
            assertThat(terminal.err()).contains(said[1] + ", say --realm: ", "guild", "house");
        }
    }

    private Terminal run(String realm) {
        BootstrapWish wish = new BootstrapWish(
                "first-admin",
                new Secret("first-admin-password-1"),
                "first-project",
                "admin",
                "keystone",
                Optional.empty(),
                Map.of("public", base.resolve("/realms/" + realm + "/v3")));
        return Terminal.of(() ->
                command.run(BootstrapRun.arguments(Optional.of(realm).filter(name -> !name.isEmpty()), wish)));
    }
}
