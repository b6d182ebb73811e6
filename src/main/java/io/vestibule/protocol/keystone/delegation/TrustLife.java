package io.vestibule.protocol.keystone.delegation;

import io.vestibule.access.RoleRef;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a trust still gives what it says: everybody in its line must be there, and the first still have it all. */
@ApplicationScoped
class TrustLife {
    private final Trusts trusts;
    private final HeldRoles held;
    private final ImpliedRoles implied;
    private final Clock clock;

    TrustLife(Trusts trusts, HeldRoles held, ImpliedRoles implied, Clock clock) {
        this.trusts = trusts;
        this.held = held;
        this.implied = implied;
        this.clock = clock;
    }

    /** What it gives now, with what that implies; none for a trust without a project. Refused when it is dead. */
    List<RoleRef> roles(RealmName realm, Trust trust) {
        List<Trust> line = trusts.pedigree(realm, trust);
        if (line.isEmpty() || line.stream().anyMatch(each -> each.hasExpired(clock.instant()))) {
            throw Trusts.absent(trust.id());
        }
        for (Trust each : line) {
            if (held.enabled(realm, each.trustor()).isEmpty()) {
                throw KeystoneRefused.forbidden().because("trustor-disabled");
            }
            if (held.enabled(realm, each.trustee()).isEmpty()) {
                throw KeystoneRefused.forbidden().because("trustee-disabled");
            }
        }
        if (trust.project().isEmpty()) {
            return List.of();
        }
        List<RoleId> all = implied.with(realm, trust.roles());
        return held.all(realm, line.getLast().trustor(), trust.project().get(), all)
                .orElseThrow(() -> KeystoneRefused.forbidden().because("trustor-lacks-roles"));
    }

    /** When it ends at the latest: by its own word, or because somebody in its line must come again. */
    Optional<Instant> end(RealmName realm, Trust trust) {
        return Stream.concat(
                        trust.expiresAt().stream(),
                        trusts.pedigree(realm, trust).stream()
                                .flatMap(each -> held.until(realm, each.trustor()).stream()))
                .min(Instant::compareTo);
    }
}
