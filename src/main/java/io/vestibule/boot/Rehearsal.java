package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.directory.DemoPeople;
import io.vestibule.directory.DemoPeople.FirstLogin;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.Scene;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Does with the server that has just come up what its first visitors will do, and ends it. The JVM keeps which classes
 * that took and which code ran hot, so that the first login after a start does not find everything cold.
 */
@ApplicationScoped
class Rehearsal implements QuarkusApplication {
    private static final Duration ENOUGH = Duration.ofSeconds(25);
    /** Guests for each realm, who take one way in each: as many as the demo has. */
    private static final int WAYS = 3;
    /** So often the same guests come back, signed in, before others do. */
    private static final int ENCORES = 12;

    private final BaseUrl baseUrl;
    private final Realms realms;
    private final DemoPeople demoPeople;
    private final Instance<Scene> scenes;
    private final Clock clock;
    private final Map<String, String> failed = new TreeMap<>();
    private int played;

    Rehearsal(BaseUrl baseUrl, Realms realms, DemoPeople demoPeople, Instance<Scene> scenes, Clock clock) {
        this.baseUrl = baseUrl;
        this.realms = realms;
        this.demoPeople = demoPeople;
        this.scenes = scenes;
        this.clock = clock;
    }

    /** A scene that fails is told and costs nothing but what it would have taught. */
    @Override
    public int run(String... arguments) {
        Instant end = clock.instant().plus(ENOUGH);
        Map<RehearsalGuest, Realm> guests = guests();
        for (int round = 1; round == 1 || clock.instant().isBefore(end); round++) {
            if (round % ENCORES == 0) {
                guests = guests();
            }
            guests.forEach((guest, realm) -> play(realm, guest));
        }
        System.out.println("rehearsed " + played + " scenes");
        failed.forEach((scene, why) -> System.out.println("failed: " + scene + ": " + why));
        return played > 0 ? 0 : 1;
    }

    private Map<RehearsalGuest, Realm> guests() {
        Map<Realm, FirstLogin> people = new LinkedHashMap<>();
        realms.all().forEach(realm -> demoPeople.firstLogin(realm).ifPresent(login -> people.put(realm, login)));
        Map<String, FirstLogin> logins = new LinkedHashMap<>();
        people.forEach((realm, login) -> logins.put(baseUrl.issuer(realm.name()).toString(), login));
        Map<RehearsalGuest, Realm> guests = new LinkedHashMap<>();
        people.forEach((realm, login) -> {
            for (int way = 0; way < WAYS; way++) {
                guests.put(new RehearsalGuest(baseUrl, logins, login, way), realm);
            }
        });
        return guests;
    }

    private void play(Realm realm, Scene.Guest guest) {
        for (Scene scene : scenes) {
            try {
                scene.play(realm, guest);
                played++;
            } catch (IOException failure) {
                failed.put(scene.getClass().getName(), String.valueOf(failure.getMessage()));
            }
        }
    }
}
