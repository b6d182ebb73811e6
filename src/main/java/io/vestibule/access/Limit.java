package io.vestibule.access;

import io.vestibule.identity.RealmName;
import java.util.Optional;

/** How much of something one project or domain may have. */
public record Limit(
        String id,
        RealmName realm,
        LimitOwner owner,
        String registeredLimit,
        String service,
        Optional<String> region,
        String resource,
        long amount,
        Optional<String> description) {}
