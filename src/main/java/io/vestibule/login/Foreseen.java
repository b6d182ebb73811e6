package io.vestibule.login;

import io.vestibule.directory.Prospect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a login would make of what a connector said: nothing of it was done.
 *
 * @param standing whether rules hold, and what they make of it
 * @param rulesOf the identity provider whose rules they are; empty without rules
 * @param reason why nobody comes in this way, as the audit log would say
 * @param groups that they would be in by this login
 * @param projects and the roles there
 * @param skipped why what the rules name would not be given, by what
 * @param lint what in the rules cannot be meant
 * @param prospect who they would be; none where nobody was named
 * @param told what there would be to tell applications of them, by claim
 */
public record Foreseen(
        Standing standing,
        String rulesOf,
        String reason,
        List<OfRule> rules,
        List<String> groups,
        List<String> projects,
        Map<String, String> skipped,
        List<String> lint,
        Optional<Prospect> prospect,
        Map<String, List<String>> told) {
    public enum Standing {
        UNRULED,
        CLOSED,
        MATCHED,
        NO_MATCH,
        FAULTY
    }

    /**
     * One of the rules, in their order.
     *
     * @param failing why it does not fit; none when it does
     * @param given what it gives, as JSON
     */
    public record OfRule(int number, Optional<String> failing, List<String> given) {}

    /** Nobody comes in by this. */
    static Foreseen nobody(
            Standing standing, String rulesOf, String reason, String word, List<OfRule> rules, List<String> lint) {
        return new Foreseen(
                standing,
                rulesOf,
                reason,
                rules,
                List.of(),
                List.of(),
                Map.of(),
                lint,
                Optional.of(new Prospect.Refused(word)),
                Map.of());
    }
}
