package io.vestibule.directory;

import io.vestibule.identity.Secret;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a realm asks of a password before it becomes somebody's. */
@ApplicationScoped
class NewPasswords {
    private final LocalCredentialRepository credentials;
    private final PasswordHashing hashing;
    private final Clock clock;

    NewPasswords(LocalCredentialRepository credentials, PasswordHashing hashing, Clock clock) {
        this.credentials = credentials;
        this.hashing = hashing;
        this.clock = clock;
    }

    /** Whose word a password is. */
    enum Chosen {
        BY_THE_USER,
        BY_AN_ADMINISTRATOR,
        /** By whoever declared the person: neither a stranger's nor the user's own. */
        BY_THE_OPERATOR,
        /** By the user, who proved the address and not the password before. */
        BY_THE_USER_OVER_MAIL
    }

    /**
     * What is written beside the hash.
     *
     * @param remembered how many of those before are kept to be compared with
     */
    record Terms(
            Instant now,
            Optional<Instant> expiresAt,
            boolean firstUse,
            Chosen chosen,
            int remembered,
            byte @Nullable [] seed) {
        Terms withSeed(byte @Nullable [] mark) {
            return new Terms(now, expiresAt, firstUse, chosen, remembered, mark);
        }

        boolean declared() {
            return chosen == Chosen.BY_THE_OPERATOR;
        }

        boolean selfService() {
            return chosen == Chosen.BY_THE_USER || chosen == Chosen.BY_THE_USER_OVER_MAIL;
        }

        /** Whether whoever knew the password before knows this one, or could have chosen it. */
        boolean carriesOn() {
            return chosen == Chosen.BY_THE_USER;
        }
    }

    Terms terms(Realm realm, UserOptions options, Chosen chosen) {
        PasswordPolicy policy = realm.passwords();
        Instant now = clock.instant();
        Optional<Instant> expires = options.ignorePasswordExpiry().orElse(false)
                ? Optional.empty()
                : policy.expiresAfter().map(now::plus);
        boolean firstUse = chosen == Chosen.BY_AN_ADMINISTRATOR
                && policy.changeOnFirstUse()
                && !options.ignoreChangePasswordUponFirstUse().orElse(false);
        return new Terms(now, expires, firstUse, chosen, policy.uniqueLast(), null);
    }

    /** Hashed, or why not. {@code before} are hashes it must differ from. May block. */
    Prepared prepare(Realm realm, Secret password, List<? extends StoredHash> before) {
        PasswordPolicy policy = realm.passwords();
        Optional<byte[]> bytes = OpaqueString.bytes(password);
        if (bytes.isEmpty()) {
            return new Prepared.Refused(new PasswordChange.Unusable());
        }
        String typed = password.reveal();
        if (typed.codePointCount(0, typed.length()) < policy.minimumLength()) {
            return new Prepared.Refused(new PasswordChange.TooShort(policy.minimumLength()));
        }
        if (!policy.isAsWanted(typed)) {
            return new Prepared.Refused(
                    new PasswordChange.NotAsWanted(policy.patternDescription().orElse("")));
        }
        return hashing.<Prepared>inTurn(() -> before.stream().anyMatch(old -> hashing.matches(bytes.get(), old))
                        ? new Prepared.Refused(new PasswordChange.UsedBefore(policy.uniqueLast()))
                        : new Prepared.Ready(hashing.hash(bytes.get(), policy.argon2())))
                .orElseGet(() -> new Prepared.Refused(new PasswordChange.Busy()));
    }

    /** As {@link #prepare}, of one that somebody chooses for themselves: not too soon, and none of the last ones. */
    Prepared chosen(Realm realm, User user, Secret wanted) {
        Optional<PasswordChange> early = credentials
                .present(user.id().value())
                .flatMap(present -> tooSoon(realm, present.changedAt(), present.selfService()));
        if (early.isPresent()) {
            return new Prepared.Refused(early.get());
        }
        int unique = realm.passwords().uniqueLast();
        List<StoredHash> before = unique > 1 ? credentials.lastHashes(user.id().value(), unique) : List.of();
        return prepare(realm, wanted, before);
    }

    /** Why the user may not choose a new password now. */
    private Optional<PasswordChange> tooSoon(Realm realm, Instant changedAt, boolean selfService) {
        Duration minimum = realm.passwords().minimumAge();
        Duration left = Duration.between(clock.instant(), changedAt.plus(minimum));
        return selfService && left.isPositive()
                ? Optional.of(new PasswordChange.TooSoon(minimum.toDays(), left.toDays()))
                : Optional.empty();
    }
}
