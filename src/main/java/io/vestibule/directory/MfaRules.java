package io.vestibule.directory;

import io.vestibule.mapping.FederatedRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which authentication methods somebody has to use, by their names in the Identity API: any one of the rules, all of its
 * methods. A rule that names a method which nobody can use is met by nobody: leaving it out would let in whoever was to be
 * kept out.
 *
 * @param rules empty when any way in will do
 */
public record MfaRules(List<List<String>> rules) {
    public static final String PASSWORD = "password";
    public static final String TOTP = "totp";

    /** Somebody whom an upstream vouches for, however. */
    public static final String MAPPED = "mapped";

    /** A word of ours, which the Identity API cannot prove. */
    public static final String PASSKEY = "passkey";

    /** A word of ours: a code on paper, which stands for the authenticator that was lost. */
    public static final String RECOVERY = "recovery";

    /** Any of these beside a first factor makes two. */
    public static final Set<String> SECOND = Set.of(TOTP, PASSKEY, RECOVERY);

    static MfaRules of(UserOptions options) {
        return new MfaRules(
                options.mfaEnabled().orElse(true) ? options.mfaRules().orElse(List.of()) : List.of());
    }

    public boolean satisfiedBy(Set<String> methods) {
        return rules.isEmpty() || rules.stream().anyMatch(methods::containsAll);
    }

    /** What satisfies both: one rule of these and one of those, together. */
    MfaRules and(MfaRules others) {
        if (rules.isEmpty() || others.rules.isEmpty()) {
            return rules.isEmpty() ? others : this;
        }
        return new MfaRules(rules.stream()
                .flatMap(mine -> others.rules.stream()
                        .map(theirs -> Stream.concat(mine.stream(), theirs.stream())
                                .distinct()
                                .sorted()
                                .toList()))
                .distinct()
                .toList());
    }

    /** Whether nobody comes in without a factor that this server itself has seen. */
    public boolean alwaysAskForAFactor() {
        return !rules.isEmpty() && rules.stream().allMatch(rule -> rule.contains(TOTP) || rule.contains(PASSKEY));
    }

    /** Whether some rule asks for {@code method} and nothing else. */
    public boolean isMetBy(String method) {
        return rules.stream().anyMatch(rule -> Set.copyOf(rule).equals(Set.of(method)));
    }

    /** Whether {@code method} beside {@code methods} would do. */
    public boolean satisfiedBy(Set<String> methods, String method) {
        Set<String> all = new HashSet<>(methods);
        all.add(method);
        return satisfiedBy(all);
    }

    /**
     * What an upstream of that declared kind vouches for: {@code password} of our own users, {@code mapped} and the name of
     * its protocol of others'. Its word about factors used over there is not ours.
     */
    public static Set<String> methodsOf(String connectorKind) {
        return connectorKind.equals(LocalCredentials.CONNECTOR_KIND)
                ? Set.of(PASSWORD)
                : Stream.of(MAPPED, FederatedRules.protocolOf(connectorKind)).collect(Collectors.toUnmodifiableSet());
    }
}
