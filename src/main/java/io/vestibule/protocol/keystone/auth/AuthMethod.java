package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.protocol.keystone.wire.Call;

/** One way to prove who one is to {@code /v3/auth/tokens}. Found by CDI. */
public interface AuthMethod {
    /** As in {@code auth.identity.methods}. */
    String name();

    /** @param payload what stands below the method's name; an empty object when nothing does */
    MethodOutcome authenticate(Call call, JsonNode payload);
}
