package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.directory.NewPasswords.Chosen;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Users as administrators, and in their own affairs the users themselves, make and change them. */
@ApplicationScoped
public class Accounts {
    static final String TOPIC = "user";

    private final UserRepository users;
    private final AccountRepository queries;
    private final MergeRepository merges;
    private final DomainRepository domains;
    private final Profiles profiles;
    private final NewPasswords fresh;
    private final LocalCredentials passwords;
    private final LocalCredentialRepository credentials;
    private final TotpSecretRepository passcodes;
    private final RecoveryCodeRepository codes;
    private final Changes changes;
    private final Event<UserLeaving> leaving;
    private final AuditLog audit;
    private final Clock clock;

    Accounts(
            UserRepository users,
            AccountRepository queries,
            MergeRepository merges,
            DomainRepository domains,
            Profiles profiles,
            NewPasswords fresh,
            LocalCredentials passwords,
            LocalCredentialRepository credentials,
            TotpSecretRepository passcodes,
            RecoveryCodeRepository codes,
            Changes changes,
            Event<UserLeaving> leaving,
            AuditLog audit,
            Clock clock) {
        this.users = users;
        this.queries = queries;
        this.merges = merges;
        this.domains = domains;
        this.profiles = profiles;
        this.fresh = fresh;
        this.passwords = passwords;
        this.credentials = credentials;
        this.passcodes = passcodes;
        this.codes = codes;
        this.changes = changes;
        this.leaving = leaving;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A user to be made.
     *
     * @param extra where {@code email} becomes the profile's address when it is nobody else's
     */
    public record NewAccount(
            DomainId domain,
            String name,
            boolean enabled,
            Optional<Secret> password,
            Optional<ProjectId> defaultProject,
            UserOptions options,
            Extra extra) {}

    /** In any case of its letters. */
    public Optional<User> named(RealmName realm, DomainId domain, String name) {
        return queries.named(realm, domain, SafeText.key(name));
    }

    /**
     * Whom the realm's file declares under that name: nobody whom somebody else called so, and nobody who calls themselves
     * so at an upstream.
     */
    public Optional<User> declared(RealmName realm, Domain domain, String name) {
        return queries.declared(realm, SafeText.key(domain.qualified(name)));
    }

    /** By id. */
    public List<User> list(RealmName realm, AccountFilter filter) {
        return queries.list(realm, filter);
    }

    /** May block. */
    public AccountOutcome create(Realm realm, NewAccount wanted) {
        Optional<Prepared> prepared = wanted.password().map(password -> fresh.prepare(realm, password, List.of()));
        if (prepared.orElse(null) instanceof Prepared.Refused(PasswordChange why)) {
            return new AccountOutcome.PasswordRefused(why);
        }
        AccountOutcome outcome = RetriedTransaction.of(() -> insert(realm, wanted, prepared));
        return told(realm.name(), outcome, "provisioned");
    }

    private AccountOutcome insert(Realm realm, NewAccount wanted, Optional<Prepared> prepared) {
        Optional<Domain> domain = domains.read(realm.name(), wanted.domain());
        if (domain.isEmpty()) {
            return new AccountOutcome.UnknownDomain();
        }
        if (queries.isTaken(realm.name(), wanted.domain(), SafeText.key(wanted.name()), Optional.empty())) {
            return new AccountOutcome.NameTaken(wanted.name(), wanted.domain());
        }
        String username = profiles.free(realm.name(), domain.get().qualified(wanted.name()));
        UserEntity row = profiles.fresh(realm.name(), Origin.ADMINISTRATOR, wanted.domain(), wanted.name(), username);
        row.displayName = wanted.name();
        row.enabled = wanted.enabled();
        row.options = Extra.of(wanted.options().json()).json();
        row.extra = wanted.extra().json();
        row.defaultProjectId = wanted.defaultProject().map(ProjectId::value).orElse(null);
        profiles.takeEmail(row, wanted.extra().text("email"));
        users.add(row);
        if (prepared.orElse(null) instanceof Prepared.Ready(PasswordHash hash)) {
            credentials.set(row.id, hash, fresh.terms(realm, wanted.options(), Chosen.BY_AN_ADMINISTRATOR));
        }
        return done(realm.name(), row.id);
    }

    /** May block. */
    public AccountOutcome update(Realm realm, UserId id, AccountPatch patch) {
        Optional<User> before = users.read(realm.name(), id.value());
        if (before.isEmpty()) {
            return new AccountOutcome.Unknown();
        }
        Optional<Prepared> prepared = patch.password() instanceof Amendment.To<Secret>(Secret password)
                ? Optional.of(fresh.prepare(realm, password, List.of()))
                : Optional.empty();
        if (prepared.orElse(null) instanceof Prepared.Refused(PasswordChange why)) {
            return new AccountOutcome.PasswordRefused(why);
        }
        AccountOutcome outcome = locked(realm.name(), id, row -> Optional.of(change(realm, row, patch, prepared)))
                .orElseThrow();
        if (prepared.isPresent()) {
            passwords.forgetGuesses(before.get());
        }
        return told(realm.name(), outcome, "changed");
    }

    private AccountOutcome change(Realm realm, UserEntity row, AccountPatch patch, Optional<Prepared> prepared) {
        Optional<AccountOutcome> elsewhere = patch.isOfAccess() ? merges.away(row) : Optional.empty();
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        UserOptions options = UserOptions.read(row.options).with(patch.options());
        DomainId domain = new DomainId(row.domainId);
        String name = patch.name().orElse(row.name);
        if (queries.isTaken(realm.name(), domain, SafeText.key(name), Optional.of(row.id))) {
            return new AccountOutcome.NameTaken(name, domain);
        }
        if (!name.equals(row.name)) {
            Domain here = domains.read(realm.name(), domain).orElseThrow();
            profiles.rename(row, name, here.qualified(name));
        }
        patch.enabled().ifPresent(enabled -> enable(row, enabled));
        row.options = Extra.of(options.json()).json();
        row.extra = new Extra(row.extra).with(patch.extra()).json();
        switch (patch.defaultProject()) {
            case Amendment.Untouched<ProjectId> as -> {}
            case Amendment.Cleared<ProjectId> none -> row.defaultProjectId = null;
            case Amendment.To<ProjectId>(ProjectId project) -> row.defaultProjectId = project.value();
        }
        if (patch.extra().has("email")) {
            profiles.takeEmail(row, new Extra(row.extra).text("email"));
        }
        if (!(patch.password() instanceof Amendment.Untouched<Secret>)) {
            row.tokensValidAfter = clock.instant();
        }
        row.updatedAt = clock.instant();
        users.settle();
        if (prepared.orElse(null) instanceof Prepared.Ready(PasswordHash hash)) {
            credentials.set(row.id, hash, fresh.terms(realm, options, Chosen.BY_AN_ADMINISTRATOR));
        } else if (patch.password() instanceof Amendment.Cleared<Secret>) {
            credentials.deleteById(row.id);
        }
        return done(realm.name(), row.id);
    }

    private void enable(UserEntity row, boolean enabled) {
        if (row.enabled && !enabled) {
            row.tokensValidAfter = clock.instant(); // being enabled again brings nothing back
        }
        if (enabled) {
            row.lastActiveAt = clock.instant();
            credentials.unlock(row.id);
            passcodes.unlock(new UserId(row.id));
            codes.unlock(new UserId(row.id));
        }
        row.enabled = enabled;
    }

    /** Everything that hangs on the user goes with it; the id is never given to anybody else. */
    public AccountOutcome delete(RealmName realm, UserId id) {
        return delete(realm, id, merges::away);
    }

    /** @param butNot asked once nobody else can change the user: what is to be said instead of deleting */
    AccountOutcome delete(RealmName realm, UserId id, Function<UserEntity, Optional<AccountOutcome>> butNot) {
        Optional<AccountOutcome> not = locked(realm, id, butNot);
        if (not.isPresent()) {
            return not.get(); // nothing of theirs ends
        }
        leaving.fire(new UserLeaving(realm, id));
        AccountOutcome outcome = locked(
                        realm, id, row -> Optional.of(butNot.apply(row).orElseGet(() -> removed(realm, row))))
                .orElseThrow();
        return told(realm, outcome, "deleted");
    }

    private Optional<AccountOutcome> locked(
            RealmName realm, UserId id, Function<UserEntity, Optional<AccountOutcome>> work) {
        return RetriedTransaction.of(
                () -> users.locked(realm, id.value()).map(work).orElse(Optional.of(new AccountOutcome.Unknown())));
    }

    private AccountOutcome removed(RealmName realm, UserEntity row) {
        User before = row.user();
        users.remove(row.id);
        changes.announce(realm.value(), TOPIC, before.id().hex());
        return new AccountOutcome.Done(before);
    }

    private AccountOutcome done(RealmName realm, UUID id) {
        changes.announce(realm.value(), TOPIC, new UserId(id).hex());
        users.forgetRead();
        return new AccountOutcome.Done(users.byId(realm, id).orElseThrow().user());
    }

    private AccountOutcome told(RealmName realm, AccountOutcome outcome, String what) {
        if (outcome instanceof AccountOutcome.Done(User user)) {
            audit.record(
                    new AuditEvent.UserChanged(realm, Circumstances.from("").of(user.id()), what));
        }
        return outcome;
    }
}
