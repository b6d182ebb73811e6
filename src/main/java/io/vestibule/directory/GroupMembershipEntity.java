package io.vestibule.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * That a user is in a group because {@code source} said so.
 *
 * @param source a connector, or {@link Origin#REALM_FILE}
 */
@Embeddable
record GroupMembershipEntity(
        @Column(name = "group_name", nullable = false) String group,
        @Column(name = "source", nullable = false) String source) {}
