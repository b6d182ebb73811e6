package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Brings the people whom realm files declare into the directory: makes who is missing; afterwards profile, groups and
 * switch follow the file. A password follows it too until it is changed elsewhere. Who is no longer declared stays as they
 * are: a line deleted by mistake must not take away a person's id for ever; {@code enabled: false} shuts somebody out.
 */
@ApplicationScoped
class DeclaredPeople {
    private static final Logger LOG = Logger.getLogger(DeclaredPeople.class);
    private static final int AFTER_OTHERS = 3000; // the configuration is followed even when a person is refused here

    private final Realms realms;
    private final UserRepository users;
    private final LocalCredentialRepository credentials;
    private final LocalCredentials passwords;
    private final SeedPasswords seeds;
    private final Profiles profiles;
    private final RecentUsers recent;
    private final DemoExposure exposure;
    private final AuditLog audit;

    DeclaredPeople(
            Realms realms,
            UserRepository users,
            LocalCredentialRepository credentials,
            LocalCredentials passwords,
            SeedPasswords seeds,
            Profiles profiles,
            RecentUsers recent,
            DemoExposure exposure,
            AuditLog audit) {
        this.realms = realms;
        this.users = users;
        this.credentials = credentials;
        this.passwords = passwords;
        this.seeds = seeds;
        this.profiles = profiles;
        this.recent = recent;
        this.exposure = exposure;
        this.audit = audit;
    }

    /** At the start an exception here is a refusal to start; at a reload it is logged and the rest stays in force. */
    void follow(@Observes @Priority(AFTER_OTHERS) RealmsReloaded reloaded) {
        for (RealmName name : reloaded.changed()) {
            realms.find(name).ifPresent(this::follow);
        }
    }

    void follow(Realm realm) {
        exposure.refuse(realm);
        if (realm.people().isEmpty()) {
            return;
        }
        Map<String, User> present = users.declared(realm.name());
        Map<UUID, Optional<byte[]>> stored = credentials.seeds(realm.name());
        for (PersonDeclaration person : realm.people()) {
            Optional<User> before = Optional.ofNullable(present.get(SafeText.key(person.username())));
            before.filter(user -> asDeclared(user, person))
                    .or(() -> write(realm.name(), person))
                    .ifPresent(user -> seed(
                            realm,
                            person,
                            user,
                            Optional.ofNullable(stored.get(user.id().value()))));
        }
    }

    private static boolean asDeclared(User user, PersonDeclaration person) {
        return user.username().equals(person.username())
                && user.displayName().equals(person.displayName())
                && user.email().equals(person.email())
                && user.emailVerified() == (person.email().isPresent() && person.emailVerified())
                && user.claims().equals(person.claims())
                && user.groups().equals(Set.copyOf(person.groups()))
                && user.enabled() == person.enabled();
    }

    private Optional<User> write(RealmName realm, PersonDeclaration person) {
        Optional<User> user = RetriedTransaction.of(() -> {
            Optional<UserEntity> there = users.byUsername(realm, SafeText.key(person.username()));
            if (there.isPresent() && !there.get().origin.equals(Origin.REALM_FILE)) {
                return Optional.<User>empty();
            }
            UserEntity row = there.orElseGet(() -> profiles.fresh(realm, Origin.REALM_FILE, person.username()));
            row.username = person.username();
            row.enabled = person.enabled();
            profiles.refresh(row, mapped(person));
            if (there.isEmpty()) {
                users.add(row);
            }
            users.settle();
            Set<String> groups = profiles.refreshGroups(row, Origin.REALM_FILE, Set.copyOf(person.groups()));
            return Optional.of(row.user(groups));
        });
        user.ifPresentOrElse(
                written -> {
                    recent.keep(written);
                    changed(written, "declared");
                    if (person.email().isPresent() && written.email().isEmpty()) {
                        changed(written, Profiles.EMAIL_WITHHELD);
                    }
                },
                // Joining them would hand the groups of the file to whoever signed in under that name first.
                () -> LOG.errorf(
                        "realm %s declares %s, but somebody who signed in through a connector has that name already:"
                                + " declare another username",
                        realm, person.username()));
        return user;
    }

    /** {@code stored}: none when there is no password, an empty one when it was changed since. */
    private void seed(Realm realm, PersonDeclaration person, User user, Optional<Optional<byte[]>> stored) {
        Optional<Secret> wanted = seeds.of(realm, person);
        if (wanted.isEmpty() || stored.isPresent() && stored.get().isEmpty()) {
            return;
        }
        byte[] mark = seeds.mark(realm.name(), person, wanted.get());
        if (stored.flatMap(seed -> seed)
                .filter(seed -> MessageDigest.isEqual(seed, mark))
                .isPresent()) {
            return;
        }
        switch (passwords.seed(realm, user.id(), wanted.get(), mark)) {
            case PasswordChange.Changed done -> LOG.debugf("password of %s in realm %s set", user.id(), realm.name());
            case PasswordChange.TooShort tooShort ->
                unusable(realm, person, "has fewer than the " + tooShort.minimum() + " characters that it asks for");
            case PasswordChange.Unusable unusable ->
                unusable(realm, person, "is longer than 1024 characters or has control characters");
            case PasswordChange.Busy busy -> unusable(realm, person, "could not be hashed now; reload to try again");
            case PasswordChange.UnknownUser gone ->
                throw new IllegalStateException("user " + user.id() + " was deleted meanwhile");
        }
    }

    private static void unusable(Realm realm, PersonDeclaration person, String why) {
        LOG.errorf(
                "realm %s: the password of %s (%s) %s",
                realm.name(),
                person.username(),
                person.password().isPresent() ? "declared in the file" : "VESTIBULE_DEMO_PASSWORD",
                why);
    }

    private static MappedPerson mapped(PersonDeclaration person) {
        return new MappedPerson(
                person.username(),
                person.displayName(),
                person.email(),
                person.emailVerified(),
                person.claims(),
                Set.copyOf(person.groups()));
    }

    private void changed(User user, String what) {
        audit.record(
                new AuditEvent.UserChanged(user.realm(), Circumstances.from("").of(user.id()), what));
    }
}
