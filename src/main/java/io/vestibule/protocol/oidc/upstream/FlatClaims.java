package io.vestibule.protocol.oidc.upstream;

import io.vestibule.identity.Claims;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A provider's JSON claims in this house's words: flat names, one or more texts. */
final class FlatClaims {
    /** What is about the token and not about the person. */
    private static final Set<String> OF_THE_TOKEN = Set.of(
            "aud",
            "azp",
            "exp",
            "iat",
            "nbf",
            "jti",
            "nonce",
            "at_hash",
            "c_hash",
            "s_hash",
            "sid",
            "auth_time",
            "typ",
            "session_state");

    private static final int DEEPEST = 8;
    private static final int MOST_TEXTS = 4_000;
    private static final int MOST_OF_ONE_NAME = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 8_192;

    private final Map<String, List<String>> flat = new TreeMap<>();
    private int texts;

    private FlatClaims() {}

    /** Both together; where they differ the signed id_token is believed. */
    static Claims of(Json idToken, Json userinfo) {
        Map<String, Object> merged = new TreeMap<>(userinfo.members());
        merged.putAll(idToken.members());
        merged.keySet().removeAll(OF_THE_TOKEN);
        FlatClaims claims = new FlatClaims();
        claims.object("", merged, 0);
        return new Claims(claims.flat);
    }

    /** Whether a database can keep the text: no NUL, no half of a surrogate pair. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private void object(String prefix, Map<?, ?> members, int depth) {
        members.forEach((name, value) -> value(prefix + name, value, depth));
    }

    private void value(String name, Object value, int depth) {
        switch (value) {
            case null -> {}
            case String text -> add(name, text);
            case Boolean truth -> add(name, truth.toString());
            case Number number -> add(name, plain(number));
            case Map<?, ?> object when depth < DEEPEST -> object(name + ".", object, depth + 1);
            case List<?> list when depth < DEEPEST -> list.forEach(item -> value(name, item, depth + 1));
            default -> {}
        }
    }

    /** What is too much is left out: nothing a provider says may fill our tables. */
    private void add(String name, String text) {
        boolean fits = texts < MOST_TEXTS && name.length() <= LONGEST_NAME && text.length() <= LONGEST_TEXT;
        if (!fits || !isStorable(name) || !isStorable(text)) {
            return;
        }
        List<String> ofName = flat.computeIfAbsent(name, unseen -> new ArrayList<>());
        if (ofName.size() < MOST_OF_ONE_NAME) {
            texts++;
            ofName.add(text);
        }
    }

    private static String plain(Number number) {
        double value = number.doubleValue();
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        if (number instanceof Long || number instanceof Integer || !Double.isFinite(value)) {
            return number.toString();
        }
        return whole ? Long.toString((long) value) : BigDecimal.valueOf(value).toPlainString();
    }
}
