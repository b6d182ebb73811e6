package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import java.util.Optional;

/** Why something here stays as it is. */
public sealed interface Refusal {
    enum Kind {
        PROJECT,
        ROLE,
        DOMAIN,
        USER,
        GROUP,
        ASSIGNMENT,
        IMPLICATION,
        REGISTERED_LIMIT,
        LIMIT
    }

    /** There is no such thing; for an assignment or an implication {@code id} is the role. */
    record Unknown(Kind kind, String id) implements Refusal {}

    /** Another one has that name, or that id; {@code id} is the one that was not made or changed. */
    record NameTaken(Kind kind, String id, String name, Optional<DomainId> domain) implements Refusal {}

    /** Its option {@code immutable} must be taken away first. */
    record Protected(Kind kind, String id, boolean deletion) implements Refusal {}

    record NotALeaf(ProjectId project) implements Refusal {}

    /** A project whose subtree still is in use is neither switched off nor deleted with it. */
    record EnabledSubtree(ProjectId project, boolean deletion) implements Refusal {}

    /** It cannot be switched on below one that is off. */
    record DisabledAncestor(ProjectId project) implements Refusal {}

    /** Nothing new grows below one that is off; {@code id} is a project's or the domain's. */
    record DisabledBranch(String id) implements Refusal {}

    /** {@code parent} is a project's id or the domain's. */
    record TooDeep(String parent) implements Refusal {}

    record ParentIsFixed(ProjectId project) implements Refusal {}

    record DomainIsFixed(Kind kind, String id) implements Refusal {}

    record ParentInOtherDomain(DomainId domain, DomainId parentDomain) implements Refusal {}

    record RoleOfOtherDomain(RoleId role, ProjectId project) implements Refusal {}

    record DomainRoleOnSystem(RoleId role) implements Refusal {}

    /** Who has little must not be given everything by a detour: {@code admin} is implied by nothing. */
    record NeverImplied(RoleId role) implements Refusal {}

    record NoRegisteredLimit() implements Refusal {}

    record LimitsDependOn(String registeredLimit) implements Refusal {}

    /** The limit contradicts the one above or below it. */
    record AgainstHierarchy(LimitDraft limit) implements Refusal {}
}
