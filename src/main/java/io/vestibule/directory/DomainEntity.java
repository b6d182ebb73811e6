package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.SafeText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** One row of domain. */
@Entity
@Table(name = "domain")
@IdClass(RealmKey.class)
class DomainEntity extends PanacheEntityBase {
    @Id
    String realm;

    @Id
    String id;

    @Column(nullable = false)
    String name;

    @Column(name = "name_key", nullable = false)
    String nameKey;

    @Column(nullable = false)
    String description;

    @Column(nullable = false)
    boolean enabled;

    @Column(nullable = false)
    String tags;

    @Column(nullable = false)
    String options;

    @Column(nullable = false)
    String extra;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    Domain domain() {
        return new Domain(
                new RealmName(realm),
                new DomainId(id),
                name,
                description,
                enabled,
                ListText.read(tags),
                new Extra(options),
                new Extra(extra));
    }

    void take(Domain domain) {
        name = domain.name();
        nameKey = SafeText.key(domain.name());
        description = domain.description();
        enabled = domain.enabled();
        tags = ListText.write(domain.tags());
        options = domain.options().json();
        extra = domain.extra().json();
    }
}
