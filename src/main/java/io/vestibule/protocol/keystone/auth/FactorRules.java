package io.vestibule.protocol.keystone.auth;

import io.vestibule.directory.Directory;
import io.vestibule.directory.FactorPolicy;
import io.vestibule.directory.FactorPolicy.Demand;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.token.TokenSessions;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what was proven is enough for what the user's rules ask; where they have none, for what the realm demands and what
 * they chose themselves, which ask for a second factor beside a password and, of everybody, beside an upstream's or a front end's word.
 */
@ApplicationScoped
class FactorRules {
    private static final List<String> BESIDE_A_PASSWORD = List.of(MfaRules.PASSWORD, MfaRules.TOTP);
    private static final List<String> BESIDE_A_FRONT_END = List.of(ExternalMethod.NAME, MfaRules.TOTP);
    private static final List<String> BESIDE_AN_UPSTREAM = List.of(MfaRules.MAPPED, MfaRules.TOTP);

    private final Directory directory;
    private final SecondFactors factors;
    private final TokenSessions inSession;

    FactorRules(Directory directory, SecondFactors factors, TokenSessions inSession) {
        this.directory = directory;
        this.factors = factors;
        this.inSession = inSession;
    }

    /** Six digits are a second factor, not a first: alone they are enough only for those whose own rules say so. */
    boolean isOnlyASecondFactor(Realm realm, UserId user, Set<String> proven) {
        return proven.equals(Set.of(MfaRules.TOTP))
                && rules(directory.find(realm.name(), user)).rules().isEmpty();
    }

    /**
     * The rules when none of them is met; empty when one is, or there are none.
     *
     * @param line audit id of the first of the tokens that are continued
     */
    List<List<String>> unmet(Realm realm, UserId id, Set<String> proven, Optional<String> line) {
        Optional<User> user = directory.find(realm.name(), id);
        MfaRules own = rules(user);
        if (!own.rules().isEmpty()) {
            return own.satisfiedBy(proven) ? List.of() : own.rules();
        }
        if (!Collections.disjoint(proven, MfaRules.SECOND)) {
            return List.of();
        }
        Demand demand = FactorPolicy.of(realm).demand();
        List<List<String>> wanted = new ArrayList<>();
        if (demand != Demand.NOBODY || user.filter(who -> hasChosen(realm, who)).isPresent()) {
            wanted.add(BESIDE_A_PASSWORD);
        }
        if (demand == Demand.EVERYBODY) {
            wanted.add(BESIDE_AN_UPSTREAM);
            if (proven.contains(ExternalMethod.NAME)) {
                wanted.add(BESIDE_A_FRONT_END);
            }
        }
        boolean bound = wanted.stream().anyMatch(rule -> proven.contains(rule.getFirst()));
        // What the portal gave out in a session it asked for itself, and a passkey shown there has no place in every
        // token.
        return bound
                        && line.filter(first -> inSession.isOfSession(realm, first))
                                .isEmpty()
                ? wanted
                : List.of();
    }

    /** As at the portal: a wish counts while there is something to ask for. */
    private boolean hasChosen(Realm realm, User user) {
        return user.options().secondFactorChosen().orElse(false)
                && !factors.of(realm.name(), user.id()).isEmpty();
    }

    private static MfaRules rules(Optional<User> user) {
        return user.map(User::mfa).orElseGet(() -> new MfaRules(List.of()));
    }
}
