package io.vestibule.directory;

import io.vestibule.identity.DrawnId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;

/** What people do with authenticator apps of their own; those that came by the Identity API are among them. */
@ApplicationScoped
public class Authenticators {
    private static final int SEED_BYTES = 20; // RFC 4226 §4, R6: 160 bits are recommended
    private static final int LONGEST_LABEL = 60;

    private final TotpSecrets secrets;
    private final TotpSecretRepository rows;
    private final Event<AuthenticatorRemoved> removed;
    private final SecureRandom random;

    Authenticators(
            TotpSecrets secrets, TotpSecretRepository rows, Event<AuthenticatorRemoved> removed, SecureRandom random) {
        this.secrets = secrets;
        this.rows = rows;
        this.removed = removed;
        this.random = random;
    }

    /** One that somebody took away by themselves: what else was kept of it is to go, too. */
    public record AuthenticatorRemoved(RealmName realm, String credential) {}

    /** A seed nobody has, in base32. Nothing is kept of it before its first passcode is seen. */
    public Secret fresh() {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new Secret(Passcode.base32(seed));
    }

    /** Keeps {@code seed} when {@code passcode} shows that the app has it; that passcode is good for nothing else then. */
    public PasscodeCheck confirm(Realm realm, User user, Secret seed, String label, String passcode) {
        return secrets.keepConfirmed(
                realm,
                user,
                new TotpSecrets.Offered(DrawnId.next(), seed, SafeText.line(label, LONGEST_LABEL)),
                passcode);
    }

    /** The oldest first. */
    public List<Authenticator> of(RealmName realm, UserId owner) {
        return rows.of(realm, owner).stream()
                .map(row -> new Authenticator(row.id, row.label, row.createdAt))
                .sorted(Comparator.comparing(Authenticator::createdAt))
                .toList();
    }

    /** Forgets one of this user's; false when they have none of that id. */
    public boolean remove(RealmName realm, UserId owner, String id) {
        if (of(realm, owner).stream().noneMatch(one -> one.id().equals(id))) {
            return false;
        }
        removed.fire(new AuthenticatorRemoved(realm, id));
        secrets.remove(realm, owner, id);
        return true;
    }
}
