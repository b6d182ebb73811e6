package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domains;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.User;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The reset of somebody's second factors, once store and configuration are there. */
@ApplicationScoped
class FactorsRun implements QuarkusApplication {
    private final ChosenRealm chosen;
    private final Domains domains;
    private final Accounts accounts;
    private final SecondFactors factors;

    FactorsRun(ChosenRealm chosen, Domains domains, Accounts accounts, SecondFactors factors) {
        this.chosen = chosen;
        this.domains = domains;
        this.accounts = accounts;
        this.factors = factors;
    }

    /** @param texts realm, or nothing where there is only one; domain; user */
    @Override
    public int run(String... texts) {
        Optional<Realm> realm = chosen.by(texts[0]);
        if (realm.isEmpty()) {
            System.err.println("vestibule: " + chosen.missing(texts[0]));
            return 1;
        }
        Optional<User> user = domains.named(realm.get().name(), texts[1])
                .flatMap(domain -> accounts.named(realm.get().name(), domain.id(), texts[2]));
        if (user.isEmpty()) {
            System.err.println("vestibule: nobody in " + texts[1] + " is called " + texts[2]);
            return 1;
        }
        boolean any = factors.reset(realm.get(), user.get(), operator());
        System.out.println("realm " + realm.get().name() + ": " + user.get().username()
                + (any ? " has no second factor any more" : " had no second factor")
                + ", and is signed out everywhere");
        return 0;
    }

    /** Whoever has the store needs no account here: the machine knows them. */
    private static String operator() {
        return "command-line:" + System.getProperty("user.name", "");
    }
}
