package io.vestibule.access;

import io.vestibule.access.Refusal.Kind;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a tree of projects does not let happen. */
@ApplicationScoped
class ProjectRules {
    private static final int MOST_LEVELS = 5; // of projects, as Keystone counts by default

    private final ProjectRepository repository;
    private final LimitHierarchy limits;
    private final Domains domains;

    ProjectRules(ProjectRepository repository, LimitHierarchy limits, Domains domains) {
        this.repository = repository;
        this.limits = limits;
        this.domains = domains;
    }

    Optional<Refusal> againstMaking(RealmName realm, ProjectDraft draft) {
        Optional<Domain> domain = domains.find(realm, draft.domain());
        if (domain.isEmpty()) {
            return Optional.of(new Refusal.Unknown(Kind.DOMAIN, draft.domain().value()));
        }
        return domain.get().enabled()
                ? draft.parent().flatMap(parent -> againstParent(realm, draft, parent))
                : Optional.of(new Refusal.DisabledBranch(draft.domain().value()));
    }

    private Optional<Refusal> againstParent(RealmName realm, ProjectDraft draft, ProjectId id) {
        Optional<Project> parent = repository.find(realm, id);
        if (parent.isEmpty()) {
            return Optional.of(new Refusal.Unknown(Kind.PROJECT, id.value()));
        }
        if (!parent.get().domain().equals(draft.domain())) {
            return Optional.of(
                    new Refusal.ParentInOtherDomain(draft.domain(), parent.get().domain()));
        }
        List<Project> branch = new ArrayList<>(repository.above(realm, id));
        branch.addFirst(parent.get());
        Optional<Project> disabled =
                branch.stream().filter(project -> !project.enabled()).findFirst();
        if (disabled.isPresent()) {
            return Optional.of(new Refusal.DisabledBranch(disabled.get().id().value()));
        }
        int levels = limits.model(realm).levels().orElse(MOST_LEVELS);
        return branch.size() >= levels ? Optional.of(new Refusal.TooDeep(id.value())) : Optional.empty();
    }

    Optional<Refusal> againstChanging(Project before, ProjectDraft after) {
        if (!before.domain().equals(after.domain())) {
            return Optional.of(
                    new Refusal.DomainIsFixed(Kind.PROJECT, before.id().value()));
        }
        if (before.isImmutable()
                && !(after.immutable().filter(kept -> kept).isEmpty()
                        && before.draft().onlyProtectionDiffers(after))) {
            return Optional.of(new Refusal.Protected(Kind.PROJECT, before.id().value(), false));
        }
        if (!before.parent().equals(after.parent())) {
            return Optional.of(new Refusal.ParentIsFixed(before.id()));
        }
        if (!before.name().equals(after.name())
                && repository
                        .named(before.realm(), before.domain(), after.name())
                        .isPresent()) {
            return Optional.of(new Refusal.NameTaken(
                    Kind.PROJECT, before.id().value(), after.name(), Optional.of(before.domain())));
        }
        return againstSwitching(before, after.enabled());
    }

    private Optional<Refusal> againstSwitching(Project before, boolean enabled) {
        if (before.enabled() && !enabled && subtreeInUse(before)) {
            return Optional.of(new Refusal.EnabledSubtree(before.id(), false));
        }
        return againstEnabling(before, enabled);
    }

    private Optional<Refusal> againstEnabling(Project before, boolean enabled) {
        return !before.enabled()
                        && enabled
                        && repository.above(before.realm(), before.id()).stream()
                                .anyMatch(above -> !above.enabled())
                ? Optional.of(new Refusal.DisabledAncestor(before.id()))
                : Optional.empty();
    }

    Optional<Refusal> againstDeleting(Project project) {
        if (project.isImmutable()) {
            return Optional.of(new Refusal.Protected(Kind.PROJECT, project.id().value(), true));
        }
        return repository.below(project.realm(), project.id()).isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal.NotALeaf(project.id()));
    }

    Optional<Refusal> againstDeletingTree(Project project) {
        if (project.isImmutable()) {
            return Optional.of(new Refusal.Protected(Kind.PROJECT, project.id().value(), true));
        }
        return subtreeInUse(project) ? Optional.of(new Refusal.EnabledSubtree(project.id(), true)) : Optional.empty();
    }

    private boolean subtreeInUse(Project project) {
        return repository.below(project.realm(), project.id()).stream().anyMatch(Project::enabled);
    }
}
