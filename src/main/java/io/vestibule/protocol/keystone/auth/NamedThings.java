package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Domains and projects as requests name them: by id, or by name and, for a project, its domain. */
@ApplicationScoped
public class NamedThings {
    private final Domains domains;
    private final Projects projects;

    NamedThings(Domains domains, Projects projects) {
        this.domains = domains;
        this.projects = projects;
    }

    /** The domain of an object with {@code id} or {@code name}, in use or not. */
    public Optional<Domain> domain(RealmName realm, JsonNode named) {
        String name = named.path("name").asText();
        if (!name.isEmpty()) {
            return domains.named(realm, name);
        }
        String id = named.path("id").asText();
        return DomainId.isValid(id) ? domains.find(realm, new DomainId(id)) : Optional.empty();
    }

    /** The project of an object with {@code id}, or {@code name} and {@code domain}, in use or not. */
    public Optional<Project> project(RealmName realm, JsonNode named) {
        String name = named.path("name").asText();
        if (!name.isEmpty()) {
            return domain(realm, named.path("domain")).flatMap(domain -> projects.named(realm, domain.id(), name));
        }
        String id = named.path("id").asText();
        return ProjectId.isValid(id) ? projects.find(realm, new ProjectId(id)) : Optional.empty();
    }
}
