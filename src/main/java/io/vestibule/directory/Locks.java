package io.vestibule.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Who is locked out for now, since somebody guessed wrong too often. */
@ApplicationScoped
public class Locks {
    private final LocalCredentialRepository passwords;
    private final TotpSecretRepository passcodes;
    private final RecoveryCodeRepository codes;
    private final Clock clock;

    Locks(
            LocalCredentialRepository passwords,
            TotpSecretRepository passcodes,
            RecoveryCodeRepository codes,
            Clock clock) {
        this.passwords = passwords;
        this.passcodes = passcodes;
        this.codes = codes;
        this.clock = clock;
    }

    @Transactional
    public boolean holds(User user) {
        Instant now = clock.instant();
        return passwords
                        .findByIdOptional(user.id().value())
                        .filter(row -> row.locked(now))
                        .isPresent()
                || codes.locked(user.id(), now)
                || passcodes.of(user.realm(), user.id()).stream()
                        .anyMatch(row -> row.lockedUntil != null && row.lockedUntil.isAfter(now));
    }
}
