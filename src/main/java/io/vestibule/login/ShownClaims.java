package io.vestibule.login;

import io.vestibule.connector.Shown;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Claims as an operator's page shows them: not more than can be read, and nothing with which somebody could
 * sign in. What is not known to be a name and looks like something drawn or sealed counts as that.
 *
 * @param more how many further claims there are
 */
public record ShownClaims(List<Claim> claims, int more) {
    private static final int MOST_CLAIMS = 100;
    private static final int MOST_VALUES = 20;
    private static final int LOOKED_AT = 4_096;
    private static final Pattern SECRET_NAME = Pattern.compile(
            "token|secret|passw|passcode|passphrase|private_?key|api_?key|nonce|hash|assertion|credential|cookie|bearer"
                    + "|authorization|jwt|session|sessid|ticket|challenge|verifier|signature|seed|recovery|otp|\\bpin\\b"
                    + "|^code$|(auth|user|device|verification|backup)[_-]?code",
            Pattern.CASE_INSENSITIVE);
    /** RFC 7515 §7.1, RFC 7516 §7.1; the header of every one begins as an object in JSON does, and the key may be left out. */
    private static final Pattern COMPACT_JOSE = Pattern.compile("eyJ[\\w-]+\\.[\\w-]*\\.");
    /** Assertions, also in base64, keys, and what a header or an address would bring along. */
    private static final Pattern SECRET_SHAPE = Pattern.compile(
            "<(\\w+:)?(Assertion|Response|EncryptedAssertion)\\b|PHNhbWw|PD94bWw|-----BEGIN|\\b(Bearer|Basic|DPoP|Negotiate)\\s+\\S"
                    + "|[?&#;]\\w*(token|code|sig|signature|key|secret|password)=",
            Pattern.CASE_INSENSITIVE);
    /** What is drawn, sealed or signed is long, without a space, and letters and digits in no order. */
    private static final Pattern DRAWN = Pattern.compile("(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[\\w+/=~.%-]{24,}");

    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Names of people and things, however they look: OpenID Connect Core §5.1, RFC 9068, eduPerson, and ids. */
    private static final Pattern NAME_OF_A_NAME = Pattern.compile(
            "sub|subject-id|pairwise-id|\\w*(_id|Id|ID|uid|guid)|oid|tid|upn|iss|aud|azp|acr|amr|\\w*name|e?mail|email_verified|groups"
                    + "|roles|entitlements?|picture|profile|website|eduPerson\\w+|schac\\w+|nickname|locale|zoneinfo");

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
        boolean named = NAME_OF_A_NAME.matcher(name).matches();
        boolean secret = SECRET_NAME.matcher(name).find()
                || values.stream()
                        .map(ShownClaims::start)
                        .anyMatch(value -> isSecret(value) || !named && isDrawn(value));
        return secret
                ? new Claim(Shown.of(name), List.of(), true, 0)
                : new Claim(
                        Shown.of(name),
                        values.stream().limit(MOST_VALUES).map(Shown::of).toList(),
                        false,
                        Math.max(0, values.size() - MOST_VALUES));
    }

    private static String start(String value) {
        return value.substring(0, Math.min(value.length(), LOOKED_AT));
    }

    private static boolean isSecret(String value) {
        return COMPACT_JOSE.matcher(value).find() || SECRET_SHAPE.matcher(value).find();
    }

    private static boolean isDrawn(String value) {
        return DRAWN.matcher(value).matches() && !UUID.matcher(value).matches();
    }
}
