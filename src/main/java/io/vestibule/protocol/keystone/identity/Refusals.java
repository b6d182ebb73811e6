package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Refusal;
import io.vestibule.identity.DomainId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.util.Locale;
import java.util.Optional;

/** What room access refused, in Keystone's words. */
final class Refusals {
    private Refusals() {}

    static KeystoneRefused of(Refusal why) {
        return switch (why) {
            case Refusal.Unknown(Refusal.Kind kind, String id) -> unknown(kind, id);
            case Refusal.NameTaken taken -> taken(taken);
            case Refusal.Protected(Refusal.Kind kind, String id, boolean deletion) ->
                KeystoneRefused.forbiddenSaying("Unable to " + (deletion ? "delete" : "update") + " immutable "
                        + word(kind) + " resource: `" + id + ". Set resource option \"immutable\" to false first.");
            case Refusal.NotALeaf(var project) ->
                KeystoneRefused.forbiddenSaying("Cannot delete the project " + project
                        + " since it is not a leaf in the hierarchy. Use the cascade option if you want to delete a"
                        + " whole subtree.");
            case Refusal.EnabledSubtree(var project, boolean deletion) ->
                KeystoneRefused.forbiddenSaying("Cannot " + (deletion ? "delete" : "disable") + " project " + project
                        + " since its subtree contains enabled projects.");
            case Refusal.DisabledAncestor(var project) ->
                KeystoneRefused.forbiddenSaying("Cannot enable project " + project + " since it has disabled parents");
            case Refusal.DisabledBranch(String id) ->
                KeystoneRefused.badRequest("cannot create a project in a branch containing a disabled project: " + id);
            case Refusal.TooDeep(String parent) ->
                KeystoneRefused.forbiddenSaying("Max hierarchy depth reached for " + parent + " branch.");
            case Refusal.ParentIsFixed ignored ->
                KeystoneRefused.forbiddenSaying("Update of `parent_id` is not allowed.");
            case Refusal.DomainIsFixed(Refusal.Kind kind, String ignored) -> domainIsFixed(kind);
            case Refusal.ParentInOtherDomain(DomainId domain, DomainId parentDomain) ->
                KeystoneRefused.badRequest("Cannot create project, since it specifies its domain_id " + domain
                        + ", but specifies a parent in a different domain (" + parentDomain + ").");
            case Refusal.RoleOfOtherDomain(var role, var project) ->
                KeystoneRefused.forbiddenSaying(
                        "Project " + project + " must be in the same domain as the role " + role + " being assigned.");
            case Refusal.DomainRoleOnSystem(var role) ->
                KeystoneRefused.badRequest("Role " + role
                        + " is a domain-specific role. Unable to use a domain-specific role in a system assignment.");
            case Refusal.NeverImplied(var role) ->
                KeystoneRefused.forbiddenSaying(role + " cannot be an implied roles.");
            case Refusal.NoRegisteredLimit ignored ->
                KeystoneRefused.forbiddenSaying("Unable to create a limit that has no corresponding registered limit.");
            case Refusal.LimitsDependOn(String id) ->
                KeystoneRefused.forbiddenSaying("Unable to update or delete registered limit " + id
                        + " because there are project limits associated with it.");
            case Refusal.AgainstHierarchy against ->
                KeystoneRefused.forbiddenSaying("Invalid resource limit: "
                        + against.limit().owner() + " violates the hierarchy of limits of "
                        + against.limit().resource() + ".");
        };
    }

    private static KeystoneRefused unknown(Refusal.Kind kind, String id) {
        return switch (kind) {
            case REGISTERED_LIMIT -> KeystoneRefused.notFoundSaying("Could not find registered limit for " + id + ".");
            case LIMIT -> KeystoneRefused.notFoundSaying("Could not find limit for " + id + ".");
            default -> KeystoneRefused.notFound(word(kind), id);
        };
    }

    private static KeystoneRefused taken(Refusal.NameTaken taken) {
        return switch (taken.kind()) {
            case PROJECT ->
                KeystoneRefused.conflict("Conflict occurred attempting to store project - it is not permitted to have"
                        + " two projects with either the same name or same id in the same domain: name is "
                        + taken.name() + ", project id " + taken.id() + ".");
            case REGISTERED_LIMIT, LIMIT ->
                KeystoneRefused.conflict(
                        "Conflict occurred attempting to store " + word(taken.kind()) + " - Duplicate entry.");
            default -> duplicate(word(taken.kind()), taken.name(), taken.domain());
        };
    }

    /** The words for a name that somebody else has. */
    static KeystoneRefused duplicate(String kind, String name, Optional<DomainId> domain) {
        return KeystoneRefused.conflict("Conflict occurred attempting to store " + kind
                + " - Duplicate entry found with name " + name
                + domain.map(id -> " at domain ID " + id).orElse("") + ".");
    }

    private static KeystoneRefused domainIsFixed(Refusal.Kind kind) {
        return KeystoneRefused.badRequest(
                kind == Refusal.Kind.ROLE ? "Update of `domain_id` is not allowed." : "Cannot change Domain ID");
    }

    private static String word(Refusal.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
