package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.Call;
import java.util.Optional;

/** One way to prove who one is to {@code /v3/auth/tokens}. Found by CDI. */
public interface AuthMethod {
    /** As in {@code auth.identity.methods}. */
    String name();

    /** @param payload what stands below the method's name; an empty object when nothing does */
    MethodOutcome authenticate(Call call, JsonNode payload);

    /** Whether it counts for little by itself, so that it is looked at after the others of the same request. */
    default boolean comesLast() {
        return false;
    }

    /** The same where {@code proven} is whom the other methods of the request, or a receipt, have proven already. */
    default MethodOutcome beside(Call call, JsonNode payload, Optional<UserId> proven) {
        return authenticate(call, payload);
    }
}
