package io.vestibule.directory;

import io.vestibule.identity.Secret;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who a newcomer can sign in as, for the banner. */
@ApplicationScoped
public class DemoPeople {
    private final SeedPasswords passwords;
    private final UserRepository users;
    private final LocalCredentialRepository credentials;

    DemoPeople(SeedPasswords passwords, UserRepository users, LocalCredentialRepository credentials) {
        this.passwords = passwords;
        this.users = users;
        this.credentials = credentials;
    }

    /** A login to try. */
    public record FirstLogin(String username, Secret password) {}

    /** The first person of a demo realm whose demo password still works; nobody in any other realm. */
    public Optional<FirstLogin> firstLogin(Realm realm) {
        if (!realm.demo()) {
            return Optional.empty();
        }
        Map<String, User> declared = users.declared(realm.name());
        Map<UUID, Optional<byte[]>> seeds = credentials.seeds(realm.name());
        return realm.people().stream()
                .filter(person -> person.enabled()
                        && person.password().isEmpty()
                        && person.passwordHash().isEmpty())
                .filter(person -> Optional.ofNullable(declared.get(SafeText.key(person.username())))
                        .flatMap(user -> seeds.getOrDefault(user.id().value(), Optional.empty()))
                        .filter(seed -> isOf(realm, person, seed))
                        .isPresent())
                .findFirst()
                .flatMap(person ->
                        passwords.of(realm, person).map(password -> new FirstLogin(person.username(), password)));
    }

    private boolean isOf(Realm realm, PersonDeclaration person, byte[] seed) {
        return passwords
                .of(realm, person)
                .map(password -> passwords.mark(realm.name(), person, password))
                .filter(mark -> MessageDigest.isEqual(mark, seed))
                .isPresent();
    }
}
