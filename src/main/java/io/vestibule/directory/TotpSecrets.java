package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.keys.SecretsAtRest;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Passcodes of authenticators: their seeds, sealed, and what somebody typed. */
@ApplicationScoped
public class TotpSecrets {
    private static final String USE = "totp-secret";
    private static final Secret NOBODYS = new Secret("A".repeat(32));
    private static final int MOST = 20; // every one of them is opened at each guess
    private static final int STEPS_EITHER_WAY = 1; // RFC 6238 §5.2: clocks differ, and typing takes time

    private final TotpSecretRepository rows;
    private final SecretsAtRest seal;
    private final ExpiringRecords records;
    private final Changes changes;
    private final AuditLog audit;
    private final Clock clock;

    TotpSecrets(
            TotpSecretRepository rows,
            SecretsAtRest seal,
            ExpiringRecords records,
            Changes changes,
            AuditLog audit,
            Clock clock) {
        this.rows = rows;
        this.seal = seal;
        this.records = records;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Keeps the seed that came as {@code credential}, in place of the one that did before.
     *
     * @param base32 RFC 4648 §6, as authenticators are given it
     * @return false, and nothing is kept, when it is no seed
     */
    public boolean put(RealmName realm, UserId owner, String credential, Secret base32) {
        if (Passcode.key(base32.reveal()).isEmpty() || isFull(realm, owner, credential)) {
            return false;
        }
        keep(realm, owner, new Offered(credential, base32, ""));
        return true;
    }

    /** A seed about to become somebody's. */
    record Offered(String credential, Secret seed, String label) {}

    /** Keeps the seed when {@code passcode} is its present one, which then counts as used. */
    PasscodeCheck keepConfirmed(Realm realm, User user, Offered offered, String passcode) {
        Optional<byte[]> key = Passcode.key(offered.seed().reveal());
        List<Key> keys = key.map(bytes -> List.of(new Key(Optional.of(offered.credential()), bytes)))
                .orElse(List.of());
        Optional<String> matched = matching(keys, passcode, clock.instant());
        if (matched.isEmpty()) {
            return PasscodeCheck.WRONG;
        }
        if (isFull(realm.name(), user.id(), offered.credential())) {
            return PasscodeCheck.FULL;
        }
        keep(realm.name(), user.id(), offered);
        return firstUse(realm, matched.get(), clock.instant()) ? PasscodeCheck.RIGHT : PasscodeCheck.USED_BEFORE;
    }

    private boolean isFull(RealmName realm, UserId owner, String credential) {
        List<TotpSecretEntity> seeds = rows.of(realm, owner);
        return seeds.size() >= MOST && seeds.stream().noneMatch(seed -> seed.id.equals(credential));
    }

    private void keep(RealmName realm, UserId owner, Offered offered) {
        byte[] sealed = seal.seal(realm, USE, id(owner, offered.credential()), offered.seed());
        rows.put(realm, owner, offered.credential(), sealed, offered.label(), clock.instant());
        changed(realm, owner, "second-factor-added");
    }

    /** Forgets the seed that came as {@code credential}, when there is one. */
    public void remove(RealmName realm, UserId owner, String credential) {
        if (rows.remove(realm, credential)) {
            changed(realm, owner, "second-factor-removed");
        }
    }

    /** The seed is another's now, in whose name it is sealed anew. */
    void reseal(RealmName realm, String credential, UserId from, UserId to) {
        Secret seed = seal.open(realm, USE, id(from, credential), rows.sealed(realm, credential));
        rows.reseal(realm, credential, seal.seal(realm, USE, id(to, credential), seed));
    }

    /** Whether this user has an authenticator at all. */
    public boolean has(RealmName realm, UserId owner) {
        return !rows.of(realm, owner).isEmpty();
    }

    /** Whether {@code passcode} is the present one of any of the user's authenticators; each is good for once. */
    public PasscodeCheck verify(Realm realm, User user, String passcode) {
        Instant now = clock.instant();
        UserId owner = user.id();
        boolean lockable = !user.options().ignoreLockoutFailureAttempts().orElse(false);
        List<TotpSecretEntity> seeds = rows.of(realm.name(), owner);
        if (lockable && seeds.stream().anyMatch(seed -> seed.lockedUntil != null && seed.lockedUntil.isAfter(now))) {
            return PasscodeCheck.LOCKED;
        }
        Optional<String> matched = matching(keys(realm.name(), seeds), passcode, now);
        if (matched.isEmpty()) {
            failed(realm, owner, lockable, now);
            return PasscodeCheck.WRONG;
        }
        // Asked before the count starts afresh, or replays would do so.
        if (!firstUse(realm, matched.get(), now)) {
            failed(realm, owner, lockable, now);
            return PasscodeCheck.USED_BEFORE;
        }
        return rows.succeeded(owner, now) || !lockable ? PasscodeCheck.RIGHT : PasscodeCheck.LOCKED;
    }

    /** Wrong, after the same work: for somebody who is not there, or of whom nothing may be learnt by guessing. */
    public PasscodeCheck pretend(Realm realm, String passcode) {
        Instant now = clock.instant();
        UserId nobody = new UserId(UUID.randomUUID());
        matching(keys(realm.name(), rows.of(realm.name(), nobody)), passcode, now);
        failed(realm, nobody, true, now);
        return PasscodeCheck.WRONG;
    }

    /** RFC 6238 §5.2: not a second time, on whatever node, and whosever the seed is by then. */
    private boolean firstUse(Realm realm, String matched, Instant now) {
        Instant forgotten = now.plusSeconds((STEPS_EITHER_WAY * 2L + 1) * Passcode.STEP_SECONDS);
        return records.firstUse("totp", realm.name() + " " + matched, forgotten);
    }

    /** Those who are never locked out are not counted either; the statements are the same. */
    private void failed(Realm realm, UserId owner, boolean counted, Instant now) {
        rows.failed(counted ? owner : new UserId(UUID.randomUUID()), realm.passwords(), now);
    }

    /** Seed and step of the passcode. Every one is compared, so that time does not tell how many there are before it. */
    private static Optional<String> matching(List<Key> keys, String passcode, Instant now) {
        long present = now.getEpochSecond() / Passcode.STEP_SECONDS;
        byte[] typed = passcode.strip().getBytes(StandardCharsets.UTF_8);
        Optional<String> matched = Optional.empty();
        for (Key key : keys) {
            for (long step = present - STEPS_EITHER_WAY; step <= present + STEPS_EITHER_WAY; step++) {
                byte[] right = Passcode.at(key.bytes(), step).getBytes(StandardCharsets.UTF_8);
                if (MessageDigest.isEqual(right, typed) && key.seed().isPresent()) {
                    matched = Optional.of(key.seed().get() + " " + step);
                }
            }
        }
        return matched;
    }

    /** @param seed none of a key that is nobody's */
    private record Key(Optional<String> seed, byte[] bytes) {}

    /** Those of the seeds; of none one that no passcode fits, which is as much work. */
    private List<Key> keys(RealmName realm, List<TotpSecretEntity> seeds) {
        if (seeds.isEmpty()) {
            byte[] sealed = seal.seal(realm, USE, "", NOBODYS);
            return List.of(new Key(Optional.empty(), bytes(seal.open(realm, USE, "", sealed))));
        }
        return seeds.stream()
                .map(seed -> new Key(
                        Optional.of(seed.id),
                        bytes(seal.open(realm, USE, id(new UserId(seed.userId), seed.id), seed.sealedSecret))))
                .toList();
    }

    private static byte[] bytes(Secret base32) {
        return Passcode.key(base32.reveal()).orElseThrow();
    }

    /** Whose seed it is is sealed with it: a row given to somebody else does not open. */
    private static String id(UserId owner, String credential) {
        return owner + " " + credential;
    }

    private void changed(RealmName realm, UserId owner, String what) {
        changes.announce(realm.value(), Accounts.TOPIC, owner.hex());
        audit.record(new AuditEvent.UserChanged(realm, Circumstances.from("").of(owner), what));
    }
}
