package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One row of app_user, with its rows of group_membership. */
@Entity
@Table(name = "app_user")
class UserEntity extends PanacheEntityBase {
    @Id
    UUID id;

    @Column(nullable = false)
    String realm;

    @Column(nullable = false)
    String origin;

    @Column(nullable = false)
    String username;

    @Column(name = "username_key", nullable = false)
    String usernameKey;

    @Column(name = "display_name", nullable = false)
    String displayName;

    @Column
    @Nullable
    String email;

    @Column(name = "email_key")
    @Nullable
    String emailKey;

    @Column(name = "email_verified", nullable = false)
    boolean emailVerified;

    @Column(nullable = false)
    String claims;

    @Column(nullable = false)
    boolean enabled;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    /** For reading only: written by single statements that no other login can make fail. */
    @ElementCollection
    @CollectionTable(name = "group_membership", joinColumns = @JoinColumn(name = "user_id"))
    Set<GroupMembershipEntity> memberships = new HashSet<>();

    User user() {
        return user(memberships.stream().map(GroupMembershipEntity::group).collect(Collectors.toSet()));
    }

    /** As {@link #user()}, with the groups that were just written. */
    User user(Set<String> groups) {
        return new User(
                new UserId(id),
                new RealmName(realm),
                username,
                displayName,
                Optional.ofNullable(email),
                emailVerified,
                ClaimsText.read(claims),
                groups,
                enabled);
    }
}
