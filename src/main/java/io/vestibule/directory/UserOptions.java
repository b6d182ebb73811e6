package io.vestibule.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is different for one user. Absent is not the same as false to whoever reads it back.
 *
 * @param lockPassword the user may not change the password, only an administrator
 * @param mfaEnabled whether {@code mfaRules} bind; absent means they do
 * @param secondFactorChosen the person wants a second factor to be asked for after a password of theirs; ours alone
 * @param mfaRules any one of these sets of authentication methods must be complete; none means no rule
 */
public record UserOptions(
        Optional<Boolean> ignoreChangePasswordUponFirstUse,
        Optional<Boolean> ignorePasswordExpiry,
        Optional<Boolean> ignoreLockoutFailureAttempts,
        Optional<Boolean> ignoreUserInactivity,
        Optional<Boolean> lockPassword,
        Optional<Boolean> mfaEnabled,
        Optional<Boolean> secondFactorChosen,
        Optional<List<List<String>>> mfaRules) {
    private static final String FIRST_USE = "ignore_change_password_upon_first_use";
    private static final String EXPIRY = "ignore_password_expiry";
    private static final String LOCKOUT = "ignore_lockout_failure_attempts";
    private static final String INACTIVITY = "ignore_user_inactivity";
    private static final String LOCK_PASSWORD = "lock_password";
    private static final String MFA_ENABLED = "multi_factor_auth_enabled";
    static final String SECOND_FACTOR_CHOSEN = "second_factor_chosen";
    private static final String MFA_RULES = "multi_factor_auth_rules";
    private static final UserOptions NONE = of(Extra.none().tree());

    /** The names under which the Identity API knows them. */
    public static final List<String> NAMES =
            List.of(FIRST_USE, EXPIRY, LOCKOUT, INACTIVITY, LOCK_PASSWORD, MFA_ENABLED, MFA_RULES);

    public static UserOptions none() {
        return NONE;
    }

    /** As the Identity API writes them; what is null or unknown is left out. */
    public static UserOptions of(JsonNode options) {
        return new UserOptions(
                flag(options, FIRST_USE),
                flag(options, EXPIRY),
                flag(options, LOCKOUT),
                flag(options, INACTIVITY),
                flag(options, LOCK_PASSWORD),
                flag(options, MFA_ENABLED),
                flag(options, SECOND_FACTOR_CHOSEN),
                Optional.ofNullable(options.get(MFA_RULES))
                        .filter(JsonNode::isArray)
                        .map(UserOptions::rules));
    }

    static UserOptions read(String json) {
        return json.equals("{}") ? NONE : of(new Extra(json).tree());
    }

    /** As the Identity API writes them. */
    public ObjectNode json() {
        ObjectNode json = Extra.none().tree();
        Map.of(
                        FIRST_USE, ignoreChangePasswordUponFirstUse,
                        EXPIRY, ignorePasswordExpiry,
                        LOCKOUT, ignoreLockoutFailureAttempts,
                        INACTIVITY, ignoreUserInactivity,
                        LOCK_PASSWORD, lockPassword,
                        MFA_ENABLED, mfaEnabled,
                        SECOND_FACTOR_CHOSEN, secondFactorChosen)
                .forEach((name, flag) -> flag.ifPresent(value -> json.put(name, value)));
        mfaRules.ifPresent(rules -> {
            ArrayNode all = json.putArray(MFA_RULES);
            for (List<String> rule : rules) {
                ArrayNode one = all.addArray();
                rule.forEach(one::add);
            }
        });
        return json;
    }

    /** These with what {@code changes} names said anew; null takes an option away. */
    public UserOptions with(JsonNode changes) {
        ObjectNode all = json();
        changes.properties().forEach(change -> all.set(change.getKey(), change.getValue()));
        return of(all);
    }

    /** These for somebody who is both: asked for whatever either is asked for. Nothing that makes it easier comes along. */
    UserOptions strengthenedBy(UserOptions others) {
        MfaRules rules = MfaRules.of(this).and(MfaRules.of(others));
        boolean anew = !rules.equals(MfaRules.of(this));
        return new UserOptions(
                spares(ignoreChangePasswordUponFirstUse, others.ignoreChangePasswordUponFirstUse),
                spares(ignorePasswordExpiry, others.ignorePasswordExpiry),
                spares(ignoreLockoutFailureAttempts, others.ignoreLockoutFailureAttempts),
                spares(ignoreUserInactivity, others.ignoreUserInactivity),
                others.lockPassword().filter(Boolean::booleanValue).or(() -> lockPassword),
                anew ? Optional.of(true) : mfaEnabled,
                others.secondFactorChosen().filter(Boolean::booleanValue).or(() -> secondFactorChosen),
                anew ? Optional.of(rules.rules()) : mfaRules);
    }

    /** What spares somebody something holds of one whom it spares as either. */
    private static Optional<Boolean> spares(Optional<Boolean> mine, Optional<Boolean> theirs) {
        return mine.filter(spared -> !spared || theirs.orElse(false));
    }

    private static Optional<Boolean> flag(JsonNode options, String name) {
        return Optional.ofNullable(options.get(name))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue);
    }

    private static List<List<String>> rules(JsonNode array) {
        List<List<String>> rules = new ArrayList<>();
        for (JsonNode rule : array) {
            List<String> methods = new ArrayList<>();
            rule.forEach(method -> methods.add(method.asText()));
            rules.add(List.copyOf(methods));
        }
        return List.copyOf(rules);
    }
}
