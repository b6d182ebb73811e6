package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.LocalCredentialRepository.Candidate;
import io.vestibule.identity.Secret;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Passwords as somebody typed them. Whoever guesses learns nothing about who exists: an unknown name, a user without a
 * password, a disabled and a locked one cost one hash and the same statements as a wrong password, and read the same.
 */
@ApplicationScoped
class TypedPasswords {
    static final String MALFORMED = "malformed";

    private final LocalCredentialRepository credentials;
    private final PasswordHashing hashing;
    private final GuessedNames names;
    private final Activity activity;
    private final AuditLog audit;
    private final Clock clock;

    TypedPasswords(
            LocalCredentialRepository credentials,
            PasswordHashing hashing,
            GuessedNames names,
            Activity activity,
            AuditLog audit,
            Clock clock) {
        this.credentials = credentials;
        this.hashing = hashing;
        this.names = names;
        this.activity = activity;
        this.audit = audit;
        this.clock = clock;
    }

    /** May block. */
    PasswordCheck check(Realm realm, Sought sought, Secret password) {
        Optional<byte[]> typed = OpaqueString.bytes(password);
        if (typed.isEmpty()) {
            return new PasswordCheck.Wrong(MALFORMED); // no guess was made, so none is counted
        }
        String key = sought.key();
        if (names.rests(realm.name(), key)) {
            return new PasswordCheck.Throttled();
        }
        Optional<Candidate> candidate = credentials.candidate(realm.name(), sought, clock.instant());
        return hashing.inTurn(() -> compare(realm, key, candidate, typed.get()))
                .map(compared -> settle(realm, key, candidate, typed.get(), compared))
                .orElseGet(PasswordCheck.Busy::new);
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
        boolean countable = candidate.filter(Candidate::ignoresFailures).isEmpty();
        boolean open =
                LocalDoor.isOpen(realm) && candidate.filter(Candidate::open).isPresent();
        if (countable && !(same && open)) {
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
        if (!LocalDoor.isOpen(realm)) { // asked by whoever knows no connectors, or by a page from before
            return refused(realm, found, PasswordCheck.SHUT);
        }
        if (activity.idleTooLong(realm, found.user().options(), found.lastActiveAt())) {
            return refused(realm, found, "idle-too-long");
        }
        boolean open = !found.locked()
                && (!found.failedBefore()
                        || credentials.succeeded(found.user().id().value(), clock.instant()));
        if (!open) {
            return refused(realm, found, "locked");
        }
        names.forget(realm.name(), key);
        renewWhenCheap(realm.passwords(), found, typed);
        if (found.firstUse()) {
            return new PasswordCheck.MustChange(found.user());
        }
        if (found.expired()) {
            return new PasswordCheck.Expired(found.user());
        }
        activity.note(found.user().id(), found.lastActiveAt());
        return new PasswordCheck.Right(found.user());
    }

    private PasswordCheck refused(Realm realm, Candidate found, String reason) {
        UUID counted =
                found.ignoresFailures() ? UUID.randomUUID() : found.user().id().value();
        if (credentials.failed(counted, realm.passwords(), clock.instant())) {
            audit.record(new AuditEvent.UserChanged(
                    realm.name(), Circumstances.from("").of(found.user().id()), "locked"));
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
}
