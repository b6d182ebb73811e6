package io.vestibule.protocol.keystone.delegation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One row of oauth1_consumer. */
@Entity
@Table(name = "oauth1_consumer")
class ConsumerEntity extends HandedOnEntity {
    @Nullable
    String description;

    @Column(name = "sealed_secret", nullable = false)
    byte[] sealedSecret;

    @Column(nullable = false)
    String extra;
}
