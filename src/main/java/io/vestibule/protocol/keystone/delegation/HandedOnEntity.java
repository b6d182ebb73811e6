package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.RoleId;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of something that is handed on. */
@MappedSuperclass
@IdClass(RealmKey.class)
abstract class HandedOnEntity {
    @Id
    String realm;

    @Id
    String id;

    static String joined(Collection<RoleId> roles) {
        return roles.stream().map(RoleId::value).collect(Collectors.joining(" "));
    }

    static List<RoleId> split(@Nullable String roles) {
        return roles == null || roles.isEmpty()
                ? List.of()
                : Arrays.stream(roles.split(" ")).map(RoleId::new).toList();
    }
}
