package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Keystone's error body about to be sent. Never carries a credential: the message goes to the caller as it is. */
public final class KeystoneRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String NOT_AUTHENTICATED = "The request you have made requires authentication.";
    private static final String NOT_AUTHORIZED = "You are not authorized to perform the requested action";
    private static final String MALFORMED = " The server could not comply with the request since it is either malformed"
            + " or otherwise incorrect. The client is assumed to be in error.";

    private final int status;
    private final String title;
    private final String reason;
    private final String detail;
    private final transient Map<String, JsonNode> more;

    private KeystoneRefused(
            int status, String title, String message, String reason, String detail, Map<String, JsonNode> more) {
        super(message, null, false, false);
        this.status = status;
        this.title = title;
        this.reason = reason;
        this.detail = detail;
        this.more = Map.copyOf(more);
    }

    /** 400 with exactly this sentence. */
    public static KeystoneRefused badRequest(String message) {
        return of(400, "Bad Request", message);
    }

    /** 400 in Keystone's words for something that is not where it should be. */
    public static KeystoneRefused expecting(String what, String where) {
        return badRequest("Expecting to find " + what + " in " + where + "." + MALFORMED);
    }

    /** 401 that says nothing: whoever guesses learns nothing. */
    public static KeystoneRefused unauthorized() {
        return unauthorized(NOT_AUTHENTICATED);
    }

    public static KeystoneRefused unauthorized(String message) {
        return of(401, "Unauthorized", message);
    }

    /** 403; {@code action} is what policy calls it, such as {@code identity:list_users}. */
    public static KeystoneRefused forbidden(String action) {
        return of(403, "Forbidden", NOT_AUTHORIZED + ": " + action + ".");
    }

    /** 403 without a word about what was asked. */
    public static KeystoneRefused forbidden() {
        return of(403, "Forbidden", NOT_AUTHORIZED + ".");
    }

    public static KeystoneRefused forbiddenSaying(String message) {
        return of(403, "Forbidden", message);
    }

    /** 404; {@code kind} as Keystone calls it: {@code user}, {@code registered_limit}. */
    public static KeystoneRefused notFound(String kind, String id) {
        return notFoundSaying("Could not find " + kind + ": " + id + ".");
    }

    public static KeystoneRefused notFoundSaying(String message) {
        return of(404, "Not Found", message);
    }

    public static KeystoneRefused conflict(String message) {
        return of(409, "Conflict", message);
    }

    public static KeystoneRefused of(int status, String title, String message) {
        return new KeystoneRefused(
                status, title, message, title.toLowerCase(Locale.ROOT).replace(' ', '-'), "", Map.of());
    }

    /** With {@code word} as what machines read in the audit log instead of the status. */
    public KeystoneRefused because(String word) {
        return because(word, "");
    }

    /** The same, with more of it for the operator alone. */
    public KeystoneRefused because(String word, String about) {
        return new KeystoneRefused(status, title, message(), word, about, more);
    }

    /** With one more member in the error object. */
    public KeystoneRefused with(String name, JsonNode value) {
        Map<String, JsonNode> both = new HashMap<>(more);
        both.put(name, value);
        return new KeystoneRefused(status, title, message(), reason, detail, both);
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** A stable word for the audit log. */
    public String reason() {
        return reason;
    }

    /** For the audit log, too; empty where the word says it all. */
    String detail() {
        return detail;
    }

    JsonNode body() {
        var error = JsonNodeFactory.instance.objectNode();
        error.put("code", status);
        more.forEach(error::set);
        error.put("message", message());
        error.put("title", title);
        return JsonNodeFactory.instance.objectNode().set("error", error);
    }
}
