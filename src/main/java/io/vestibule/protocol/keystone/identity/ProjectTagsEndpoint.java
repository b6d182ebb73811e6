package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Project;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /v3/projects/{project}/tags}. */
@Path("/realms/{realm}/v3/projects/{project}/tags")
@RunOnVirtualThread
public class ProjectTagsEndpoint {
    private static final int CREATED = 201;

    private final Calls calls;
    private final Enforcer enforcer;
    private final Schemas schemas;
    private final Facts facts;
    private final ProjectRows rows;

    ProjectTagsEndpoint(Calls calls, Enforcer enforcer, Schemas schemas, Facts facts, ProjectRows rows) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.schemas = schemas;
        this.facts = facts;
        this.rows = rows;
    }

    @GET
    public Reply list(
            @PathParam("realm") String realm, @PathParam("project") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Project project = allowed(call, "identity:list_project_tags", id);
        return tags(call, project);
    }

    @PUT
    public Reply replace(
            @PathParam("realm") String realm,
            @PathParam("project") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Project project = allowed(call, "identity:update_project_tags", id);
        JsonNode sent = Fields.member(call, body, "tags");
        schemas.check("project_tags_update", sent);
        List<String> tags = new ArrayList<>();
        sent.forEach(tag -> tags.add(tag.asText().strip()));
        return tags(call, rows.retag(call, project, tags));
    }

    @DELETE
    public Reply clear(
            @PathParam("realm") String realm, @PathParam("project") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        rows.retag(call, allowed(call, "identity:delete_project_tags", id), List.of());
        return Reply.noContent();
    }

    @GET
    @Path("/{tag}")
    public Reply has(
            @PathParam("realm") String realm,
            @PathParam("project") String id,
            @PathParam("tag") String tag,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        if (!allowed(call, "identity:get_project_tag", id).tags().contains(tag)) {
            throw unknown(tag);
        }
        return Reply.noContent();
    }

    @PUT
    @Path("/{tag}")
    public Reply add(
            @PathParam("realm") String realm,
            @PathParam("project") String id,
            @PathParam("tag") String tag,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Project project = allowed(call, "identity:create_project_tag", id);
        schemas.check("project_tag_create", TextNode.valueOf(tag));
        List<String> tags = new ArrayList<>(project.tags());
        if (!tags.contains(tag)) {
            tags.add(tag);
        }
        schemas.check("project_tags_update", array(tags));
        rows.retag(call, project, tags);
        return new Reply(CREATED, null, Map.of()).header("Location", call.base() + "/projects/" + id + "/tags/" + tag);
    }

    @DELETE
    @Path("/{tag}")
    public Reply remove(
            @PathParam("realm") String realm,
            @PathParam("project") String id,
            @PathParam("tag") String tag,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Project project = allowed(call, "identity:delete_project_tag", id);
        if (!project.tags().contains(tag)) {
            throw unknown(tag);
        }
        rows.retag(
                call,
                project,
                project.tags().stream().filter(other -> !other.equals(tag)).toList());
        return Reply.noContent();
    }

    private Project allowed(Call call, String action, String id) {
        call.holder();
        enforcer.enforce(call, action, Facts.ofAny(facts.project(call, id), project -> Facts.of(call, project)));
        return facts.requireProject(call, id);
    }

    private static KeystoneRefused unknown(String tag) {
        return KeystoneRefused.notFound("project tag", tag);
    }

    private static JsonNode array(List<String> tags) {
        var array = JsonNodeFactory.instance.arrayNode();
        tags.forEach(array::add);
        return array;
    }

    private static Reply tags(Call call, Project project) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("links").put("self", call.base()); // Keystone links to its root here, not to the tags
        document.set("tags", array(project.tags()));
        return Reply.ok(document);
    }
}
