package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import io.vestibule.records.Changes;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final MergeRepository merges;
    private final LocalCredentialRepository credentials;
    private final LocalCredentials passwords;
    private final SeedPasswords seeds;
    private final Profiles profiles;
    private final Domains domains;
    private final Groups groups;
    private final Changes changes;
    private final DemoExposure exposure;
    private final AuditLog audit;
    private final Clock clock;

    DeclaredPeople(
            Realms realms,
            UserRepository users,
            MergeRepository merges,
            LocalCredentialRepository credentials,
            LocalCredentials passwords,
            SeedPasswords seeds,
            Profiles profiles,
            Domains domains,
            Groups groups,
            Changes changes,
            DemoExposure exposure,
            AuditLog audit,
            Clock clock) {
        this.realms = realms;
        this.users = users;
        this.merges = merges;
        this.credentials = credentials;
        this.passwords = passwords;
        this.seeds = seeds;
        this.profiles = profiles;
        this.domains = domains;
        this.groups = groups;
        this.changes = changes;
        this.exposure = exposure;
        this.audit = audit;
        this.clock = clock;
    }

    /** At the start an exception here is a refusal to start; at a reload it is logged and the rest stays in force. */
    void follow(@Observes @Priority(AFTER_OTHERS) RealmsReloaded reloaded) {
        for (RealmName name : reloaded.changed()) {
            realms.find(name).ifPresent(this::follow);
        }
    }

    /** What it says of the one who came back. */
    void parted(@Observes @Priority(AFTER_OTHERS) UserParted parted) {
        try {
            realms.find(parted.realm()).ifPresent(this::follow);
        } catch (RuntimeException failed) { // they are two again all the same, and the next reload follows it
            LOG.errorf(failed, "could not follow the people of realm %s", parted.realm());
        }
    }

    void follow(Realm realm) {
        exposure.refuse(realm);
        domains.ensureDefault(realm.name());
        if (realm.people().isEmpty()) {
            return;
        }
        Map<String, User> present = users.declared(realm.name());
        Map<UUID, Optional<byte[]>> stored = credentials.seeds(realm.name());
        for (PersonDeclaration person : realm.people()) {
            Place place = place(realm.name(), person);
            Optional<User> before = Optional.ofNullable(present.get(SafeText.key(place.username())));
            if (before.filter(user -> isAnotherNow(user, person)).isPresent()) {
                continue;
            }
            before.filter(user -> asDeclared(user, person, place))
                    .or(() -> write(realm.name(), person, place))
                    .ifPresent(user -> seed(
                            realm,
                            person,
                            user,
                            Optional.ofNullable(stored.get(user.id().value()))));
        }
    }

    /** Who was in the file before and was made one with somebody: neither is to get what it says. */
    private boolean isAnotherNow(User user, PersonDeclaration person) {
        Optional<UserId> survivor =
                user.switchedOn() ? Optional.empty() : merges.survivor(user.id().value());
        survivor.ifPresent(one -> LOG.errorf(
                "realm %s declares %s, who is one with user %s now: until they are two again that is the one to switch off",
                user.realm(), person.username(), one));
        return survivor.isPresent();
    }

    /** Where in the directory somebody belongs. */
    private record Place(Domain domain, String username, List<Group> groups) {
        Set<GroupId> groupIds() {
            return groups.stream().map(Group::id).collect(Collectors.toSet());
        }
    }

    private Place place(RealmName realm, PersonDeclaration person) {
        Domain domain = person.domain()
                .map(name -> domains.ensure(realm, name))
                .or(() -> domains.find(realm, Domain.DEFAULT))
                .orElseThrow();
        List<Group> members = person.groups().stream()
                .flatMap(name -> group(realm, domain, name).stream())
                .toList();
        return new Place(domain, domain.qualified(person.username()), members);
    }

    private Optional<Group> group(RealmName realm, Domain domain, String name) {
        Optional<Group> group = groups.declare(realm, domain, name, Optional.empty());
        if (group.isEmpty()) {
            LOG.errorf("realm %s puts people into the group %s, but somebody else made one of that name", realm, name);
        }
        return group;
    }

    private static boolean asDeclared(User user, PersonDeclaration person, Place place) {
        return user.username().equals(place.username())
                && user.domain().equals(place.domain().id())
                && user.displayName().equals(person.displayName())
                && user.email().equals(person.email())
                && user.emailVerified() == (person.email().isPresent() && person.emailVerified())
                && user.claims().equals(person.claims())
                && user.groupIds().equals(place.groupIds())
                && user.switchedOn() == person.enabled();
    }

    private Optional<User> write(RealmName realm, PersonDeclaration person, Place place) {
        Optional<User> user = RetriedTransaction.of(() -> {
            String key = SafeText.key(place.username());
            users.byDeclared(realm, key).ifPresent(row -> users.lock(row.id));
            users.forgetRead(); // as it is now that nobody else changes it
            Optional<UserEntity> there = users.byDeclared(realm, key);
            boolean taken = isAnothers(realm, person, place, there);
            if (there.isEmpty() && taken) {
                return Optional.<User>empty();
            }
            UserEntity row = there.orElseGet(() ->
                    profiles.fresh(realm, Origin.REALM_FILE, place.domain().id(), person.username(), place.username()));
            if (!taken) {
                row.name = person.username();
                row.nameKey = SafeText.key(row.name);
                row.username = place.username();
                row.usernameKey = key;
            }
            turn(row, person.enabled() && merges.away(row).isEmpty()); // who is another now stays off
            profiles.refresh(row, mapped(person));
            if (there.isEmpty()) {
                users.add(row);
                users.declare(row.id, key);
            }
            users.settle();
            changes.announce(realm.value(), Accounts.TOPIC, new UserId(row.id).hex());
            return Optional.of(row.user(profiles.replaceGroups(row, Origin.REALM_FILE, place.groups())));
        });
        user.ifPresentOrElse(
                written -> {
                    changed(written, "declared");
                    if (person.email().isPresent() && written.email().isEmpty()) {
                        changed(written, Profiles.EMAIL_WITHHELD);
                    }
                },
                // Joining them would hand the groups of the file to whoever signed in or was renamed so first.
                () -> LOG.errorf(
                        "realm %s declares %s, but somebody whom the file did not make has that name already:"
                                + " declare another username",
                        realm, person.username()));
        return user;
    }

    private void turn(UserEntity row, boolean enabled) {
        if (row.enabled && !enabled) {
            row.tokensValidAfter = clock.instant(); // being enabled again brings nothing back
        }
        row.enabled = enabled;
    }

    private boolean isAnothers(RealmName realm, PersonDeclaration person, Place place, Optional<UserEntity> own) {
        return Stream.concat(
                        users.byUsername(realm, SafeText.key(place.username())).stream(),
                        users.byName(realm, place.domain().id(), SafeText.key(person.username())).stream())
                .anyMatch(row -> own.filter(one -> one.id.equals(row.id)).isEmpty());
    }

    /** {@code stored}: none when there is no password, an empty one when it was changed since. */
    private void seed(Realm realm, PersonDeclaration person, User user, Optional<Optional<byte[]>> stored) {
        Optional<Secret> wanted = person.passwordHash().or(() -> seeds.of(realm, person));
        if (wanted.isEmpty() || stored.isPresent() && stored.get().isEmpty()) {
            return;
        }
        byte[] mark = seeds.mark(realm.name(), person, wanted.get());
        if (stored.flatMap(seed -> seed)
                .filter(seed -> MessageDigest.isEqual(seed, mark))
                .isPresent()) {
            return;
        }
        if (person.passwordHash().isPresent()) {
            StoredHash.read(wanted.get().reveal())
                    .ifPresentOrElse(
                            hash -> passwords.seed(realm, user.id(), hash, mark),
                            () -> LOG.errorf(
                                    "realm %s: the passwordHash of %s is no hash known here, or one too dear to check",
                                    realm.name(), person.username()));
            return;
        }
        switch (passwords.seed(realm, user.id(), wanted.get(), mark)) {
            case PasswordChange.Changed done -> LOG.debugf("password of %s in realm %s set", user.id(), realm.name());
            case PasswordChange.TooShort tooShort ->
                unusable(realm, person, "has fewer than the " + tooShort.minimum() + " characters that it asks for");
            case PasswordChange.Unusable unusable ->
                unusable(realm, person, "is longer than 1024 characters or has control characters");
            case PasswordChange.NotAsWanted other -> unusable(realm, person, "is not as wanted: " + other.wanted());
            case PasswordChange.UsedBefore used -> unusable(realm, person, "was used before");
            case PasswordChange.TooSoon soon -> unusable(realm, person, "is too young to be changed");
            case PasswordChange.OnlyByAdministrators locked ->
                unusable(realm, person, "is for administrators to change");
            case PasswordChange.NotProven proof -> unusable(realm, person, "was not proven");
            case PasswordChange.Busy busy -> unusable(realm, person, "could not be hashed now; reload to try again");
            case PasswordChange.UnknownUser gone ->
                unusable(realm, person, "is nobody's: they were deleted or became another");
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
