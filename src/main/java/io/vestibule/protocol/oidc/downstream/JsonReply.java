package io.vestibule.protocol.oidc.downstream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a back-channel endpoint answers, or a document for everyone.
 *
 * @param members of the JSON object; empty for no body
 * @param challenge {@code WWW-Authenticate} of a 401 (RFC 9110 §15.5.2)
 */
record JsonReply(int status, Map<String, Object> members, Optional<String> challenge) {
    static final int OK = 200;

    static JsonReply ok(Map<String, Object> members) {
        return new JsonReply(OK, members, Optional.empty());
    }

    /** RFC 7009 §2.2: nothing to say. */
    static JsonReply empty() {
        return ok(Map.of());
    }

    static JsonReply error(int status, String code, String description) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", code);
        members.put("error_description", description);
        return new JsonReply(status, members, Optional.empty());
    }

    JsonReply challenging(String with) {
        return new JsonReply(status, members, Optional.of(with));
    }
}
