package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.directory.NewPasswords.Chosen;
import io.vestibule.directory.NewPasswords.Terms;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passwords of local users: whether one is right, and how another takes its place. */
@ApplicationScoped
public class LocalCredentials {
    /** The declared kind of connectors whose people these are. */
    public static final String CONNECTOR_KIND = "local";

    private final LocalCredentialRepository credentials;
    private final UserRepository users;
    private final NewPasswords fresh;
    private final TypedPasswords typed;
    private final GuessedNames names;
    private final Changes changes;
    private final AuditLog audit;

    LocalCredentials(
            LocalCredentialRepository credentials,
            UserRepository users,
            NewPasswords fresh,
            TypedPasswords typed,
            GuessedNames names,
            Changes changes,
            AuditLog audit) {
        this.credentials = credentials;
        this.users = users;
        this.fresh = fresh;
        this.typed = typed;
        this.names = names;
        this.changes = changes;
        this.audit = audit;
    }

    /** Checks what somebody typed; {@code name} may be a user name or an e-mail address. May block. */
    public PasswordCheck verify(Realm realm, String name, Secret password) {
        return Sought.couldBeName(name)
                ? typed.check(realm, new Sought.Typed(SafeText.key(name.strip())), password)
                : new PasswordCheck.Wrong(TypedPasswords.MALFORMED);
    }

    /** As {@link #verify(Realm, String, Secret)}, of whom a domain knows by that name and no address. */
    public PasswordCheck verify(Realm realm, DomainId domain, String name, Secret password) {
        return Sought.couldBeName(name)
                ? typed.check(realm, new Sought.InDomain(domain, SafeText.key(name)), password)
                : new PasswordCheck.Wrong(TypedPasswords.MALFORMED);
    }

    /** As {@link #verify(Realm, String, Secret)}, of a certain user. */
    public PasswordCheck verify(Realm realm, UserId id, Secret password) {
        return typed.check(realm, new Sought.ById(id.value()), password);
    }

    /** Whether the user has a password, however it stands with it. */
    public boolean has(UserId user) {
        return credentials.present(user.value()).isPresent();
    }

    /** Sets a password, on an administrator's word; earlier failures are forgotten. May block. */
    public PasswordChange set(Realm realm, UserId user, Secret password) {
        return set(realm, user, password, Chosen.BY_AN_ADMINISTRATOR, null);
    }

    /** As {@link #set}, marked as coming from the realm's file. */
    PasswordChange seed(Realm realm, UserId user, Secret password, byte[] seed) {
        return set(realm, user, password, Chosen.BY_THE_OPERATOR, seed);
    }

    /** A hash that was made elsewhere, marked as coming from the realm's file. It has to do until its owner signs in. */
    PasswordChange seed(Realm realm, UserId id, StoredHash hash, byte[] seed) {
        return users.read(realm.name(), id.value())
                .map(user -> write(
                        user,
                        hash,
                        fresh.terms(realm, user.options(), Chosen.BY_THE_OPERATOR)
                                .withSeed(seed)))
                .orElseGet(PasswordChange.UnknownUser::new);
    }

    private PasswordChange set(Realm realm, UserId id, Secret password, Chosen chosen, byte @Nullable [] seed) {
        Optional<User> user = users.read(realm.name(), id.value());
        if (user.isEmpty()) {
            return new PasswordChange.UnknownUser();
        }
        return switch (fresh.prepare(realm, password, List.of())) {
            case Prepared.Refused(PasswordChange why) -> why;
            case Prepared.Ready(PasswordHash hash) -> {
                Terms terms = fresh.terms(realm, user.get().options(), chosen).withSeed(seed);
                yield write(user.get(), hash, terms);
            }
        };
    }

    /** The user chooses a new password and says the present one first, which may have ended. May block. */
    public PasswordChange change(Realm realm, UserId id, Secret present, Secret wanted) {
        return change(realm, verify(realm, id, present), wanted);
    }

    /** As {@link #change(Realm, UserId, Secret, Secret)}, of whoever {@code name} is, and only of one that has ended. */
    public PasswordChange changeEnded(Realm realm, String name, Secret present, Secret wanted) {
        return changeEnded(realm, verify(realm, name, present), wanted);
    }

    /** As {@link #changeEnded(Realm, String, Secret, Secret)}, of whoever {@code proof} is of. */
    public PasswordChange changeEnded(Realm realm, PasswordCheck proof, Secret wanted) {
        return proof instanceof PasswordCheck.Right
                ? new PasswordChange.NotProven(new PasswordCheck.Wrong("password-has-not-ended"))
                : change(realm, proof, wanted);
    }

    private PasswordChange change(Realm realm, PasswordCheck proof, Secret wanted) {
        return switch (proof) {
            case PasswordCheck.Right(User user) -> change(realm, user, wanted);
            case PasswordCheck.Expired(User user) -> change(realm, user, wanted);
            case PasswordCheck.MustChange(User user) -> change(realm, user, wanted);
            case PasswordCheck.Wrong wrong -> new PasswordChange.NotProven(wrong);
            case PasswordCheck.Throttled throttled -> new PasswordChange.NotProven(throttled);
            case PasswordCheck.Busy busy -> new PasswordChange.Busy();
        };
    }

    private PasswordChange change(Realm realm, User user, Secret wanted) {
        if (user.options().lockPassword().orElse(false)) {
            return new PasswordChange.OnlyByAdministrators();
        }
        return switch (fresh.chosen(realm, user, wanted)) {
            case Prepared.Refused(PasswordChange why) -> why;
            case Prepared.Ready(PasswordHash hash) ->
                write(user, hash, fresh.terms(realm, user.options(), Chosen.BY_THE_USER));
        };
    }

    PasswordChange write(User user, StoredHash hash, Terms terms) {
        UUID id = user.id().value();
        boolean theirs = RetriedTransaction.joined(() -> {
            users.lock(id);
            boolean set = credentials.set(id, hash, terms);
            users.voidTokens(id, terms.now());
            changes.announce(user.realm().value(), Accounts.TOPIC, user.id().hex());
            return set;
        });
        if (!theirs) {
            return new PasswordChange.UnknownUser();
        }
        RetriedTransaction.afterwards(() -> {
            forgetGuesses(user);
            changed(user.realm(), user.id(), terms.declared() ? "password-declared" : "password-set");
        });
        return new PasswordChange.Changed();
    }

    void forgetGuesses(User user) {
        names.forget(user);
    }

    private void changed(RealmName realm, UserId user, String what) {
        audit.record(new AuditEvent.UserChanged(realm, Circumstances.from("").of(user), what));
    }
}
