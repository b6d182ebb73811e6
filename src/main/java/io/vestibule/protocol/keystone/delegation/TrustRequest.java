package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.Projects;
import io.vestibule.directory.User;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a caller wants of a new trust, held against what the caller may hand on. */
@ApplicationScoped
class TrustRequest {
    static final int MOST_REDELEGATIONS = 3; // Keystone's default of max_redelegation_count
    private static final Set<String> KNOWN = Set.of(
            "id",
            "links",
            "trustor_user_id",
            "trustee_user_id",
            "project_id",
            "impersonation",
            "roles",
            "remaining_uses",
            "allow_redelegation",
            "redelegation_count",
            "redelegated_trust_id",
            "deleted_at",
            "roles_links",
            "expires_at");

    private final Trusts trusts;
    private final TrustLife life;
    private final NamedUsers users;
    private final Projects projects;
    private final HeldRoles held;
    private final RoleChoice roles;
    private final Clock clock;

    TrustRequest(
            Trusts trusts,
            TrustLife life,
            NamedUsers users,
            Projects projects,
            HeldRoles held,
            RoleChoice roles,
            Clock clock) {
        this.trusts = trusts;
        this.life = life;
        this.users = users;
        this.projects = projects;
        this.held = held;
        this.roles = roles;
        this.clock = clock;
    }

    Trust read(Call call, ObjectNode wanted) {
        ValidToken token = call.holder().token();
        Optional<String> project = text(wanted, "project_id");
        if (project.isPresent() && wanted.path("roles").isEmpty()) {
            throw KeystoneRefused.forbidden("At least one role should be specified");
        }
        if (!token.user().hex().equals(wanted.path("trustor_user_id").asText())) {
            throw KeystoneRefused.forbidden("The authenticated user should match the trustor");
        }
        RealmName realm = call.realmName();
        User trustee = users.require(realm, wanted.path("trustee_user_id").asText());
        Optional<ProjectId> known = project.map(id -> project(realm, id));
        Optional<Trust> source = source(realm, token);
        Trust trust = new Trust(
                DrawnId.next(),
                token.user(),
                trustee.id(),
                known,
                wanted.path("impersonation").asBoolean(),
                roles.read(realm, wanted.path("roles")),
                number(wanted, "remaining_uses"),
                source.map(Trust::id),
                count(wanted, source),
                Times.expiry(wanted.path("expires_at"), clock.instant()).or(() -> source.flatMap(Trust::expiresAt)),
                extra(wanted));
        requireHeld(realm, trust, source);
        if (source.isPresent()) {
            trusts.pedigree(realm, source.get()).forEach(above -> requireWithin(above, trust));
        }
        return trust;
    }

    /** Only a trust's own token may hand a trust on (CVE-2026-43000 was about the others). */
    private Optional<Trust> source(RealmName realm, ValidToken token) {
        if (!DelegatedCallers.isDelegated(token)) {
            return Optional.empty();
        }
        String id = token.trustId()
                .orElseThrow(() -> KeystoneRefused.forbidden("Redelegation allowed for delegated by trust only"));
        return Optional.of(trusts.usable(realm, id));
    }

    private ProjectId project(RealmName realm, String id) {
        return Optional.of(id)
                .filter(ProjectId::isValid)
                .map(ProjectId::new)
                .filter(project -> projects.find(realm, project).isPresent())
                .orElseThrow(() -> KeystoneRefused.notFound("project", id));
    }

    private void requireHeld(RealmName realm, Trust trust, Optional<Trust> source) {
        if (source.isPresent()) {
            life.roles(realm, source.get()); // what the line's first trustor has is asked there
            return;
        }
        Set<RoleId> has = new HashSet<>();
        trust.project()
                .ifPresent(project -> held.enabled(realm, trust.trustor())
                        .ifPresent(trustor -> held.of(trustor, project).forEach(role -> has.add(role.id()))));
        for (RoleId role : trust.roles()) {
            if (!has.contains(role)) {
                throw KeystoneRefused.notFound("role", role.value());
            }
        }
    }

    private static int count(ObjectNode wanted, Optional<Trust> source) {
        Optional<Integer> asked = number(wanted, "redelegation_count");
        boolean redelegatable = wanted.path("allow_redelegation").asBoolean(false) && !asked.equals(Optional.of(0));
        int most = source.map(trust -> trust.redelegationCount() - 1).orElse(MOST_REDELEGATIONS);
        if (!redelegatable) {
            return 0;
        }
        if (asked.filter(depth -> depth > MOST_REDELEGATIONS).isPresent()) {
            throw KeystoneRefused.forbiddenSaying("Requested redelegation depth of " + asked.get()
                    + " is greater than allowed " + MOST_REDELEGATIONS);
        }
        if (number(wanted, "remaining_uses").isPresent()) {
            throw KeystoneRefused.badRequest("remaining_uses must not be set if redelegation is allowed");
        }
        if (source.isPresent() && asked.isPresent() && asked.get() != most) {
            throw KeystoneRefused.forbiddenSaying("Modifying \"redelegation_count\" upon redelegation is forbidden."
                    + " Omitting this parameter is advised.");
        }
        return asked.orElse(most);
    }

    /** What is handed on further is never more than what was handed on. */
    private static void requireWithin(Trust above, Trust trust) {
        if (above.redelegationCount() <= 0 || above.redelegationCount() > MOST_REDELEGATIONS) {
            throw KeystoneRefused.forbiddenSaying("Remaining redelegation depth of " + above.redelegationCount()
                    + " out of allowed range of [0.." + MOST_REDELEGATIONS + "]");
        }
        if (trust.remainingUses().isPresent()) {
            throw KeystoneRefused.forbiddenSaying("Field \"remaining_uses\" is set to "
                    + trust.remainingUses().get() + " while it must not be set in order to redelegate a trust");
        }
        Optional<Instant> end = above.expiresAt();
        if (end.isPresent()
                && trust.expiresAt().filter(later -> !later.isAfter(end.get())).isEmpty()) {
            throw KeystoneRefused.forbiddenSaying(
                    "Requested expiration time is more than redelegated trust can provide");
        }
        if (!above.roles().containsAll(trust.roles()) || !above.project().equals(trust.project())) {
            throw KeystoneRefused.forbiddenSaying("Some of requested roles are not in redelegated trust");
        }
        if (trust.impersonation() && !above.impersonation()) {
            throw KeystoneRefused.forbiddenSaying("Impersonation is not allowed because redelegated trust does not"
                    + " specify impersonation. Redelegated trust id: " + above.id());
        }
    }

    private static Optional<String> text(ObjectNode wanted, String name) {
        return Optional.ofNullable(wanted.path(name).textValue()).filter(text -> !text.isEmpty());
    }

    private static Optional<Integer> number(ObjectNode wanted, String name) {
        JsonNode value = wanted.path(name);
        return value.isIntegralNumber() ? Optional.of(value.intValue()) : Optional.empty();
    }

    private static Extra extra(ObjectNode wanted) {
        ObjectNode rest = wanted.deepCopy();
        rest.remove(KNOWN);
        return Extra.of(rest);
    }
}
