package io.vestibule.directory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Passkeys: made, used and forgotten. A challenge is good for once, on whatever node (security case 43). */
@ApplicationScoped
public class Passkeys {
    private static final Duration CHALLENGE_REMEMBERED = Duration.ofHours(1); // longer than any page is waited for
    private static final int LONGEST_LABEL = 60;
    private static final int MOST = 20; // every one of them stands in each page that asks for one
    private static final int LONGEST_RESPONSE = 20_000;
    private static final int PATIENCE_MILLIS = 300_000;

    private final PasskeyRepository rows;
    private final UserRepository users;
    private final WaysIn waysIn;
    private final WebAuthn ceremonies;
    private final Activity activity;
    private final ExpiringRecords records;
    private final Changes changes;
    private final AuditLog audit;
    private final Clock clock;

    Passkeys(
            PasskeyRepository rows,
            UserRepository users,
            WaysIn waysIn,
            WebAuthn ceremonies,
            Activity activity,
            ExpiringRecords records,
            Changes changes,
            AuditLog audit,
            Clock clock) {
        this.rows = rows;
        this.users = users;
        this.waysIn = waysIn;
        this.ceremonies = ceremonies;
        this.activity = activity;
        this.records = records;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether they are offered in this realm: browsers want a domain and https. */
    public boolean offered(Realm realm) {
        return FactorPolicy.of(realm).passkeys() && ceremonies.possible();
    }

    public List<Passkey> of(RealmName realm, UserId owner) {
        return rows.of(realm, owner).stream()
                .map(row -> new Passkey(row.id, row.label, row.backupEligible, row.createdAt))
                .toList();
    }

    /** For {@code navigator.credentials.create} (WebAuthn §5.4), as JSON. */
    public String toMake(Realm realm, User user, byte[] challenge) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.putObject("rp").put("id", ceremonies.rpId()).put("name", realm.displayName());
        options.putObject("user")
                .put("id", WebAuthn.text(handle(user.id())))
                .put("name", user.username())
                .put("displayName", user.displayName());
        options.put("challenge", WebAuthn.text(challenge));
        ArrayNode parameters = options.putArray("pubKeyCredParams");
        WebAuthn.ALGORITHMS.forEach(
                algorithm -> parameters.addObject().put("type", "public-key").put("alg", algorithm));
        options.put("timeout", PATIENCE_MILLIS);
        listed(options.putArray("excludeCredentials"), realm.name(), user.id());
        options.putObject("authenticatorSelection")
                .put("residentKey", "required")
                .put("requireResidentKey", true)
                .put("userVerification", "required");
        return options.put("attestation", "none").toString();
    }

