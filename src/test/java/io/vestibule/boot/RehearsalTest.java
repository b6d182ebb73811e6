package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.DemoPeople;
import io.vestibule.directory.DemoPeople.FirstLogin;
import io.vestibule.identity.Secret;
import io.vestibule.journey.DemoProfile;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.Scene;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the JVM is shown before the first visitor must be what visitors do: logins that succeed, by every way in. */
@QuarkusTest
@TestProfile(RehearsalTest.Alone.class)
class RehearsalTest {
    /** With people of its own: guests come by every way, and who came by one is known to the others. */
    public static class Alone extends DemoProfile {}

    @Inject
    Realms realms;

    @Inject
    BaseUrl baseUrl;

    @Inject
    DemoPeople demoPeople;

    @Inject
    Instance<Scene> scenes;

    @ParameterizedTest
    @CsvSource({"0, Emmy", "1, Emmy", "9, Ada"})
    void everySceneSucceedsAndTheGuestIsSignedIn(int way, String name) throws IOException {
        Realm demo = realms.find("demo").orElseThrow();
        RehearsalGuest guest = guest(demo, way, Function.identity());

        for (Scene scene : scenes) {
            scene.play(demo, guest);
            scene.play(demo, guest);
        }

        assertThat(scenes.stream()).hasSizeGreaterThan(1);
        String account = baseUrl.issuer(demo.name()) + "/account";
        assertThat(guest.send(new Scene.Call("GET", account, Map.of(), Optional.empty()))
                        .body())
                .contains(name);
    }

    @Test
    void aGuestWhoCannotSignInIsAFailureAndNotAnEndlessPlay() {
        Realm demo = realms.find("demo").orElseThrow();
        RehearsalGuest guest = guest(demo, 9, login -> new FirstLogin(login.username(), new Secret("not this")));

        assertThatThrownBy(() -> guest.open(demo, "/account")).isInstanceOf(IOException.class);
    }

    private RehearsalGuest guest(Realm own, int way, Function<FirstLogin, FirstLogin> as) {
        Map<String, FirstLogin> logins = realms.all().stream()
                .collect(Collectors.toMap(
                        realm -> baseUrl.issuer(realm.name()).toString(),
                        realm -> as.apply(demoPeople.firstLogin(realm).orElseThrow())));
        return new RehearsalGuest(
                baseUrl, logins, as.apply(demoPeople.firstLogin(own).orElseThrow()), way);
    }
}
