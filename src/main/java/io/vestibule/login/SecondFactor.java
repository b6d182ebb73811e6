package io.vestibule.login;

import io.vestibule.directory.FactorPolicy;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.RequestedContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether what somebody proved is enough: by the user's own rules, by the realm's, by their own choice, and for what the
 * relying party wants; asked at every door.
 */
@ApplicationScoped
class SecondFactor {
    /** For the audit log, at whatever door. */
    static final String NEEDED = "second-factor-needed";

    private static final Set<String> KINDS = Set.of(MfaRules.TOTP, MfaRules.PASSKEY);

    private final SecondFactors factors;

    SecondFactor(SecondFactors factors) {
        this.factors = factors;
    }

    sealed interface Need {
        record None() implements Need {}

        /** Any of {@code kinds}, which the user has, would do. */
        record Ask(Set<String> kinds) implements Need {}

        /** The user has none that would do, and may set one up now. */
        record Enrol() implements Need {}

        /** Nothing that can be asked for here would do. */
        record Impossible() implements Need {}
    }

    /** Whether what is wanted can be met beside whatever a first proof is worth. */
    static boolean couldMeet(Realm realm, RequestedContext wanted) {
        AuthnContext nothing = new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of());
        return !wanted.essential() || KINDS.stream().anyMatch(kind -> Assurance.meets(realm, nothing, wanted, kind));
    }

    /** What was proven, by which door. */
    record Proof(ConnectorId connector, AuthnContext context) {}

    Need need(Realm realm, Proof proof, User user, RequestedContext wanted) {
        Set<String> used = Methods.used(realm, proof.connector(), proof.context());
        Set<String> unused = KINDS.stream().filter(kind -> !used.contains(kind)).collect(Collectors.toSet());
        FactorPolicy policy = FactorPolicy.of(realm);
        MfaRules rules = user.mfa();
        if (!rules.satisfiedBy(used)) {
            Set<String> would = unused.stream()
                    .filter(kind -> rules.satisfiedBy(used, kind))
                    .collect(Collectors.toCollection(TreeSet::new));
            return asked(realm, user, would, policy.enrolAtLogin() ? new Need.Enrol() : new Need.Impossible());
        }
        if (proof.context().factors().isEmpty() && policyAsks(realm, proof.connector(), user)) {
            return bySetting(realm, proof, user, unused);
        }
        if (Assurance.meets(realm, proof.context(), wanted)) {
            return new Need.None();
        }
        Set<String> would = unused.stream()
                .filter(kind -> Assurance.meets(realm, proof.context(), wanted, kind))
                .collect(Collectors.toSet());
        boolean mayEnrol = wanted.essential() && policy.enrolAtLogin();
        Need need = asked(realm, user, would, mayEnrol ? new Need.Enrol() : new Need.None());
        return need instanceof Need.Impossible ? new Need.None() : need; // Demands tells the relying party
    }

    /**
     * As above, at a step of a login. Whoever proves an account in order to give it another way in for good shows the factor that
     * it has, asked for or not: with a stolen password alone they could stay for ever.
     */
    Need need(LoginContext context, Proof proof, User user) {
        if (context.link().isPresent() && proof.context().factors().isEmpty()) {
            Set<String> has = factors.of(context.realm().name(), user.id());
            if (!has.isEmpty()) {
                return new Need.Ask(has);
            }
        }
        return need(context.realm(), proof, user, context.request().context());
    }

    private Need bySetting(Realm realm, Proof proof, User user, Set<String> would) {
        if (demanded(realm, proof.connector())) {
            boolean mayEnrol = FactorPolicy.of(realm).enrolAtLogin();
            return asked(realm, user, would, mayEnrol ? new Need.Enrol() : new Need.Impossible());
        }
        Need need = asked(realm, user, would, new Need.None());
        if (need instanceof Need.None && factors.of(realm.name(), user.id()).isEmpty()) {
            // The last was taken away by another door: a wish for one would end every session at once.
            factors.choose(realm, user, false);
        }
        return need;
    }

    private Need asked(Realm realm, User user, Set<String> would, Need otherwise) {
        Set<String> has = factors.of(realm.name(), user.id());
        Set<String> can = new TreeSet<>(would);
        can.retainAll(has);
        if (!can.isEmpty()) {
            return new Need.Ask(can);
        }
        // Only an authenticator can be set up on the way, and not past a factor that the user has already.
        boolean enrol = would.contains(MfaRules.TOTP) && has.isEmpty();
        return otherwise instanceof Need.Enrol && !enrol ? new Need.Impossible() : otherwise;
    }

    /** Whether a session of that proof is still one by which the user may go on. */
    static boolean isStillEnough(Realm realm, Proof proof, User user) {
        return user.mfa().satisfiedBy(Methods.used(realm, proof.connector(), proof.context()))
                && (!proof.context().factors().isEmpty() || !policyAsks(realm, proof.connector(), user));
    }

    private static boolean policyAsks(Realm realm, ConnectorId connector, User user) {
        return demanded(realm, connector)
                || Methods.byPassword(realm, connector)
                        && user.options().secondFactorChosen().orElse(false);
    }

    private static boolean demanded(Realm realm, ConnectorId connector) {
        return switch (FactorPolicy.of(realm).demand()) {
            case NOBODY -> false;
            case PASSWORDS -> Methods.byPassword(realm, connector);
            case EVERYBODY -> true;
        };
    }
}
