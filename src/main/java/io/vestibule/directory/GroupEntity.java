package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.SafeText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** One row of user_group. */
@Entity
@Table(name = "user_group")
@IdClass(RealmKey.class)
class GroupEntity extends PanacheEntityBase {
    @Id
    String realm;

    @Id
    String id;

    @Column(name = "domain_id", nullable = false)
    String domainId;

    @Column(nullable = false)
    String name;

    @Column(name = "name_key", nullable = false)
    String nameKey;

    /** Of the name under which the realm's file declares it, whatever it is called now. */
    @Column(name = "declared_key")
    @Nullable
    String declaredKey;

    @Column(nullable = false)
    String description;

    @Column(nullable = false)
    String extra;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Formula("(select d.name from domain d where d.realm = realm and d.id = domain_id)")
    String domainName;

    Group group() {
        return new Group(
                new RealmName(realm),
                new GroupId(id),
                new DomainId(domainId),
                name,
                domainId.equals(Domain.DEFAULT.value()) ? name : name + "@" + domainName,
                description,
                new Extra(extra));
    }

    void take(Group group) {
        name = group.name();
        nameKey = SafeText.key(group.name());
        description = group.description();
        extra = group.extra().json();
    }
}
