package io.vestibule.protocol.keystone.delegation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** One row of access_rule. */
@Entity
@Table(name = "access_rule")
class AccessRuleEntity extends HandedOnEntity {
    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(nullable = false)
    String service;

    @Column(nullable = false)
    String path;

    @Column(nullable = false)
    String method;

    AccessRule rule() {
        return new AccessRule(id, service, path, method);
    }
}
