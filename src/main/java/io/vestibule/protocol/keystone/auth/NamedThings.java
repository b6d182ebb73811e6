package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Domains and projects as requests name them: by id, or by name and, for a project, its domain. */
@ApplicationScoped
public class NamedThings {
    private static final int MOST_KEPT = 10_000;

    private final Domains domains;
    private final Projects projects;
    private final FollowedCache<Asked, Domain> knownDomains;
    private final FollowedCache<Asked, Project> knownProjects;

    NamedThings(Domains domains, Projects projects, Changes changes) {
        this.domains = domains;
        this.projects = projects;
        this.knownDomains = changes.cache(MOST_KEPT);
        this.knownProjects = changes.cache(MOST_KEPT);
    }

    /** @param domain nothing where a domain itself is asked for */
    private record Asked(RealmName realm, Optional<DomainId> domain, boolean byName, String text) {
        boolean isIn(String other) {
            return realm.value().equals(other);
        }
    }

    /** Names change hands; so all of a realm's are forgotten when one may have. */
    void forget(@Observes Changed changed) {
        if (changed.is("domain")) {
            knownDomains.evictIf(asked -> asked.isIn(changed.realm()));
            knownProjects.evictIf(asked -> asked.isIn(changed.realm()));
        } else if (changed.is("project")) {
            knownProjects.evictIf(asked -> asked.isIn(changed.realm()));
        }
    }

    /** The domain of an object with {@code id} or {@code name}, in use or not. */
    public Optional<Domain> domain(RealmName realm, JsonNode named) {
        String name = named.path("name").asText();
        if (!name.isEmpty()) {
            return knownDomains.find(
                    new Asked(realm, Optional.empty(), true, name), asked -> domains.named(realm, name));
        }
        String id = named.path("id").asText();
        return DomainId.isValid(id)
                ? knownDomains.find(
                        new Asked(realm, Optional.empty(), false, id), asked -> domains.find(realm, new DomainId(id)))
                : Optional.empty();
    }

    /** The project of an object with {@code id}, or {@code name} and {@code domain}, in use or not. */
    public Optional<Project> project(RealmName realm, JsonNode named) {
        String name = named.path("name").asText();
        if (!name.isEmpty()) {
            return domain(realm, named.path("domain"))
                    .map(Domain::id)
                    .flatMap(domain -> knownProjects.find(
                            new Asked(realm, Optional.of(domain), true, name),
                            asked -> projects.named(realm, domain, name)));
        }
        String id = named.path("id").asText();
        return ProjectId.isValid(id) ? projects.find(realm, new ProjectId(id)) : Optional.empty();
    }
}
