package io.vestibule.login;

import io.vestibule.connector.Shown;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Claims as an operator's page shows them: not more than can be read, and nothing with which somebody could sign in.
 *
 * @param more how many further claims there are
 */
public record ShownClaims(List<Claim> claims, int more) {
    private static final int MOST_CLAIMS = 100;
    private static final int MOST_VALUES = 20;
    private static final int LOOKED_AT = 4_096;
    private static final Pattern SECRET_NAME =
            Pattern.compile("token|secret|password|passwd|private_?key|api_?key|nonce|_hash", Pattern.CASE_INSENSITIVE);
    /** RFC 7515 §7.1; the header of every one begins as an object in JSON does. */
    private static final Pattern COMPACT_JWS = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.");

    /**
     * One of them.
     *
     * @param secret whether there are values that are not shown
     * @param more how many further values there are
     */
    public record Claim(String name, List<String> values, boolean secret, int more) {}

    public static ShownClaims of(Map<String, List<String>> values) {
        return new ShownClaims(
                new TreeMap<>(values)
                        .entrySet().stream()
                                .limit(MOST_CLAIMS)
                                .map(one -> claim(one.getKey(), one.getValue()))
                                .toList(),
                Math.max(0, values.size() - MOST_CLAIMS));
    }

    private static Claim claim(String name, List<String> values) {
        boolean secret = SECRET_NAME.matcher(name).find() || values.stream().anyMatch(ShownClaims::holdsToken);
        return secret
                ? new Claim(Shown.of(name), List.of(), true, 0)
                : new Claim(
                        Shown.of(name),
                        values.stream().limit(MOST_VALUES).map(Shown::of).toList(),
                        false,
                        Math.max(0, values.size() - MOST_VALUES));
    }

    private static boolean holdsToken(String value) {
        return COMPACT_JWS
                .matcher(value.substring(0, Math.min(value.length(), LOOKED_AT)))
                .find();
    }
}
