package io.vestibule.login;

import io.vestibule.directory.FactorPolicy;
import io.vestibule.directory.Locks;
import io.vestibule.directory.MergePlan;
import io.vestibule.directory.MergePolicy;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.RecoveryCodes;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.User;
import io.vestibule.login.PendingLogin.Linking.Proof;
import io.vestibule.login.view.MergeView.Obstacle;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Whether people may make two accounts of theirs one without anybody's help: nothing may grow behind their back. */
@ApplicationScoped
class MergeRules {
    private final Locks locks;
    private final SecondFactors factors;
    private final RecoveryCodes codes;
    private final Administrators administrators;

    MergeRules(Locks locks, SecondFactors factors, RecoveryCodes codes, Administrators administrators) {
        this.locks = locks;
        this.factors = factors;
        this.codes = codes;
        this.administrators = administrators;
    }

    sealed interface Word {
        record Free() implements Word {}

        /** A passcode of the account that was proven second, or a code on paper. */
        record Asks() implements Word {}

        /** {@code reason} is a stable word for the audit log. */
        record No(Obstacle obstacle, String reason) implements Word {}
    }

    /**
     * @param other whose upstream identity was proven beside a session
     * @param shown whether a factor of theirs was shown, too
     */
    Word of(Realm realm, MergePlan plan, User other, Proof proof, boolean shown) {
        User stays = plan.survivor();
        User goes = plan.merged();
        if (!MergePolicy.of(realm).byPeople()) {
            return no("merging-by-operators-only");
        }
        if (!stays.domain().equals(goes.domain())) {
            return no("user-of-another-domain"); // somebody else decides who is in it
        }
        if (plan.obstacle().isPresent()) {
            return no(plan.obstacle().get());
        }
        if (locks.holds(stays) || locks.holds(goes)) {
            return no("user-locked");
        }
        // The weakest way in to the one would open what the other may do.
        if (!asksEverybody(realm, plan.rules()) && (administrators.include(stays) || administrators.include(goes))) {
            return no("administrator");
        }
        return shown ? new Word.Free() : factorOf(realm, other, proof); // also by the last code on paper
    }

    /** An upstream's word proves the other account as far as it goes; what the account asks for beside it is asked for here. */
    private Word factorOf(Realm realm, User other, Proof proof) {
        Set<String> has = factors.of(realm.name(), other.id());
        if (has.contains(MfaRules.TOTP) || !has.isEmpty() && codes.left(other.id()) > 0) {
            return new Word.Asks();
        }
        boolean enough =
                has.isEmpty() && other.mfa().satisfiedBy(Methods.used(realm, proof.connector(), proof.context()));
        return enough ? new Word.Free() : new Word.No(Obstacle.BEGIN_THERE, "factor-of-the-other");
    }

    /** Rules of one's own stand instead of what the realm demands, also where they ask for less. */
    static boolean asksEverybody(Realm realm, MfaRules own) {
        return own.rules().isEmpty()
                ? FactorPolicy.of(realm).demand() == FactorPolicy.Demand.EVERYBODY
                : own.alwaysAskForAFactor();
    }

    private static Word no(String reason) {
        return new Word.No(Obstacle.OPERATOR, reason);
    }
}
