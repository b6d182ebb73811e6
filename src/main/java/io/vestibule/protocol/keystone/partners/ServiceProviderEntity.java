package io.vestibule.protocol.keystone.partners;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of keystone_service_provider. */
@Entity
@Table(name = "keystone_service_provider")
@IdClass(ServiceProviderEntity.Key.class)
class ServiceProviderEntity {
    @Id
    String realm = "";

    @Id
    String id = "";

    @Column(nullable = false)
    boolean enabled;

    @Nullable
    String description;

    @Column(name = "auth_url", nullable = false)
    String authUrl = "";

    @Column(name = "sp_url", nullable = false)
    String spUrl = "";

    @Column(name = "relay_state_prefix", nullable = false)
    String relayStatePrefix = "";

    @Column(name = "entity_id")
    @Nullable
    String entityId;

    @Column(nullable = false)
    boolean declared;

    ServiceProvider read() {
        return new ServiceProvider(
                id,
                enabled,
                Optional.ofNullable(description),
                authUrl,
                spUrl,
                relayStatePrefix,
                Optional.ofNullable(entityId),
                declared);
    }

    void write(ServiceProvider provider) {
        enabled = provider.enabled();
        description = provider.description().orElse(null);
        authUrl = provider.authUrl();
        spUrl = provider.spUrl();
        relayStatePrefix = provider.relayStatePrefix();
        entityId = provider.entityId().orElse(null);
        declared = provider.declared();
    }

    /** Which row. */
    record Key(@Nullable String realm, @Nullable String id) implements Serializable {
        Key() {
            this(null, null);
        }
    }
}
