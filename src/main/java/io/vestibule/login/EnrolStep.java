package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Authenticators;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.RecoveryCodes;
import io.vestibule.directory.SecondFactors;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.login.BetweenFactors.Halfway;
import io.vestibule.login.view.CodesView;
import io.vestibule.login.view.EnrolView;
import io.vestibule.login.view.EnrolView.Problem;
import io.vestibule.relyingparty.Refusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who must have a second factor and has none sets an authenticator up before the login goes on. */
@ApplicationScoped
public class EnrolStep {
    private static final Set<String> WORDS = Set.of("otp", "mfa");

    private final BetweenFactors between;
    private final HalfProven waiting;
    private final Authenticators authenticators;
    private final SecondFactors factors;
    private final RecoveryCodes codes;
    private final LoginThrottle throttle;
    private final Refusals refusals;
    private final LoginUrls urls;

    EnrolStep(
            BetweenFactors between,
            HalfProven waiting,
            Authenticators authenticators,
            SecondFactors factors,
            RecoveryCodes codes,
            LoginThrottle throttle,
            Refusals refusals,
            LoginUrls urls) {
        this.between = between;
        this.waiting = waiting;
        this.authenticators = authenticators;
        this.factors = factors;
        this.codes = codes;
        this.throttle = throttle;
        this.refusals = refusals;
        this.urls = urls;
    }

    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> page(halfway, sealed, Optional.empty(), visitor));
    }

    /** The first passcode of the new authenticator. */
    public BrowserReply submit(RealmName realm, String sealed, String passcode, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> {
            if (passcode.isBlank()) {
                return page(halfway, sealed, Optional.of(Problem.INCOMPLETE), visitor);
            }
            if (!throttle.mayTry(visitor.address())) {
                between.refused(halfway, visitor, "enrol", "address-throttled");
                return page(halfway, sealed, Optional.of(Problem.LOCKED), visitor);
            }
            return between.taking(halfway, visitor, taken -> confirm(taken, passcode, visitor));
        });
    }

    /** The person has read the codes, and the login goes on. */
    public BrowserReply done(RealmName realm, String sealed, Visitor visitor) {
        return between.during(
                realm,
                sealed,
                visitor,
                halfway -> between.taking(
                        halfway,
                        visitor,
                        taken -> between.goOn(taken, taken.proven().context(), visitor)));
    }

    /** The person goes back: the relying party is told. */
    public BrowserReply cancel(RealmName realm, String sealed, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> {
            waiting.take(halfway.context(), halfway.proving());
            return refusals.toRelyingParty(halfway.context(), visitor, Reason.ACCESS_DENIED, "cancelled");
        });
    }

    private BrowserReply confirm(Halfway taken, String passcode, Visitor visitor) {
        LoginContext context = taken.context();
        RealmName realm = context.realm().name();
        Optional<String> seed = taken.proven().offered();
        if (seed.isEmpty() || !factors.of(realm, taken.user().id()).isEmpty()) {
            // Set up meanwhile, elsewhere: whoever comes second is asked for it, not let past it.
            return between.goOn(taken, taken.proven().context(), visitor);
        }
        PasscodeCheck check =
                authenticators.confirm(context.realm(), taken.user(), new Secret(seed.get()), "", passcode);
        if (check != PasscodeCheck.RIGHT) {
            throttle.failed(visitor.address());
            between.refused(taken, visitor, "enrol", check.reason());
            return page(taken, waiting.keep(context, taken.proven()), Optional.of(Problem.WRONG), visitor);
        }
        AuthnContext more = taken.proven().context().with(MfaRules.TOTP, WORDS);
        String flow = waiting.keep(context, taken.proven().knowing(more));
        List<Secret> made = codes.renew(realm, taken.user().id());
        CodesView view = new CodesView(
                Optional.of(realm), Optional.of(context.view()), made, urls.enrolledAction(realm), Optional.of(flow));
        return new BrowserReply.Page(200, view, List.of(context.request().replyTo()), List.of());
    }

    private BrowserReply page(Halfway halfway, String sealed, Optional<Problem> problem, Visitor visitor) {
        LoginContext context = halfway.context();
        RealmName realm = context.realm().name();
        Optional<String> seed = halfway.proven().offered();
        if (seed.isEmpty()) {
            return between.taking(
                    halfway,
                    visitor,
                    taken -> between.goOn(taken, taken.proven().context(), visitor));
        }
        EnrolView view = new EnrolView(
                Optional.of(realm),
                Optional.of(context.view()),
                urls.enrolAction(realm),
                sealed,
                new EnrolView.Seed(context.realm().displayName(), halfway.user().username(), new Secret(seed.get())),
                EnrolView.Why.DEMANDED,
                Optional.empty(),
                problem,
                urls.enrolAction(realm));
        return new BrowserReply.Page(
                EnrolView.status(problem), view, List.of(context.request().replyTo()), List.of());
    }
}
