package io.vestibule.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.Extra;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Gives people rules and authenticators, for tests of other rooms. */
@ApplicationScoped
public class TestFactors {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final Accounts accounts;
    private final TotpSecrets secrets;
    private final TotpSecretRepository rows;
    private final PasskeyRepository passkeys;
    private final LocalCredentialRepository credentials;
    private final RecoveryCodes codes;
    private final SecondFactors all;
    private final Clock clock;

    TestFactors(
            Accounts accounts,
            TotpSecrets secrets,
            TotpSecretRepository rows,
            PasskeyRepository passkeys,
            LocalCredentialRepository credentials,
            RecoveryCodes codes,
            SecondFactors all,
            Clock clock) {
        this.accounts = accounts;
        this.secrets = secrets;
        this.rows = rows;
        this.passkeys = passkeys;
        this.credentials = credentials;
        this.codes = codes;
        this.all = all;
        this.clock = clock;
    }

    public Optional<User> person(Realm realm, String name) {
        return accounts.named(realm.name(), Domain.DEFAULT, name);
    }

    /** Somebody whom an administrator makes, with the password {@code NAME-password-1}. */
    public User made(Realm realm, String name, String email) {
        ObjectNode extra = Extra.none().tree().put("email", email);
        AccountOutcome outcome = accounts.create(
                realm,
                new Accounts.NewAccount(
                        Domain.DEFAULT,
                        name,
                        true,
                        Optional.of(new Secret(name + "-password-1")),
                        Optional.empty(),
                        UserOptions.none(),
                        Extra.of(extra)));
        return ((AccountOutcome.Done) outcome).user();
    }

    /** {@code rules} as JSON; null for none. */
    public void rule(Realm realm, User user, String rules) {
        option(realm, user, "{\"multi_factor_auth_rules\":" + rules + "}");
    }

    public void option(Realm realm, User user, String options) {
        ObjectNode wanted = new Extra(options).tree();
        accounts.update(realm, user.id(), AccountPatch.nothing().withOptions(wanted));
    }

    public void password(Realm realm, User user, String password) {
        accounts.update(realm, user.id(), AccountPatch.nothing().withPassword(Amendment.to(new Secret(password))));
    }

    public void enabled(Realm realm, User user, boolean enabled) {
        accounts.update(realm, user.id(), AccountPatch.nothing().withEnabled(enabled));
    }

    public void enrol(Realm realm, User user) {
        secrets.put(realm.name(), user.id(), "authenticator-" + UUID.randomUUID(), new Secret(SEED));
    }

    public void unenrol(Realm realm, User user) {
        rows.of(realm.name(), user.id()).forEach(seed -> secrets.remove(realm.name(), user.id(), seed.id));
    }

    public boolean has(Realm realm, User user) {
        return !all.of(realm.name(), user.id()).isEmpty();
    }

    public List<String> recoveryCodes(Realm realm, User user) {
        return codes.renew(realm.name(), user.id()).stream().map(Secret::reveal).toList();
    }

    /** One that nobody can use: what counts is that there is one. */
    public void passkey(Realm realm, User user, String id) {
        passkeys.add(
                realm.name(), user.id(), new WebAuthn.Made(id, new byte[] {1}, 0, false), "a key", clock.instant());
    }

    /** One whose key somebody has: {@code attested} as WebAuthn §6.5.1 lays it out. */
    public void passkey(Realm realm, User user, String id, byte[] attested) {
        passkeys.add(realm.name(), user.id(), new WebAuthn.Made(id, attested, 0, false), "a key", clock.instant());
    }

    /** As if an administrator had set the password: good only for choosing another. */
    @Transactional
    public void passwordToBeChanged(User user) {
        credentials.update("firstUse = true where userId = ?1", user.id().value());
    }

    /** As if the passkey had been used often elsewhere: by a copy of it. */
    @Transactional
    public void usedElsewhere(Realm realm, User user) {
        passkeys.of(realm.name(), user.id()).forEach(row -> passkeys.used(realm.name(), row.userId, row.id, 1_000_000));
    }

    /** Why an answer that was right for this server is refused by one at another address; empty when it is not. */
    public String elsewhere(URI base, Realm realm, User user, String response, String flow) {
        try {
            new WebAuthn(new BaseUrl(base))
                    .used(
                            response,
                            passkeys.of(realm.name(), user.id()).getFirst(),
                            Sha256.of("passkey " + flow).bytes(),
                            false);
            return "";
        } catch (WebAuthn.Refused refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    public int codesLeft(User user) {
        return codes.left(user.id());
    }

    /** Whatever the person set up alone goes, too. */
    public void reset(Realm realm, User user) {
        all.forget(realm, user);
    }

    public String passcodeOf(String key) {
        return passcodeOf(key, 0);
    }

    public String passcodeOf(String key, int stepsAway) {
        long step = clock.instant().getEpochSecond() / Passcode.STEP_SECONDS;
        return Passcode.at(Passcode.key(key).orElseThrow(), step + stepsAway);
    }

    public String passcode() {
        return Passcode.at(Passcode.key(SEED).orElseThrow(), clock.instant().getEpochSecond() / Passcode.STEP_SECONDS);
    }
}
