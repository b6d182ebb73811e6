package io.vestibule.session;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of sso_session. */
@Entity
@Table(name = "sso_session")
class SessionEntity extends PanacheEntityBase {
    @Id
    UUID id;

    @Column(nullable = false)
    String realm;

    @Column(name = "token_hash", nullable = false)
    byte[] tokenHash;

    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(nullable = false)
    String connector;

    @Column(name = "upstream_subject", nullable = false)
    String upstreamSubject;

    @Column(name = "upstream_session")
    @Nullable
    String upstreamSession;

    @Column(name = "sealed_logout_hint")
    @Nullable
    String sealedLogoutHint;

    @Column(name = "authn_instant", nullable = false)
    Instant authnInstant;

    @Nullable
    String acr;

    @Column(nullable = false)
    String amr;

    @Column(nullable = false)
    String authorities;

    @Column(name = "user_agent", nullable = false)
    String userAgent;

    @Column(nullable = false)
    String address;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "last_used_at", nullable = false)
    Instant lastUsedAt;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;
}
