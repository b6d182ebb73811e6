package io.vestibule.protocol.keystone.auth;

import io.vestibule.identity.GroupId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.token.ShownIdentity;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What several methods prove together: one user, and the narrowest of all bounds. */
final class ProvenTogether {
    private final Set<String> methods = new LinkedHashSet<>();
    private final Set<String> earlier = new LinkedHashSet<>();
    private Optional<UserId> user = Optional.empty();
    private Optional<Instant> notAfter = Optional.empty();
    private Optional<String> parentAuditId = Optional.empty();
    private Optional<Federated> federated = Optional.empty();
    private Optional<Scope> boundTo = Optional.empty();
    private Optional<ShownIdentity> shown = Optional.empty();
    private Delegation delegation = Delegation.none();

    void add(String method, Proven proven) {
        methods.add(method);
        addEarlier(proven);
    }

    /** What a receipt stands for, and every bound of it. */
    void addEarlier(Proven proven) {
        if (user.filter(other -> !other.equals(proven.user())).isPresent()) {
            throw KeystoneRefused.unauthorized().because("methods-of-different-users");
        }
        user = Optional.of(proven.user());
        earlier.addAll(proven.earlier());
        notAfter = proven.notAfter()
                .filter(end -> notAfter.filter(end::isAfter).isEmpty())
                .or(() -> notAfter);
        parentAuditId = only(parentAuditId, proven.parentAuditId(), "two-lines-of-tokens");
        federated = narrower(federated, proven.federated());
        delegation = proven.delegation().isAny()
                ? only(
                                Optional.of(delegation).filter(Delegation::isAny),
                                Optional.of(proven.delegation()),
                                "two-delegations")
                        .orElseThrow()
                : delegation;
        boundTo = only(boundTo, proven.boundTo(), "two-scopes");
        shown = only(shown, proven.shown(), "two-accounts");
    }

    /** A token has room for one: with another beside it, it would not end with what either ends with. */
    private static <T> Optional<T> only(Optional<T> before, Optional<T> now, String both) {
        if (before.isPresent() && now.isPresent() && !before.equals(now)) {
            throw KeystoneRefused.unauthorized().because(both);
        }
        return before.or(() -> now);
    }

    /** Of one provider, and no groups but those that it gave both times. */
    private static Optional<Federated> narrower(Optional<Federated> before, Optional<Federated> now) {
        if (before.isEmpty() || now.isEmpty()) {
            return before.or(() -> now);
        }
        only(before.map(ProvenTogether::withoutGroups), now.map(ProvenTogether::withoutGroups), "two-providers");
        Federated one = before.get();
        List<GroupId> both =
                one.groups().stream().filter(now.get().groups()::contains).toList();
        return Optional.of(new Federated(one.identityProvider(), one.protocol(), both));
    }

    private static Federated withoutGroups(Federated from) {
        return new Federated(from.identityProvider(), from.protocol(), List.of());
    }

    /** Of this request first, then what stands for earlier ones. */
    List<String> methods() {
        Set<String> all = new LinkedHashSet<>(methods);
        all.addAll(earlier);
        return List.copyOf(all);
    }

    /** Whom, when anything was proven yet. */
    Optional<UserId> user() {
        return user;
    }

    Proven proven() {
        return new Proven(
                user.orElseThrow(() -> KeystoneRefused.unauthorized().because("no-method")),
                methods(),
                notAfter,
                parentAuditId,
                delegation,
                federated,
                boundTo,
                shown);
    }
}
