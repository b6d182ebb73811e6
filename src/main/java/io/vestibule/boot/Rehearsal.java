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
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final int LEAST_ROUNDS = 3;
    /** So often each guest does the same: most visits are of people who are signed in. */
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
        Map<String, FirstLogin> logins = new LinkedHashMap<>();
        Map<Realm, FirstLogin> people = new LinkedHashMap<>();
        realms.all()
                .forEach(realm -> demoPeople.firstLogin(realm).ifPresent(login -> {
                    logins.put(baseUrl.issuer(realm.name()).toString(), login);
                    people.put(realm, login);
                }));
        Instant end = clock.instant().plus(ENOUGH);
        for (int round = 0; round < LEAST_ROUNDS || clock.instant().isBefore(end); round++) {
            int way = round % LEAST_ROUNDS;
            people.forEach((realm, login) -> play(realm, new RehearsalGuest(baseUrl, logins, login, way)));
        }
        System.out.println("rehearsed " + played + " scenes");
        failed.forEach((scene, why) -> System.out.println("failed: " + scene + ": " + why));
        return played > 0 ? 0 : 1;
    }

    private void play(Realm realm, Scene.Guest guest) {
        for (int encore = 0; encore < ENCORES; encore++) {
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
}
