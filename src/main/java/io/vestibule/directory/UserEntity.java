package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** One row of app_user, with its rows of group_membership. */
@Entity
@DynamicUpdate // what somebody else changed meanwhile is not written back as it was read
@Table(name = "app_user")
class UserEntity extends PanacheEntityBase {
    @Id
    UUID id;

    @Column(nullable = false)
    String realm;

    @Column(nullable = false)
    String origin;

    @Column(name = "domain_id", nullable = false)
    String domainId;

    @Column(nullable = false)
    String name;

    @Column(name = "name_key", nullable = false)
    String nameKey;

    @Column(nullable = false)
    String username;

    @Column(name = "username_key", nullable = false)
    String usernameKey;

    /** Of the {@code username} under which the realm's file declares them, whatever they are called now. */
    @Column(name = "declared_key")
    @Nullable
    String declaredKey;

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

    @Column(name = "email_verified_at")
    @Nullable
    Instant emailVerifiedAt;

    /** Whose word it is: a connector's id, or an {@link Origin}. */
    @Column(name = "email_verified_by")
    @Nullable
    String emailVerifiedBy;

    @Column(nullable = false)
    String claims;

    @Column(nullable = false)
    boolean enabled;

    @Column(nullable = false)
    String options;

    @Column(nullable = false)
    String extra;

    @Column(name = "default_project_id")
    @Nullable
    String defaultProjectId;

    @Column(name = "tokens_valid_after")
    @Nullable
    Instant tokensValidAfter;

    @Column(name = "last_active_at")
    @Nullable
    Instant lastActiveAt;

    @Formula("(select d.enabled from domain d where d.realm = realm and d.id = domain_id)")
    @Nullable
    Boolean domainEnabled;

    @Formula("(select case when c.first_use then c.changed_at else c.expires_at end "
            + "from local_credential c where c.user_id = id)")
    @Nullable
    Instant passwordExpiresAt;

    @Formula("exists (select 1 from local_credential c where c.user_id = id)")
    boolean hasPassword;

    @Formula("(select string_agg(distinct i.connector, ',') from upstream_identity i where i.user_id = id)")
    @Nullable
    String connectors;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    /** For reading only: written by single statements that no other login can make fail. */
    @ElementCollection
    @CollectionTable(name = "group_membership", joinColumns = @JoinColumn(name = "user_id"))
    Set<GroupMembershipEntity> memberships = new HashSet<>();

    /** The address from now on, and whose word it is that it is theirs; since when counts from the first such word on. */
    void address(Optional<String> address, Optional<String> verifiedBy, Instant now) {
        boolean same = address.filter(next -> Mailbox.isSame(next, email)).isPresent();
        boolean before = same && emailVerified;
        email = address.orElse(null);
        emailKey = address.map(SafeText::key).orElse(null);
        emailVerified = verifiedBy.isPresent();
        emailVerifiedBy = before && emailVerified ? emailVerifiedBy : verifiedBy.orElse(null);
        emailVerifiedAt = !emailVerified ? null : before ? emailVerifiedAt : now;
    }

    /** As the database will say when it is asked the next time. */
    void comesBy(String connector) {
        connectors = connectors == null ? connector : connectors + "," + connector;
    }

    User user() {
        return user(memberships);
    }

    /** As {@link #user()}, with the memberships that were just written. */
    User user(Set<GroupMembershipEntity> now) {
        return new User(
                new UserId(id),
                new RealmName(realm),
                new DomainId(domainId),
                name,
                username,
                displayName,
                Optional.ofNullable(email),
                emailVerified,
                ClaimsText.read(claims),
                now.stream().map(GroupMembershipEntity::group).collect(Collectors.toSet()),
                now.stream()
                        .map(GroupMembershipEntity::groupId)
                        .filter(Objects::nonNull)
                        .map(GroupId::new)
                        .collect(Collectors.toSet()),
                enabled,
                domainEnabled == null || domainEnabled, // null only before a new row is written
                UserOptions.read(options),
                new Extra(extra),
                Optional.ofNullable(defaultProjectId).map(ProjectId::new),
                Optional.ofNullable(passwordExpiresAt),
                connectors == null ? Set.of() : connectorIds(connectors),
                hasPassword,
                Optional.ofNullable(tokensValidAfter));
    }

    private static Set<ConnectorId> connectorIds(String list) {
        return Arrays.stream(list.split(",", -1)).map(ConnectorId::new).collect(Collectors.toSet());
    }
}
