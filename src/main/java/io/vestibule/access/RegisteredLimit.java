package io.vestibule.access;

import io.vestibule.identity.RealmName;
import java.util.Optional;

/** How much of something each project may have unless a {@link Limit} says otherwise. */
public record RegisteredLimit(
        String id,
        RealmName realm,
        String service,
        Optional<String> region,
        String resource,
        long defaultLimit,
        Optional<String> description) {
    /** Everything but its identity, to be changed. */
    public RegisteredLimitDraft draft() {
        return new RegisteredLimitDraft(service, region, resource, defaultLimit, description);
    }
}
