package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.directory.MergePlan;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Make these two accounts one?", both proven.
 *
 * @param flow the sealed flow, posted back as {@code flow}, with {@code answer} {@code yes} or {@code no}, {@code keep}, and
 *     {@code passcode} where it is asked for
 * @param keep {@code other} when the account that was proven second is the one that stays, else {@code this}
 * @param turned the same page the other way round
 * @param asks whether a second factor of the account that was proven second is still to be shown
 * @param obstacle why the person cannot do it alone
 */
public record MergeView(
        Optional<RealmName> pageRealm,
        URI action,
        String flow,
        String keep,
        URI turned,
        Person stays,
        Person goes,
        List<MergePlan.Part> parts,
        boolean asks,
        Optional<Problem> problem,
        Optional<Obstacle> obstacle)
        implements PageModel {
    public MergeView {
        parts = List.copyOf(parts);
    }

    /** @param id by which applications know them */
    public record Person(String displayName, String username, String id) {}

    /** With what was typed. */
    public enum Problem {
        WRONG,
        LOCKED
    }

    /** Who can do it instead. */
    public enum Obstacle {
        /** Somebody with authority over both. */
        OPERATOR,
        /** The person, signed in to the other one. */
        BEGIN_THERE
    }

    @Override
    public String template() {
        return "merge";
    }
}
