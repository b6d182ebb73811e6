package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All second factors of somebody together, whatever they are. */
@ApplicationScoped
public class SecondFactors {
    private final TotpSecrets totp;
    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final RecoveryCodes codes;
    private final Accounts accounts;
    private final UserRepository users;
    private final Changes changes;
    private final Event<FactorsReset> reset;
    private final AuditLog audit;
    private final Clock clock;

    SecondFactors(
            TotpSecrets totp,
            Authenticators authenticators,
            Passkeys passkeys,
            RecoveryCodes codes,
            Accounts accounts,
            UserRepository users,
            Changes changes,
            Event<FactorsReset> reset,
            AuditLog audit,
            Clock clock) {
        this.totp = totp;
        this.authenticators = authenticators;
        this.passkeys = passkeys;
        this.codes = codes;
        this.accounts = accounts;
        this.users = users;
        this.changes = changes;
        this.reset = reset;
        this.audit = audit;
        this.clock = clock;
    }

    /** Which kinds this user has, as {@link MfaRules} calls them. */
    public Set<String> of(RealmName realm, UserId owner) {
        Set<String> kinds = new TreeSet<>();
        if (totp.has(realm, owner)) {
            kinds.add(MfaRules.TOTP);
        }
        if (!passkeys.of(realm, owner).isEmpty()) {
            kinds.add(MfaRules.PASSKEY);
        }
        return kinds;
    }

    /** Whether one is to be asked for after every password of theirs. */
    public void choose(Realm realm, User user, boolean wanted) {
        var options = Extra.none().tree();
        if (wanted) {
            options.put(UserOptions.SECOND_FACTOR_CHOSEN, true);
        } else {
            options.putNull(UserOptions.SECOND_FACTOR_CHOSEN);
        }
        accounts.update(realm, user.id(), AccountPatch.nothing().withOptions(options));
    }

    /**
     * Whoever lost everything starts afresh, on an operator's word. Whoever found it may be signed in by it: every session ends,
     * and what was given out is void, as with a password that an operator sets. That comes first: a session that counted while
     * there is no factor any more could add one (security case 43).
     *
     * @param actor the operator, as {@link AuditEvent.UserChanged} names one
     * @return false when there was nothing to forget
     */
    public boolean reset(Realm realm, User user, String actor) {
        makeVoid(user);
        boolean any = forget(realm, user);
        makeVoid(user); // what was begun with the found device meanwhile, too
        if (any) {
            audit.record(new AuditEvent.UserChanged(
                    realm.name(), Circumstances.from("").of(user.id()), "second-factors-reset", Optional.of(actor)));
        }
        reset.fire(new FactorsReset(realm.name(), user.id()));
        return any;
    }

    private void makeVoid(User user) {
        RetriedTransaction.joined(() -> {
            users.voidTokens(user.id().value(), clock.instant());
            changes.announce(user.realm().value(), Accounts.TOPIC, user.id().hex());
            return true;
        });
    }

    /** Everything that somebody could show, and their wish to be asked for it; false when there was nothing. */
    public boolean forget(Realm realm, User user) {
        boolean any = !of(realm.name(), user.id()).isEmpty() || codes.left(user.id()) > 0;
        authenticators
                .of(realm.name(), user.id())
                .forEach(one -> authenticators.remove(realm.name(), user.id(), one.id()));
        passkeys.of(realm.name(), user.id()).forEach(one -> passkeys.remove(realm.name(), user.id(), one.id()));
        codes.forget(user.id());
        choose(realm, user, false);
        return any;
    }
}
