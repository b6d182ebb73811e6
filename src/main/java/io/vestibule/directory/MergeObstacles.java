package io.vestibule.directory;

import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Why two users cannot become one, whoever asks. */
@ApplicationScoped
class MergeObstacles {
    private final UserRepository users;
    private final Domains domains;
    private final ServiceAccounts programs;

    MergeObstacles(UserRepository users, Domains domains, ServiceAccounts programs) {
        this.users = users;
        this.domains = domains;
        this.programs = programs;
    }

    /** A stable word. */
    Optional<String> between(Realm realm, User stays, User goes) {
        if (!stays.enabled() || !goes.enabled()) {
            return Optional.of("user-disabled");
        }
        if (programs.isOne(realm, stays) || programs.isOne(realm, goes)) {
            return Optional.of("stands-for-a-relying-party");
        }
        return isDeclared(realm, goes.id()) ? Optional.of("declared-in-file") : Optional.empty();
    }

    /** The file would make them again at its next reading; one that it names no more is a user like any other. */
    private boolean isDeclared(Realm realm, UserId user) {
        return users.declaredKey(user.value())
                .filter(key -> realm.people().stream()
                        .map(person -> SafeText.key(username(realm, person)))
                        .anyMatch(key::equals))
                .isPresent();
    }

    private String username(Realm realm, PersonDeclaration person) {
        return person.domain()
                .flatMap(name -> domains.named(realm.name(), name))
                .map(domain -> domain.qualified(person.username()))
                .orElse(person.username());
    }
}
