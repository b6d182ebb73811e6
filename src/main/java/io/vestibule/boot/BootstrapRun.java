package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.access.Bootstrap;
import io.vestibule.access.BootstrapWish;
import io.vestibule.identity.Secret;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The bootstrap, once store and configuration are there. What is wanted comes as arguments, within this process only. */
@ApplicationScoped
class BootstrapRun implements QuarkusApplication {
    private static final int FIXED = 7;

    private final Bootstrap bootstrap;
    private final Realms realms;

    BootstrapRun(Bootstrap bootstrap, Realms realms) {
        this.bootstrap = bootstrap;
        this.realms = realms;
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
        Optional<Realm> realm = realm(texts[0]);
        if (realm.isEmpty()) {
            System.err.println("vestibule: "
                    + (texts[0].isEmpty()
                            ? "there are several realms, say --realm: "
                            : "no realm " + texts[0] + " among ")
                    + realms.all().stream().map(one -> one.name().value()).collect(Collectors.joining(", ")));
            return 1;
        }
        try {
            bootstrap
                    .run(realm.get(), wish(texts))
                    .forEach(line -> System.out.println("realm " + realm.get().name() + ": " + line));
            return 0;
        } catch (Bootstrap.PasswordRefused refused) {
            System.err.println("vestibule: " + refused.getMessage());
            return 1;
        }
    }

    private Optional<Realm> realm(String name) {
        return name.isEmpty()
                ? Optional.of(realms.all()).filter(all -> all.size() == 1).map(List::getFirst)
                : realms.find(name);
    }
}
