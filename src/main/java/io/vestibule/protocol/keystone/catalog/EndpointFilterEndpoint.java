package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Project;
import io.vestibule.identity.ProjectId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.List;

/** {@code /v3/OS-EP-FILTER}: which project is given which endpoints. */
@Path("/realms/{realm}/v3/OS-EP-FILTER")
@RunOnVirtualThread
public class EndpointFilterEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Associations associations;

    EndpointFilterEndpoint(Calls calls, Enforcer enforcer, Associations associations) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.associations = associations;
    }

    @GET
    @Path("/endpoints/{endpoint}/projects")
    public Reply projectsOfEndpoint(
            @PathParam("realm") String realm, @PathParam("endpoint") String endpoint, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_projects_for_endpoint");
        return projects(call, associations.projectsOfEndpoint(call.realmName(), endpoint));
    }

    @GET
    @Path("/endpoint_groups/{group}/projects")
    public Reply projectsOfGroup(
            @PathParam("realm") String realm, @PathParam("group") String group, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_projects_associated_with_endpoint_group");
        return projects(call, associations.projectsOfGroup(call.realmName(), group));
    }

    @GET
    @Path("/projects/{project}/endpoints")
    public Reply endpointsOfProject(
            @PathParam("realm") String realm, @PathParam("project") String project, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_endpoints_for_project");
        return Listing.of(
                call,
                "endpoints",
                Views.of(call, "/endpoints", associations.endpointsOfProject(call.realmName(), project)));
    }

    @GET
    @Path("/projects/{project}/endpoint_groups")
    public Reply groupsOfProject(
            @PathParam("realm") String realm, @PathParam("project") String project, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_endpoint_groups_for_project");
        return Listing.of(
                call,
                "endpoint_groups",
                Views.of(call, EndpointGroupsEndpoint.PATH, associations.groupsOfProject(call.realmName(), project)));
    }

    @GET
    @Path("/projects/{project}/endpoints/{endpoint}")
    public Reply checkEndpoint(
            @PathParam("realm") String realm,
            @PathParam("project") String project,
            @PathParam("endpoint") String endpoint,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:check_endpoint_in_project");
        associations.checkEndpoint(call.realmName(), project, endpoint);
        return Reply.noContent();
    }

    @PUT
    @Path("/projects/{project}/endpoints/{endpoint}")
    public Reply addEndpoint(
            @PathParam("realm") String realm,
            @PathParam("project") String project,
            @PathParam("endpoint") String endpoint,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:add_endpoint_to_project");
        associations.addEndpoint(call.realmName(), project, endpoint);
        return Reply.noContent();
    }

    @DELETE
    @Path("/projects/{project}/endpoints/{endpoint}")
    public Reply removeEndpoint(
            @PathParam("realm") String realm,
            @PathParam("project") String project,
            @PathParam("endpoint") String endpoint,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:remove_endpoint_from_project");
        associations.removeEndpoint(call.realmName(), project, endpoint);
        return Reply.noContent();
    }

    @GET
    @Path("/endpoint_groups/{group}/projects/{project}")
    public Reply showGroup(
            @PathParam("realm") String realm,
            @PathParam("group") String group,
            @PathParam("project") String project,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:get_endpoint_group_in_project");
        associations.checkGroup(call.realmName(), project, group);
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("endpoint_group_id", group)
                .put("project_id", project);
        view.putObject("links")
                .put("self", call.base() + EndpointGroupsEndpoint.PATH + "/" + group + "/projects/" + project);
        return Reply.ok("project_endpoint_group", view);
    }

    @PUT
    @Path("/endpoint_groups/{group}/projects/{project}")
    public Reply addGroup(
            @PathParam("realm") String realm,
            @PathParam("group") String group,
            @PathParam("project") String project,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:add_endpoint_group_to_project");
        associations.addGroup(call.realmName(), project, group);
        return Reply.noContent();
    }

    @DELETE
    @Path("/endpoint_groups/{group}/projects/{project}")
    public Reply removeGroup(
            @PathParam("realm") String realm,
            @PathParam("group") String group,
            @PathParam("project") String project,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:remove_endpoint_group_from_project");
        associations.removeGroup(call.realmName(), project, group);
        return Reply.noContent();
    }

    private static Reply projects(Call call, List<Project> projects) {
        return Listing.of(
                call,
                "projects",
                projects.stream().map(project -> view(call, project)).toList());
    }

    private static ObjectNode view(Call call, Project project) {
        ObjectNode view = project.extra().tree();
        view.put("id", project.id().value())
                .put("name", project.name())
                .put("domain_id", project.domain().value())
                .put("description", project.description().orElse(""))
                .put("enabled", project.enabled())
                .put(
                        "parent_id",
                        project.parent()
                                .map(ProjectId::value)
                                .orElse(project.domain().value()))
                .put("is_domain", false);
        project.tags().forEach(view.putArray("tags")::add);
        view.putObject("options");
        return Views.of(call, "/projects", view);
    }
}
