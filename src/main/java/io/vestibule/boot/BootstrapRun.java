package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.access.Bootstrap;
import io.vestibule.access.BootstrapWish;
import io.vestibule.identity.Secret;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Landmark;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bootstrap, once store and configuration are there. What is wanted comes as arguments, within this process only. */
@ApplicationScoped
class BootstrapRun implements QuarkusApplication {
    private static final int FIXED = 7;

    private final Bootstrap bootstrap;
    private final ChosenRealm chosen;
    private final Instance<Landmark> landmarks;

    BootstrapRun(Bootstrap bootstrap, ChosenRealm chosen, Instance<Landmark> landmarks) {
        this.bootstrap = bootstrap;
        this.chosen = chosen;
        this.landmarks = landmarks;
    }

    static String[] arguments(Optional<String> realm, BootstrapWish wish) {
        List<String> texts = new ArrayList<>(List.of(
                realm.orElse(""),
                wish.username(),
                wish.password().reveal(),
                wish.project(),
                wish.role(),
                wish.service(),
                wish.region().orElse("")));
        wish.endpoints().forEach((face, url) -> texts.add(face + "=" + url));
        return texts.toArray(String[]::new);
    }

    private static BootstrapWish wish(String... texts) {
        Map<String, URI> endpoints = new LinkedHashMap<>();
        Arrays.stream(texts)
                .skip(FIXED)
                .map(text -> text.split("=", 2))
                .forEach(parts -> endpoints.put(parts[0], URI.create(parts[1])));
        return new BootstrapWish(
                texts[1],
                new Secret(texts[2]),
                texts[3],
                texts[4],
                texts[5],
                Optional.of(texts[6]).filter(region -> !region.isEmpty()),
                endpoints);
    }

    @Override
    public int run(String... texts) {
        Optional<Realm> realm = chosen.by(texts[0]);
        if (realm.isEmpty()) {
            System.err.println("vestibule: " + chosen.missing(texts[0]));
            return 1;
        }
        try {
            bootstrap
                    .run(realm.get(), wish(texts))
                    .forEach(line -> System.out.println("realm " + realm.get().name() + ": " + line));
            warnWhereNobodyAnswers(realm.get());
            return 0;
        } catch (Bootstrap.PasswordRefused refused) {
            System.err.println("vestibule: " + refused.getMessage());
            return 1;
        }
    }

    /** A catalogue names endpoints, and makes none. */
    private void warnWhereNobodyAnswers(Realm realm) {
        if (landmarks.stream().allMatch(one -> one.in(realm).isEmpty())) {
            System.err.println("vestibule: the file of realm " + realm.name()
                    + " has no block keystone: nobody answers at /realms/" + realm.name()
                    + "/v3 until it has. Add keystone: {} for the API as it ships.");
        }
    }
}
