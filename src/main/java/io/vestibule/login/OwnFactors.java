package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Authenticator;
import io.vestibule.directory.Authenticators;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.Passkey;
import io.vestibule.directory.Passkeys;
import io.vestibule.directory.Passkeys.Removal;
import io.vestibule.directory.RecoveryCodes;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Sealer;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people who are signed in do with their own second factors. */
@ApplicationScoped
public class OwnFactors {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String USE = "own-authenticator";
    private static final Set<String> WORDS = Set.of("otp", "mfa");

    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final AuditLog audit;
    private final RecoveryCodes codes;
    private final SecondFactors factors;
    private final BrowserSessions sessions;
    private final Sealer sealer;
    private final Clock clock;

    OwnFactors(
            Authenticators authenticators,
            Passkeys passkeys,
            AuditLog audit,
            RecoveryCodes codes,
            SecondFactors factors,
            BrowserSessions sessions,
            Sealer sealer,
            Clock clock) {
        this.authenticators = authenticators;
        this.passkeys = passkeys;
        this.audit = audit;
        this.codes = codes;
        this.factors = factors;
        this.sessions = sessions;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** What somebody has. */
    public record Overview(
            List<Authenticator> authenticators, List<Passkey> passkeys, boolean passkeysOffered, int codesLeft) {
        public boolean any() {
            return !authenticators.isEmpty() || !passkeys.isEmpty();
        }
    }

    public Overview of(Realm realm, UserId owner) {
        return new Overview(
                authenticators.of(realm.name(), owner),
                passkeys.of(realm.name(), owner),
                passkeys.offered(realm),
                codes.left(owner));
    }

    /**
     * Whether this browser has shown a second factor, where its owner has any: a password alone, which the factor is to make
     * good for nothing, must not take it away.
     */
    public boolean provenEnough(Realm realm, User user, Visitor visitor) {
        return factors.of(realm.name(), user.id()).isEmpty()
                || sessions.current(realm, visitor)
                        .filter(here -> here.user().id().equals(user.id()))
                        .filter(here -> !here.session().context().factors().isEmpty())
                        .isPresent();
    }

    /** A seed for a new authenticator, and the same sealed for the form that comes back. */
    public record Offer(Secret seed, String sealed) {}

    public Offer offer(RealmName realm, SessionId session) {
        Secret seed = authenticators.fresh();
        String until = Long.toString(clock.instant().plus(PATIENCE).getEpochSecond());
        return new Offer(seed, sealer.seal(realm, USE, String.join("\n", session.toString(), until, seed.reveal())));
    }

    /** The offer again, in the session that it was made to. */
    public Optional<Offer> offered(RealmName realm, SessionId session, String sealed) {
        return sealer.open(realm, USE, sealed)
                .map(text -> text.split("\n", 3))
                .filter(parts -> parts[0].equals(session.toString()))
                .filter(parts -> Instant.ofEpochSecond(Long.parseLong(parts[1])).isAfter(clock.instant()))
                .map(parts -> new Offer(new Secret(parts[2]), sealed));
    }

    /**
     * What came of a first passcode.
     *
     * @param codes made now and to be shown, where there were none
     * @param cookie of the session, which has seen the factor now
     */
    public record Added(PasscodeCheck check, List<Secret> codes, Optional<BrowserCookie> cookie) {
        public boolean done() {
            return check == PasscodeCheck.RIGHT;
        }
    }

    public Added add(Realm realm, User user, Offer offer, String label, String passcode, Visitor visitor) {
        PasscodeCheck check = authenticators.confirm(realm, user, offer.seed(), label, passcode);
        if (check != PasscodeCheck.RIGHT) {
            return new Added(check, List.of(), Optional.empty());
        }
        Optional<BrowserCookie> cookie = sessions.current(realm, visitor)
                .filter(here -> here.user().id().equals(user.id()))
                .flatMap(here -> sessions.strengthen(realm, here, MfaRules.TOTP, WORDS, visitor));
        factors.choose(realm, user, true);
        List<Secret> made = codes.left(user.id()) > 0 ? List.of() : codes.renew(realm.name(), user.id());
        return new Added(check, made, cookie);
    }

    public boolean passkeysOffered(Realm realm) {
        return passkeys.offered(realm);
    }

    /** For the browser that is to make a passkey. */
    public String passkeyOptions(Realm realm, User user, Offer offer) {
        return passkeys.toMake(realm, user, PasskeyStep.challenge(offer.sealed()));
    }

    /** What came of a new passkey: {@code problem} is a word for the audit log. */
    public record AddedPasskey(Optional<String> problem, List<Secret> codes, Optional<BrowserCookie> cookie) {}

    public AddedPasskey addPasskey(
            Realm realm, User user, Offer offer, String label, String response, Visitor visitor) {
        Optional<String> problem = passkeys.add(realm, user, PasskeyStep.challenge(offer.sealed()), response, label);
        if (problem.isPresent()) {
            audit.refuse(new Refusal(
                    realm.name(), Circumstances.from(visitor.address()).of(user.id()), "passkey", problem.get()));
            return new AddedPasskey(problem, List.of(), Optional.empty());
        }
        Optional<BrowserCookie> cookie = sessions.current(realm, visitor)
                .filter(here -> here.user().id().equals(user.id()))
                .flatMap(here -> sessions.strengthen(realm, here, MfaRules.PASSKEY, Set.of("user", "mfa"), visitor));
        List<Secret> made = codes.left(user.id()) > 0 ? List.of() : codes.renew(realm.name(), user.id());
        return new AddedPasskey(Optional.empty(), made, cookie);
    }

    /** Never the last way in. With the last factor go the codes that stand for it. */
    public Removal remove(Realm realm, User user, String factor, Visitor visitor) {
        Removal removal = authenticators.remove(realm.name(), user.id(), factor)
                ? new Removal.Removed()
                : passkeys.removeOwn(realm, user.id(), factor);
        if (removal instanceof Removal.Removed
                && factors.of(realm.name(), user.id()).isEmpty()) {
            factors.forget(realm, user);
        }
        if (removal instanceof Removal.LastWayIn) {
            audit.refuse(new Refusal(
                    realm.name(), Circumstances.from(visitor.address()).of(user.id()), "factors", "last-way-in"));
        }
        return removal;
    }

    /** New codes in place of the old ones, for those who have a factor that they could stand for. */
    public List<Secret> renewCodes(Realm realm, User user) {
        return factors.of(realm.name(), user.id()).isEmpty() ? List.of() : codes.renew(realm.name(), user.id());
    }
}
