package io.vestibule.access;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.UserId;
import java.util.stream.Stream;

/** Roles that somebody may use because another lent them: no assignments of theirs. Said by whoever keeps what is lent. */
public interface BorrowedRoles {
    Stream<RoleId> lentTo(RealmName realm, UserId user);
}
