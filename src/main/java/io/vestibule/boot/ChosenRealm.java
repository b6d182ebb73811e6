package io.vestibule.boot;

import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which realm a command means: the one that it names, or the only one there is. */
@ApplicationScoped
class ChosenRealm {
    private final Realms realms;

    ChosenRealm(Realms realms) {
        this.realms = realms;
    }

    /** @param name as it was said; empty when nothing was */
    Optional<Realm> by(String name) {
        return name.isEmpty()
                ? Optional.of(realms.all()).filter(all -> all.size() == 1).map(List::getFirst)
                : realms.find(name);
    }

    /** Why there is none by that name, with those there are. */
    String missing(String name) {
        return (name.isEmpty() ? "there are several realms" : "there is no realm " + name) + ", say --realm: "
                + realms.all().stream().map(one -> one.name().value()).collect(Collectors.joining(", "));
    }
}
