package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.LocalCredentialRepository.Candidate;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Passwords of local users. Whoever guesses learns nothing about who exists: an unknown name, a user without a password, a
 * disabled and a locked one cost one hash and the same statements as a wrong password, and read the same.
 */
@ApplicationScoped
public class LocalCredentials {
    /** The declared kind of connectors whose people these are. */
    public static final String CONNECTOR_KIND = "local";

    private static final int LONGEST_NAME = 255;

    private final LocalCredentialRepository credentials;
    private final UserRepository users;
    private final PasswordHashing hashing;
    private final GuessedNames names;
    private final AuditLog audit;
    private final Clock clock;

    LocalCredentials(
            LocalCredentialRepository credentials,
            UserRepository users,
            PasswordHashing hashing,
            GuessedNames names,
            AuditLog audit,
            Clock clock) {
        this.credentials = credentials;
        this.users = users;
        this.hashing = hashing;
        this.names = names;
        this.audit = audit;
        this.clock = clock;
    }

    /** Checks what somebody typed; {@code name} may be a user name or an e-mail address. May block. */
    public PasswordCheck verify(Realm realm, String name, Secret password) {
        Optional<byte[]> typed = OpaqueString.bytes(password);
        if (typed.isEmpty() || !couldBeName(name)) {
            return new PasswordCheck.Wrong("malformed"); // no guess was made, so none is counted
        }
        String key = SafeText.key(name.strip());
        if (names.rests(realm.name(), key)) {
            return new PasswordCheck.Throttled();
        }
        Optional<Candidate> candidate = credentials.candidate(realm.name(), key, clock.instant());
        return hashing.inTurn(() -> compare(realm, key, candidate, typed.get()))
                .map(compared -> settle(realm, key, candidate, typed.get(), compared))
                .orElseGet(PasswordCheck.Busy::new);
    }

    /** Sets a password; earlier failures are forgotten. May block. */
    public PasswordChange set(Realm realm, UserId user, Secret password) {
        return set(realm, user, password, null);
    }

    /** As {@link #set}, marked as coming from the realm's file. */
    PasswordChange seed(Realm realm, UserId user, Secret password, byte[] seed) {
        return set(realm, user, password, seed);
    }

    private PasswordChange set(Realm realm, UserId id, Secret password, byte @Nullable [] seed) {
        Optional<byte[]> bytes = OpaqueString.bytes(password);
        if (bytes.isEmpty()) {
            return new PasswordChange.Unusable();
        }
        int minimum = realm.passwords().minimumLength();
        if (password.reveal().codePointCount(0, password.reveal().length()) < minimum) {
            return new PasswordChange.TooShort(minimum);
        }
        Optional<User> user = users.read(realm.name(), id.value());
        if (user.isEmpty()) {
            return new PasswordChange.UnknownUser();
        }
        Optional<PasswordHash> hash =
                hashing.inTurn(() -> hashing.hash(bytes.get(), realm.passwords().argon2()));
        if (hash.isEmpty()) {
            return new PasswordChange.Busy();
        }
        credentials.set(id.value(), hash.get(), seed, clock.instant());
        names.forget(realm.name(), SafeText.key(user.get().username()));
        user.get().email().ifPresent(email -> names.forget(realm.name(), SafeText.key(email)));
        changed(realm.name(), id, "password-set");
        return new PasswordChange.Changed();
    }

    /** A name with something invisible in it is nobody's, however much it looks like somebody's. */
    private static boolean couldBeName(String typed) {
        String name = Normalizer.normalize(typed.length() > LONGEST_NAME ? "" : typed.strip(), Normalizer.Form.NFC);
        return !name.isEmpty() && name.equals(SafeText.name(name, LONGEST_NAME));
    }

    private enum Compared {
        SAME,
        DIFFERENT,
        THROTTLED
    }

    /** On a hashing thread. The name is asked again, since many guesses at once may have waited for their turn. */
    private Compared compare(Realm realm, String key, Optional<Candidate> candidate, byte[] typed) {
        if (names.rests(realm.name(), key)) {
            return Compared.THROTTLED;
        }
        boolean same;
        if (candidate.isPresent()) {
            same = hashing.matches(typed, candidate.get().hash());
        } else {
            hashing.pretend(typed, realm.passwords().argon2());
            same = false;
        }
        if (!same || candidate.filter(Candidate::open).isEmpty()) {
            // Also when the password was right: being told to wait, or not, must not tell that it was.
            names.failed(realm.name(), key, realm.passwords());
        }
        return same ? Compared.SAME : Compared.DIFFERENT;
    }

    private PasswordCheck settle(
            Realm realm, String key, Optional<Candidate> candidate, byte[] typed, Compared compared) {
        if (compared == Compared.THROTTLED) {
            return new PasswordCheck.Throttled();
        }
        if (candidate.isEmpty()) {
            credentials.failed(UUID.randomUUID(), realm.passwords(), clock.instant());
            return new PasswordCheck.Wrong("unknown-name");
        }
        Candidate found = candidate.get();
        if (compared == Compared.DIFFERENT) {
            return refused(realm, found, found.locked() ? "locked" : "wrong-password");
        }
        if (!found.user().enabled()) {
            return refused(realm, found, "user-disabled");
        }
        boolean open = !found.locked()
                && (!found.failedBefore()
                        || credentials.succeeded(found.user().id().value(), clock.instant()));
        if (!open) {
            return refused(realm, found, "locked");
        }
        names.forget(realm.name(), key);
        renewWhenCheap(realm.passwords(), found, typed);
        return new PasswordCheck.Right(found.user());
    }

    private PasswordCheck refused(Realm realm, Candidate found, String reason) {
        if (credentials.failed(found.user().id().value(), realm.passwords(), clock.instant())) {
            changed(realm.name(), found.user().id(), "locked");
        }
        return new PasswordCheck.Wrong(reason);
    }

    /** The cost was raised since: only now is the password here to be hashed again. Not worth making anybody wait for. */
    private void renewWhenCheap(PasswordPolicy policy, Candidate found, byte[] typed) {
        if (found.hash().below(policy.argon2())) {
            hashing.inTurn(() -> hashing.hash(typed, policy.argon2()))
                    .ifPresent(fresh -> credentials.renew(found.user().id().value(), found.hash(), fresh));
        }
    }

    private void changed(RealmName realm, UserId user, String what) {
        audit.record(new AuditEvent.UserChanged(realm, Circumstances.from("").of(user), what));
    }
}
