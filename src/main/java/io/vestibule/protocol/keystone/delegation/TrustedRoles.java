package io.vestibule.protocol.keystone.delegation;

import io.vestibule.access.BorrowedRoles;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;

/** What trusts lend their trustees. */
@ApplicationScoped
class TrustedRoles implements BorrowedRoles {
    private final Trusts trusts;

    TrustedRoles(Trusts trusts) {
        this.trusts = trusts;
    }

    @Override
    public Stream<RoleId> lentTo(RealmName realm, UserId user) {
        return trusts.forTrustee(realm, user).stream().flatMap(trust -> trust.roles().stream());
    }
}
