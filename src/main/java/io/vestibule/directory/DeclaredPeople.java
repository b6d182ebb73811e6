package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.Claims;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.keys.MasterKey;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import org.jboss.logging.Logger;

/**
 * Makes the people a realm's file declares and keeps their profile, groups and switch as the file has them. A declared
 * password is set again when the file's changes, and left alone once it was changed elsewhere. Who is taken out of the file
 * stays as they are: a person is removed on purpose, never by an edit.
 */
@ApplicationScoped
class DeclaredPeople {
    private static final Logger LOG = Logger.getLogger(DeclaredPeople.class);

    private final Realms realms;
    private final UserRepository users;
    private final Profiles profiles;
    private final RecentUsers recent;
    private final LocalCredentials credentials;
    private final LocalCredentialRepository credentialRows;
    private final DemoPeople demo;
    private final MasterKey master;
    private final AuditLog audit;

    DeclaredPeople(
            Realms realms,
            UserRepository users,
            Profiles profiles,
            RecentUsers recent,
            LocalCredentials credentials,
            LocalCredentialRepository credentialRows,
            DemoPeople demo,
            MasterKey master,
            AuditLog audit) {
        this.realms = realms;
        this.users = users;
        this.profiles = profiles;
        this.recent = recent;
        this.credentials = credentials;
        this.credentialRows = credentialRows;
        this.demo = demo;
        this.master = master;
        this.audit = audit;
    }

    void onReload(@Observes RealmsReloaded reloaded) {
        reloaded.changed().forEach(name -> realms.find(name).ifPresent(this::declare));
    }

    private void declare(Realm realm) {
        if (realm.demo()) {
            demo.requireAllowed(realm);
        }
        Map<UUID, Optional<byte[]>> seeds = credentialRows.seeds(realm.name());
        for (PersonDeclaration person : realm.people()) {
            Optional<User> user = RetriedTransaction.of(() -> settle(realm.name(), person));
            if (user.isEmpty()) {
                LOG.warnf(
                        "Realm %s declares %s, but another user has that name already: left as it is",
                        realm.name(), person.username());
                continue;
            }
            recent.keep(user.get());
            Optional<Secret> password =
                    person.password().or(() -> realm.demo() ? Optional.of(demo.password()) : Optional.empty());
            password.ifPresent(secret -> seed(realm, user.get().id(), secret, seeds));
        }
    }

    /** The row as the file has it; empty when the name belongs to somebody who did not come from the file. */
    private Optional<User> settle(RealmName realm, PersonDeclaration person) {
        Optional<UserEntity> existing = users.byUsername(realm, SafeText.key(person.username()));
        if (existing.filter(row -> !row.origin.equals(Origin.REALM_FILE)).isPresent()) {
            return Optional.empty();
        }
        UserEntity row = existing.orElseGet(() -> profiles.fresh(realm, Origin.REALM_FILE, person.username()));
        Claims claims = person.claims();
        boolean withheld = profiles.refresh(
                row,
                new MappedPerson(
                        person.username(),
                        person.displayName(),
                        person.email(),
                        person.emailVerified(),
                        claims,
                        Set.copyOf(person.groups())));
        Profiles.refreshGroups(row, Origin.REALM_FILE, Set.copyOf(person.groups()));
        row.enabled = person.enabled();
        if (existing.isEmpty()) {
            users.add(row);
        }
        users.settle();
        if (withheld) {
            audit.record(new AuditEvent.UserChanged(
                    realm, Circumstances.from("").of(new UserId(row.id)), Profiles.EMAIL_WITHHELD));
        }
        return Optional.of(row.user());
    }

    private void seed(Realm realm, UserId user, Secret password, Map<UUID, Optional<byte[]>> seeds) {
        byte[] mark = mark(user, password);
        Optional<byte[]> known = seeds.getOrDefault(user.value(), Optional.of(new byte[0]));
        if (known.isEmpty() || MessageDigest.isEqual(known.get(), mark)) {
            return; // changed elsewhere since, or set from this very password
        }
        PasswordChange change = credentials.seed(realm, user, password, mark);
        if (!(change instanceof PasswordChange.Changed)) {
            LOG.warnf("The declared password of user %s in realm %s was not set: %s", user, realm.name(), change);
        }
    }

    /** Tells whether the file's password changed, without hashing it slowly at every start; useless without the master key. */
    private byte[] mark(UserId user, Secret password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(master.derive("declared-password"));
            for (String part : List.of(user.toString(), password.reveal())) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }
}
