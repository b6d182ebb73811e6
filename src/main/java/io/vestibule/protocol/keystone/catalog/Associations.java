package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which endpoints, and groups of endpoints, a project is given; a project that is given none sees all. */
@ApplicationScoped
class Associations {
    private final CatalogRepository rows;
    private final Shelves shelves;
    private final Projects projects;

    Associations(CatalogRepository rows, Shelves shelves, Projects projects) {
        this.rows = rows;
        this.shelves = shelves;
        this.projects = projects;
    }

    Project project(RealmName realm, String id) {
        return Optional.of(id)
                .filter(ProjectId::isValid)
                .flatMap(text -> projects.find(realm, new ProjectId(text)))
                .orElseThrow(() -> KeystoneRefused.notFound("project", id));
    }

    @Transactional
    void addEndpoint(RealmName realm, String project, String endpoint) {
        shelves.row(realm, Kind.ENDPOINT, endpoint);
        project(realm, project);
        if (!rows.addEndpointToProject(realm.value(), project, endpoint)) {
            throw duplicate("project_endpoint");
        }
        shelves.changed(realm, endpoint);
    }

    @Transactional
    void checkEndpoint(RealmName realm, String project, String endpoint) {
        shelves.row(realm, Kind.ENDPOINT, endpoint);
        project(realm, project);
        if (!given(rows.endpointsOfProjects(realm.value()), project).contains(endpoint)) {
            throw absent(project, endpoint);
        }
    }

    @Transactional
    void removeEndpoint(RealmName realm, String project, String endpoint) {
        if (!rows.removeEndpointFromProject(realm.value(), project, endpoint)) {
            throw absent(project, endpoint);
        }
        shelves.changed(realm, endpoint);
    }

    @Transactional
    void addGroup(RealmName realm, String project, String group) {
        project(realm, project);
        shelves.row(realm, Kind.ENDPOINT_GROUP, group);
        if (!rows.addGroupToProject(realm.value(), project, group)) {
            throw duplicate("project_endpoint_group");
        }
        shelves.changed(realm, group);
    }

    @Transactional
    void checkGroup(RealmName realm, String project, String group) {
        project(realm, project);
        shelves.row(realm, Kind.ENDPOINT_GROUP, group);
        if (!given(rows.groupsOfProjects(realm.value()), project).contains(group)) {
            throw KeystoneRefused.notFoundSaying("Endpoint Group Project Association not found");
        }
    }

    @Transactional
    void removeGroup(RealmName realm, String project, String group) {
        project(realm, project);
        shelves.row(realm, Kind.ENDPOINT_GROUP, group);
        if (!rows.removeGroupFromProject(realm.value(), project, group)) {
            throw KeystoneRefused.notFoundSaying("Endpoint Group Project Association not found");
        }
        shelves.changed(realm, group);
    }

    @Transactional
    List<Project> projectsOfEndpoint(RealmName realm, String endpoint) {
        shelves.row(realm, Kind.ENDPOINT, endpoint);
        return projectsWith(realm, rows.endpointsOfProjects(realm.value()), endpoint);
    }

    @Transactional
    List<Project> projectsOfGroup(RealmName realm, String group) {
        shelves.row(realm, Kind.ENDPOINT_GROUP, group);
        return projectsWith(realm, rows.groupsOfProjects(realm.value()), group);
    }

    @Transactional
    List<ObjectNode> groupsOfProject(RealmName realm, String project) {
        project(realm, project);
        return given(rows.groupsOfProjects(realm.value()), project).stream()
                .sorted()
                .map(group -> shelves.get(realm, Kind.ENDPOINT_GROUP, group))
                .toList();
    }

    @Transactional
    List<ObjectNode> endpointsOfGroup(RealmName realm, String group) {
        EndpointFilters filters = EndpointFilters.of(shelves.row(realm, Kind.ENDPOINT_GROUP, group));
        return shelves.all(realm, Kind.ENDPOINT).stream()
                .filter(filters::accept)
                .toList();
    }

    /** Those it was given one by one, and those of its groups. */
    @Transactional
    List<ObjectNode> endpointsOfProject(RealmName realm, String project) {
        project(realm, project);
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        given(rows.endpointsOfProjects(realm.value()), project).stream()
                .sorted()
                .forEach(endpoint -> found.put(endpoint, shelves.get(realm, Kind.ENDPOINT, endpoint)));
        for (String group : given(rows.groupsOfProjects(realm.value()), project)) {
            endpointsOfGroup(realm, group)
                    .forEach(endpoint -> found.putIfAbsent(endpoint.path("id").asText(), endpoint));
        }
        return List.copyOf(found.values());
    }

    private List<Project> projectsWith(RealmName realm, Map<String, Set<String>> given, String thing) {
        return given.entrySet().stream()
                .filter(entry -> entry.getValue().contains(thing))
                .map(Map.Entry::getKey)
                .sorted()
                .flatMap(id -> projects.find(realm, new ProjectId(id)).stream())
                .toList();
    }

    private static Set<String> given(Map<String, Set<String>> all, String project) {
        return all.getOrDefault(project, Set.of());
    }

    private static KeystoneRefused duplicate(String kind) {
        return KeystoneRefused.conflict("Conflict occurred attempting to store " + kind + " - Duplicate entry.");
    }

    private static KeystoneRefused absent(String project, String endpoint) {
        return KeystoneRefused.notFoundSaying("Endpoint " + endpoint + " not found in project " + project);
    }
}
