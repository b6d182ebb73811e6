package io.vestibule.access;

import java.util.Optional;

/** Which limits are meant; what is absent does not matter. */
public record LimitFilter(
        Optional<String> service, Optional<String> region, Optional<String> resource, Optional<LimitOwner> owner) {
    public static LimitFilter all() {
        return new LimitFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