    /** For {@code navigator.credentials.get} (WebAuthn §5.5), as JSON: of {@code user}, or of whoever it is. */
    public String toUse(Realm realm, Optional<User> user, byte[] challenge) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("challenge", WebAuthn.text(challenge));
        options.put("rpId", ceremonies.rpId());
        options.put("timeout", PATIENCE_MILLIS);
        options.put("userVerification", user.isPresent() ? "preferred" : "required");
        user.ifPresent(known -> listed(options.putArray("allowCredentials"), realm.name(), known.id()));
        return options.toString();
    }

    private void listed(ArrayNode list, RealmName realm, UserId owner) {
        rows.of(realm, owner)
                .forEach(row -> list.addObject().put("type", "public-key").put("id", row.id));
    }

    /** Nothing when it was kept, else a stable word for why not. */
    public Optional<String> add(Realm realm, User user, byte[] challenge, String response, String label) {
        if (!offered(realm) || response.length() > LONGEST_RESPONSE) {
            return Optional.of("passkey-malformed");
        }
        if (rows.of(realm.name(), user.id()).size() >= MOST) {
            return Optional.of("passkeys-too-many");
        }
        try {
            WebAuthn.Made made = ceremonies.made(response, challenge);
            if (!firstUse(challenge)) {
                return Optional.of("passkey-challenge-reused");
            }
            if (!rows.add(realm.name(), user.id(), made, SafeText.line(label, LONGEST_LABEL), clock.instant())) {
                return Optional.of("passkey-known");
            }
        } catch (WebAuthn.Refused refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
        changed(realm.name(), user.id(), "passkey-added");
        return Optional.empty();
    }

    /** One of the user's is forgotten; false when they have none of that id. */
    public boolean remove(RealmName realm, UserId owner, String id) {
        boolean removed = rows.remove(realm, owner, id);
        if (removed) {
            changed(realm, owner, "passkey-removed");
        }
        return removed;
    }

    /** What came of a wish to be rid of one. */
    public sealed interface Removal {
        record Removed() implements Removal {}

        /** They have none of that id. */
        record Unknown() implements Removal {}

        /** Nothing else would let them in. */
        record LastWayIn() implements Removal {}
    }

    /** As {@link #remove}, by the one whose it is, and never the last way in. */
    public Removal removeOwn(Realm realm, UserId owner, String id) {
        Removal removal = RetriedTransaction.of(() -> {
            users.lock(owner.value()); // two at once must not each leave the other's
            if (rows.of(realm.name(), owner).stream().noneMatch(row -> row.id.equals(id))) {
                return new Removal.Unknown();
            }
            if (!waysIn.remainWithoutAKey(realm, owner.value())) {
                return new Removal.LastWayIn();
            }
            rows.remove(realm.name(), owner, id);
            return new Removal.Removed();
        });
        if (removal instanceof Removal.Removed) {
            changed(realm.name(), owner, "passkey-removed");
        }
        return removal;
    }

    /** @param expected whose it must be, beside a proof of theirs; nobody where it stands alone, and then its user is verified */
    @Transactional
    public PasskeyProof verify(Realm realm, Optional<User> expected, byte[] challenge, String response) {
        if (!offered(realm) || response.isBlank() || response.length() > LONGEST_RESPONSE) {
            return new PasskeyProof.Refused("passkey-malformed");
        }
        try {
            Optional<PasskeyEntity> row = rows.named(realm.name(), ceremonies.credential(response));
            if (row.isEmpty()) {
                return new PasskeyProof.Refused("passkey-unknown");
            }
            WebAuthn.Used used = ceremonies.used(response, row.get(), challenge, expected.isEmpty());
            return settle(realm, expected, challenge, row.get(), used);
        } catch (WebAuthn.Refused refused) {
            return new PasskeyProof.Refused(String.valueOf(refused.getMessage()));
        }
    }

    private PasskeyProof settle(
            Realm realm, Optional<User> expected, byte[] challenge, PasskeyEntity row, WebAuthn.Used used) {
        UserId owner = new UserId(row.userId);
        if (expected.filter(user -> !user.id().equals(owner)).isPresent()
                || used.userHandle()
                        .filter(said -> !MessageDigest.isEqual(said, handle(named(row))))
                        .isPresent()) {
            return new PasskeyProof.Refused("passkey-of-another");
        }
        if (!firstUse(challenge)) {
            return new PasskeyProof.Refused("passkey-challenge-reused");
        }
        Optional<UserEntity> person = users.locked(realm.name(), row.userId); // first, as everywhere
        if (person.filter(one -> one.user().enabled()).isEmpty()) {
            return new PasskeyProof.Refused("user-disabled");
        }
        if (activity.idleTooLong(person.get())) {
            return new PasskeyProof.Refused("idle-too-long");
        }
        if (!rows.used(realm.name(), row.userId, row.id, used.signCount())) {
            return new PasskeyProof.Refused("passkey-malicious-counter-value");
        }
        activity.note(person.get());
        return new PasskeyProof.Right(
                person.get().user(), words(Key.of(row.backupEligible), used.verified() || expected.isPresent()));
    }

    /** Where the key is, in the words of RFC 8176 §2: one that is copied to other devices is none in hardware. */
    private enum Key {
        SOFTWARE("swk"),
        HARDWARE("hwk");

        private final String word;

        Key(String word) {
            this.word = word;
        }

        static Key of(boolean copied) {
            return copied ? SOFTWARE : HARDWARE;
        }
    }

    /** RFC 8176 §2: the key, that a person was there, and together with something else two factors. */
    private static Set<String> words(Key key, boolean twoFactors) {
        Set<String> words = new TreeSet<>(Set.of(key.word, "user"));
        if (twoFactors) {
            words.add("mfa");
        }
        return words;
    }

    private boolean firstUse(byte[] challenge) {
        return records.firstUse(
                "passkey", WebAuthn.text(challenge), clock.instant().plus(CHALLENGE_REMEMBERED));
    }

    /** Who its owner was when it was made: before they became one with another, maybe. */
    private static UserId named(PasskeyEntity row) {
        return new UserId(row.handleOf == null ? row.userId : row.handleOf);
    }

    private static byte[] handle(UserId user) {
        return user.hex().getBytes(StandardCharsets.US_ASCII);
    }

    private void changed(RealmName realm, UserId owner, String what) {
        changes.announce(realm.value(), Accounts.TOPIC, owner.hex());
        audit.record(new AuditEvent.UserChanged(realm, Circumstances.from("").of(owner), what));
    }
}
