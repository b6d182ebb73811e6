package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.access.Project;
import io.vestibule.access.ProjectDraft;
import io.vestibule.access.Projects;
import io.vestibule.directory.Domain;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.ProjectId;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes and changes projects from request bodies. */
@ApplicationScoped
class ProjectRows {
    private static final Set<String> KNOWN =
            Set.of("name", "domain_id", "description", "enabled", "parent_id", "is_domain", "tags", "options", "extra");
    private static final String IMMUTABLE = "immutable";

    private final Facts facts;
    private final Projects projects;
    private final DomainRows domains;
    private final Schemas schemas;

    ProjectRows(Facts facts, Projects projects, DomainRows domains, Schemas schemas) {
        this.facts = facts;
        this.projects = projects;
        this.domains = domains;
        this.schemas = schemas;
    }

    Domain createDomain(Call call, JsonNode sent) {
        if (sent.hasNonNull("parent_id") || sent.hasNonNull("domain_id")) {
            throw KeystoneRefused.badRequest("only root projects are allowed to act as domains.");
        }
        return domains.create(call, "project_create", sent);
    }

    Project create(Call call, String domainId, JsonNode sent) {
        Fields project = Fields.checked(schemas, "project_create", sent);
        Domain domain = facts.domain(call, domainId)
                .orElseThrow(() -> KeystoneRefused.badRequest("Could not find domain: " + domainId + "."));
        Optional<ProjectId> parent = parent(call, domain, project);
        if (!domain.enabled()) {
            throw KeystoneRefused.badRequest(
                    "cannot create a project in a branch containing a disabled project: " + domainId);
        }
        ProjectDraft draft = ProjectDraft.of(
                        domain.id(), project.required("name").strip())
                .under(parent)
                .described(project.has("description") ? project.text("description") : Optional.of(""))
                .enabled(project.flag("enabled").orElse(true))
                .tagged(project.texts("tags").orElse(List.of()))
                .immutable(Fields.option(project.object("options"), IMMUTABLE, Optional.empty()))
                .with(project.extra(KNOWN));
        return projects.create(call.realmName(), new ProjectId(DrawnId.next()), draft)
                .orElseThrow(Refusals::of);
    }

    /** Directly under the domain is written as the domain's id, too. */
    private Optional<ProjectId> parent(Call call, Domain domain, Fields project) {
        Optional<String> said = project.text("parent_id")
                .filter(parent -> !parent.equals(domain.id().value()));
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Optional<Project> parent = facts.project(call, said.get());
        if (parent.isEmpty() && facts.domain(call, said.get()).isPresent()) {
            throw KeystoneRefused.badRequest("Cannot create project, the parent (" + said.get()
                    + ") is acting as a domain, but this project's domain id (" + domain.id()
                    + ") does not match the parent's id.");
        }
        return Optional.of(
                parent.orElseThrow(() -> KeystoneRefused.badRequest("Could not find project: " + said.get() + "."))
                        .id());
    }

    Project change(Call call, Project before, JsonNode sent) {
        Fields wanted = Fields.checked(schemas, "project_update", sent)
                .requireSameId(before.id().value());
        if (wanted.flag("is_domain").orElse(false)) {
            throw KeystoneRefused.badRequest("Update of `is_domain` is not allowed.");
        }
        if (wanted.has("domain_id")
                && !wanted.text("domain_id").equals(Optional.of(before.domain().value()))) {
            throw KeystoneRefused.badRequest("Cannot change Domain ID");
        }
        String parent =
                before.parent().map(ProjectId::value).orElse(before.domain().value());
        if (wanted.has("parent_id") && !wanted.text("parent_id").equals(Optional.of(parent))) {
            throw KeystoneRefused.forbiddenSaying("Update of `parent_id` is not allowed.");
        }
        return projects.update(call.realmName(), before.id(), draft -> changed(draft, wanted))
                .orElseThrow(Refusals::of);
    }

    private static ProjectDraft changed(ProjectDraft draft, Fields wanted) {
        return draft.named(wanted.text("name").map(String::strip).orElse(draft.name()))
                .described(wanted.has("description") ? wanted.text("description") : draft.description())
                .enabled(wanted.flag("enabled").orElse(draft.enabled()))
                .tagged(wanted.texts("tags").orElse(draft.tags()))
                .immutable(Fields.option(wanted.object("options"), IMMUTABLE, draft.immutable()))
                .with(draft.extra().with(wanted.others(KNOWN)));
    }

    Project retag(Call call, Project project, List<String> tags) {
        return projects.update(call.realmName(), project.id(), draft -> draft.tagged(tags))
                .orElseThrow(Refusals::of);
    }

    void delete(Call call, Project project) {
        projects.delete(call.realmName(), project.id()).orElseThrow(Refusals::of);
    }
}
