package io.vestibule.access;

import io.vestibule.identity.GroupId;
import io.vestibule.identity.UserId;
import java.util.Optional;

/** Whom a role is given to. */
public sealed interface Actor {
    record OfUser(UserId user) implements Actor {}

    record OfGroup(GroupId group) implements Actor {}

    /** As the news of assignments name it. */
    default String key() {
        return switch (this) {
            case OfUser one -> one.user().hex();
            case OfGroup all -> all.group().value();
        };
    }

    default Optional<UserId> userIfOne() {
        return this instanceof OfUser one ? Optional.of(one.user()) : Optional.empty();
    }

    default Optional<GroupId> groupIfOne() {
        return this instanceof OfGroup all ? Optional.of(all.group()) : Optional.empty();
    }
}
