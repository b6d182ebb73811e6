package io.vestibule.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * That a user is in a group because {@code source} said so.
 *
 * @param group what relying parties are told
 * @param source a connector, or one of {@link Origin}
 * @param groupId none for a name that a connector said
 */
@Embeddable
record GroupMembershipEntity(
        @Column(name = "group_name", nullable = false) String group,
        @Column(name = "source", nullable = false) String source,
        @Column(name = "group_id") @Nullable String groupId) {}
