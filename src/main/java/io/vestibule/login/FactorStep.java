package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.Passkeys;
import io.vestibule.directory.RecoveryCodes;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.RealmName;
import io.vestibule.login.BetweenFactors.Halfway;
import io.vestibule.login.SecondFactor.Need;
import io.vestibule.login.SecondFactor.Proof;
import io.vestibule.login.view.FactorView;
import io.vestibule.login.view.FactorView.Problem;
import io.vestibule.login.view.PasskeyForm;
import io.vestibule.relyingparty.Refusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The passcode of an authenticator after a first factor, or a code on paper for who lost it. */
@ApplicationScoped
public class FactorStep {
    /** RFC 8176 §2: a one-time password, and more than one factor. */
    private static final Set<String> WORDS = Set.of("otp", "mfa");

    private final LoginFlow flow;
    private final BetweenFactors between;
    private final HalfProven waiting;
    private final SecondFactor factor;
    private final TotpSecrets totp;
    private final RecoveryCodes codes;
    private final Passkeys passkeys;
    private final LoginThrottle throttle;
    private final Refusals refusals;
    private final LoginUrls urls;

    FactorStep(
            LoginFlow flow,
            BetweenFactors between,
            HalfProven waiting,
            SecondFactor factor,
            TotpSecrets totp,
            RecoveryCodes codes,
            Passkeys passkeys,
            LoginThrottle throttle,
            Refusals refusals,
            LoginUrls urls) {
        this.flow = flow;
        this.between = between;
        this.waiting = waiting;
        this.factor = factor;
        this.totp = totp;
        this.codes = codes;
        this.passkeys = passkeys;
        this.throttle = throttle;
        this.refusals = refusals;
        this.urls = urls;
    }

    /** What was typed, into one of two fields. */
    public record Typed(String passcode, String recovery) {
        boolean isEmpty() {
            return passcode.isBlank() && recovery.isBlank();
        }
    }

    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> page(halfway, sealed, Optional.empty()));
    }

    /** The posted form. */
    public BrowserReply submit(RealmName realm, String sealed, Typed typed, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> {
            if (typed.isEmpty()) {
                return page(halfway, sealed, Optional.of(Problem.INCOMPLETE));
            }
            if (!throttle.mayTry(visitor.address())) {
                between.refused(halfway, visitor, "factor", "address-throttled");
                return page(halfway, sealed, Optional.of(Problem.LOCKED));
            }
            return between.taking(halfway, visitor, taken -> verify(taken, typed, visitor));
        });
    }

    /** The person goes back: the relying party is told. */
    public BrowserReply cancel(RealmName realm, String sealed, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> {
            waiting.take(halfway.context(), halfway.proving());
            return refusals.toRelyingParty(halfway.context(), visitor, Reason.ACCESS_DENIED, "cancelled");
        });
    }

    /** "Not you?": what was proven so far is given up. */
    public BrowserReply another(RealmName realm, String sealed, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> {
            waiting.take(halfway.context(), halfway.proving());
            return flow.another(halfway.context(), visitor);
        });
    }

    private BrowserReply verify(Halfway taken, Typed typed, Visitor visitor) {
        AuthnContext before = taken.proven().context();
        if (!typed.recovery().isBlank()) {
            return recovered(taken, typed.recovery(), visitor);
        }
        if (!asks(taken).contains(MfaRules.TOTP)) {
            return again(taken, visitor, "passcode-not-asked", Problem.WRONG);
        }
        PasscodeCheck check = totp.verify(taken.context().realm(), taken.user(), typed.passcode());
        return switch (check) {
            case RIGHT -> between.goOn(taken, before.with(MfaRules.TOTP, WORDS), visitor);
            case WRONG, FULL -> again(taken, visitor, check.reason(), Problem.WRONG);
            case USED_BEFORE -> again(taken, visitor, check.reason(), Problem.USED_BEFORE);
            case LOCKED -> again(taken, visitor, check.reason(), Problem.LOCKED);
        };
    }

    private BrowserReply recovered(Halfway taken, String code, Visitor visitor) {
        if (!recoveryWouldDo(taken)) {
            return again(taken, visitor, "recovery-not-asked", Problem.WRONG_RECOVERY);
        }
        return switch (codes.verify(taken.context().realm(), taken.user(), code)) {
            case RIGHT -> between.goOn(taken, taken.proven().context().with(Methods.RECOVERY, WORDS), visitor);
            case LOCKED -> again(taken, visitor, "recovery-code-locked", Problem.LOCKED);
            case WRONG, USED_BEFORE, FULL -> again(taken, visitor, "wrong-recovery-code", Problem.WRONG_RECOVERY);
        };
    }

    BrowserReply again(Halfway taken, Visitor visitor, String reason, Problem problem) {
        throttle.failed(visitor.address());
        between.refused(taken, visitor, "factor", reason);
        return page(taken, waiting.keep(taken.context(), taken.proven()), Optional.of(problem));
    }

    /** Which kinds would do now. */
    Set<String> asks(Halfway halfway) {
        LoginContext context = halfway.context();
        Proof proof = new Proof(halfway.proven().connector(), halfway.proven().context());
        return factor.need(context, proof, halfway.user()) instanceof Need.Ask(Set<String> kinds) ? kinds : Set.of();
    }

    /** Not where a passkey and nothing weaker is wanted. */
    private boolean recoveryWouldDo(Halfway halfway) {
        LoginContext context = halfway.context();
        Proof proof = new Proof(
                halfway.proven().connector(), halfway.proven().context().with(Methods.RECOVERY, WORDS));
        return codes.left(halfway.user().id()) > 0
                && Assurance.meets(
                        context.realm(), proof.context(), context.request().context())
                && factor.need(context, proof, halfway.user()) instanceof Need.None;
    }

    private Optional<PasskeyForm> passkey(Halfway halfway, String sealed, Set<String> kinds) {
        LoginContext context = halfway.context();
        return kinds.contains(MfaRules.PASSKEY) && passkeys.offered(context.realm())
                ? Optional.of(new PasskeyForm(
                        urls.passkeyBeside(context.realm().name()),
                        passkeys.toUse(context.realm(), Optional.of(halfway.user()), PasskeyStep.challenge(sealed))))
                : Optional.empty();
    }

    private BrowserReply page(Halfway halfway, String sealed, Optional<Problem> problem) {
        LoginContext context = halfway.context();
        RealmName realm = context.realm().name();
        Set<String> kinds = asks(halfway);
        FactorView view = new FactorView(
                Optional.of(realm),
                context.view(),
                urls.factorAction(realm),
                sealed,
                halfway.user().displayName(),
                halfway.user().username(),
                kinds.contains(MfaRules.TOTP),
                passkey(halfway, sealed, kinds),
                recoveryWouldDo(halfway),
                problem,
                urls.factorAction(realm));
        int status = problem.map(why -> switch (why) {
                    case INCOMPLETE -> 400;
                    case WRONG, WRONG_RECOVERY, USED_BEFORE, PASSKEY -> 403;
                    case LOCKED -> 429;
                })
                .orElse(200);
        return new BrowserReply.Page(status, view, List.of(context.request().replyTo()), List.of());
    }
}
