package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;

/** The object {@code user} of a method's payload. */
final class AskedUser {
    private AskedUser() {}

    static JsonNode in(JsonNode payload, String method) {
        JsonNode user = payload.path("user");
        if (!user.isObject()) {
            throw KeystoneRefused.expecting("user", method);
        }
        boolean named = !user.path("name").asText().isEmpty();
        if (!named && user.path("id").asText().isEmpty()) {
            throw KeystoneRefused.expecting("id or name", "user");
        }
        if (named && !user.has("domain")) {
            throw KeystoneRefused.expecting("domain", "user");
        }
        return user;
    }
}
