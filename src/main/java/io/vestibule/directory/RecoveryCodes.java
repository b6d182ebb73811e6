package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Hmac;
import io.vestibule.keys.MasterKey;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * Codes on paper for a day without the authenticator. They are shown once, and kept as an HMAC under the master key: a copy
 * of the database alone says nothing about them. Each is good for once, on whatever node.
 */
@ApplicationScoped
public class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int LENGTH = 10; // of 5 bits each: 50 bits, behind a first factor and a throttle
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // none mistaken for another (Crockford)

    private final RecoveryCodeRepository rows;
    private final SecretKey key;
    private final SecureRandom random;
    private final AuditLog audit;
    private final Clock clock;

    RecoveryCodes(RecoveryCodeRepository rows, MasterKey master, SecureRandom random, AuditLog audit, Clock clock) {
        this.rows = rows;
        this.key = master.derive("recovery-codes");
        this.random = random;
        this.audit = audit;
        this.clock = clock;
    }

    /** New ones in place of all that there were, to be shown now and never again. */
    public List<Secret> renew(RealmName realm, UserId owner) {
        List<String> codes = Stream.generate(this::code).limit(COUNT).toList();
        rows.replace(owner, codes.stream().map(code -> hash(owner, code)).toList(), clock.instant());
        told(realm, owner, "recovery-codes-made");
        return codes.stream()
                .map(code -> new Secret(code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2)))
                .toList();
    }

    /** How many are left. */
    public int left(UserId owner) {
        return rows.left(owner);
    }

    /** Whether {@code typed} is one of the user's; it is none from now on. Wrong ones are counted, on every node. */
    public PasscodeCheck verify(Realm realm, User user, String typed) {
        Instant now = clock.instant();
        UserId owner = user.id();
        boolean lockable = !user.options().ignoreLockoutFailureAttempts().orElse(false);
        if (lockable && rows.locked(owner, now)) {
            return PasscodeCheck.LOCKED;
        }
        String code = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        Instant unless = lockable ? now : LocalCredentialRepository.FOR_EVER;
        if (code.length() == LENGTH && rows.take(owner, hash(owner, code), unless)) {
            told(realm.name(), owner, "recovery-code-used");
            return PasscodeCheck.RIGHT;
        }
        if (lockable) {
            rows.failed(owner, realm.passwords(), now);
        }
        return PasscodeCheck.WRONG;
    }

    /** None are left. */
    void forget(UserId owner) {
        rows.replace(owner, List.of(), clock.instant());
    }

    private String code() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    private byte[] hash(UserId owner, String code) {
        return Hmac.SHA256.of(key, owner + "\n" + code);
    }

    private void told(RealmName realm, UserId owner, String what) {
        audit.record(new AuditEvent.UserChanged(realm, Circumstances.from("").of(owner), what));
    }
}
