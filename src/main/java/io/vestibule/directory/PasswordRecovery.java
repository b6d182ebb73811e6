package io.vestibule.directory;

import io.vestibule.database.RetriedTransaction;
import io.vestibule.directory.LocalCredentialRepository.Candidate;
import io.vestibule.directory.NewPasswords.Chosen;
import io.vestibule.directory.NewPasswords.Terms;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Who may replace a password without knowing it, because they read the letters of the user's address; and doing it. */
@ApplicationScoped
public class PasswordRecovery {
    private final LocalCredentialRepository credentials;
    private final LocalCredentials passwords;
    private final UserRepository users;
    private final AccountMark mark;
    private final NewPasswords fresh;
    private final Activity activity;
    private final Event<PasswordReset> reset;
    private final Clock clock;

    PasswordRecovery(
            LocalCredentialRepository credentials,
            LocalCredentials passwords,
            UserRepository users,
            AccountMark mark,
            NewPasswords fresh,
            Activity activity,
            Event<PasswordReset> reset,
            Clock clock) {
        this.credentials = credentials;
        this.passwords = passwords;
        this.users = users;
        this.mark = mark;
        this.fresh = fresh;
        this.activity = activity;
        this.reset = reset;
        this.clock = clock;
    }

    /** What may be done for whoever was named. */
    public sealed interface Found {
        /** A link; {@code mark} changes with everything that makes the link void. */
        record May(User user, String address, String mark) implements Found {}

        /** Word of how they come in: they have no password. */
        record ComesElsewhere(User user, String address) implements Found {}

        /** Nothing; {@code reason} is for the audit log. */
        record Nobody(String reason, Optional<UserId> user) implements Found {}
    }

    /** By user name or address, as at the login page. Only an address that was proven is written to. */
    @Transactional
    public Found find(Realm realm, String typed) {
        if (!Sought.couldBeName(typed)) {
            return new Found.Nobody("malformed", Optional.empty());
        }
        String key = SafeText.key(typed.strip());
        Optional<Candidate> candidate = credentials.candidate(realm.name(), new Sought.Typed(key), clock.instant());
        if (candidate.isPresent()) {
            return objection(realm, candidate.get())
                    .<Found>map(reason -> nobody(reason, candidate.get().user()))
                    .orElseGet(() -> may(candidate.get().user()));
        }
        return users.byUsername(realm.name(), key)
                .or(() -> users.byEmail(realm.name(), key))
                .map(UserEntity::user)
                .map(PasswordRecovery::elsewhere)
                .orElseGet(() -> new Found.Nobody("unknown-name", Optional.empty()));
    }

    private Optional<String> objection(Realm realm, Candidate found) {
        User user = found.user();
        if (!user.enabled()) {
            return Optional.of("user-disabled");
        }
        if (found.locked() && realm.passwords().lockoutForever()) {
            return Optional.of(
                    "locked"); // until an administrator says otherwise; any other lock is on guesses, not on mail
        }
        if (activity.idleTooLong(realm, user.options(), found.lastActiveAt())) {
            return Optional.of("idle-too-long");
        }
        if (user.options().lockPassword().orElse(false)) {
            return Optional.of("only-by-administrators");
        }
        return proven(user).isEmpty() ? Optional.of("no-proven-address") : Optional.empty();
    }

    private Found may(User user) {
        Found none = nobody("no-proven-address", user);
        return proven(user)
                .<Found>map(address -> new Found.May(user, address, mark.of(user)))
                .orElse(none);
    }

    private static Found elsewhere(User user) {
        return proven(user)
                .filter(address -> user.enabled() && !user.connectors().isEmpty())
                .<Found>map(address -> new Found.ComesElsewhere(user, address))
                .orElseGet(() -> nobody(user.enabled() ? "no-password" : "user-disabled", user));
    }

    private static Found nobody(String reason, User user) {
        return new Found.Nobody(reason, Optional.of(user.id()));
    }

    private static Optional<String> proven(User user) {
        return user.email().filter(address -> user.emailVerified());
    }

    /** The user of a link, while nothing was changed since it was made. */
    @Transactional
    public Optional<User> stillGood(Realm realm, UserId id, String marked) {
        return credentials
                .candidate(realm.name(), new Sought.ById(id.value()), clock.instant())
                .filter(found -> objection(realm, found).isEmpty())
                .map(Candidate::user)
                .filter(user -> mark.of(user).equals(marked));
    }

    /**
     * Another password under the rules for those that people choose; whoever was signed in is signed out, and what was given
     * out is void. May block.
     *
     * @param marked the mark of the link, good until the very moment of writing: a hash takes its time, and its owner may take
     *     the account back meanwhile
     * @param claim asked once when nothing else stands in the way: of two at once one gets true
     */
    public PasswordChange reset(Realm realm, User user, String marked, Secret wanted, BooleanSupplier claim) {
        return switch (fresh.chosen(realm, user, wanted)) {
            case Prepared.Refused(PasswordChange why) -> why;
            case Prepared.Ready ready
            when !claim.getAsBoolean() -> new PasswordChange.NotProven(new PasswordCheck.Wrong("link-used"));
            case Prepared.Ready(PasswordHash hash) -> {
                Terms terms = fresh.terms(realm, user.options(), Chosen.BY_THE_USER_OVER_MAIL);
                PasswordChange done = RetriedTransaction.of(() -> write(realm, user, marked, hash, terms));
                if (done instanceof PasswordChange.Changed) {
                    reset.fire(new PasswordReset(realm.name(), user.id()));
                }
                yield done;
            }
        };
    }

    /** User first, as whoever changes anything that hangs on one: two at once wait for each other. */
    private PasswordChange write(Realm realm, User user, String marked, StoredHash hash, Terms terms) {
        users.lock(user.id().value());
        return stillGood(realm, user.id(), marked).isPresent()
                ? passwords.write(user, hash, terms)
                : new PasswordChange.NotProven(new PasswordCheck.Wrong("link-void"));
    }
}
