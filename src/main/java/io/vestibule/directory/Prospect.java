package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import java.util.Optional;

/** Who somebody would be if they came in now; nothing was done about it. */
public sealed interface Prospect {
    /**
     * Somebody who is here.
     *
     * @param theirs whether the profile is what this connector says, and not another's or their own
     */
    record Known(User user, boolean theirs) implements Prospect {}

    /** Somebody who is here, to whom the realm's rules for this connector would link them. */
    record Joins(User user) implements Prospect {}

    /**
     * They would be asked whether they are here already.
     *
     * @param candidate who has their address
     */
    record Asked(Optional<User> candidate) implements Prospect {}

    /** Nobody who is here: a user would be made, and called so. */
    record Fresh(String username, DomainId domain) implements Prospect {}

    /** @param reason the stable word that the audit log would have */
    record Refused(String reason) implements Prospect {}
}
