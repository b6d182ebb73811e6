package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.directory.Group;
import io.vestibule.directory.GroupOutcome;
import io.vestibule.directory.Groups;
import io.vestibule.directory.Groups.NewGroup;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v3/groups}: groups and who is in them. */
@Path("/realms/{realm}/v3/groups")
@RunOnVirtualThread
public class GroupsEndpoint {
    private static final Set<String> KNOWN = Set.of("name", "domain_id", "description");

    private final Calls calls;
    private final Enforcer enforcer;
    private final Schemas schemas;
    private final Facts facts;
    private final Groups groups;
    private final CloudAdmins admins;

    GroupsEndpoint(Calls calls, Enforcer enforcer, Schemas schemas, Facts facts, Groups groups, CloudAdmins admins) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.schemas = schemas;
        this.facts = facts;
        this.groups = groups;
        this.admins = admins;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<DomainId> own = Facts.scopedDomain(call);
        Target target = own.map(domain -> Target.of("target.group.domain_id", domain.value()))
                .orElse(Target.none());
        enforcer.enforce(call, "identity:list_groups", target);
        List<Group> found =
                own.map(domain -> groups.of(call.realmName(), domain)).orElseGet(() -> groups.all(call.realmName()));
        return Listing.of(
                call,
                "groups",
                found.stream().map(group -> Views.group(call, group)).toList(),
                "domain_id",
                "name");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode sent = Fields.member(call, body, "group");
        String domain = Facts.domainOf(call, Fields.textOf(sent, "domain_id"));
        enforcer.enforce(call, "identity:create_group", Target.of("target.group.domain_id", domain));
        Fields group = Fields.checked(schemas, "group_create", sent);
        NewGroup wanted = new NewGroup(
                facts.requireDomain(call, domain).id(),
                group.required("name").strip(),
                group.text("description").orElse(""),
                group.extra(KNOWN));
        return Reply.created("group", Views.group(call, done(groups.create(call.realmName(), wanted), domain)));
    }

    @GET
    @Path("/{group}")
    public Reply show(
            @PathParam("realm") String realm, @PathParam("group") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:get_group", id);
        return Reply.ok("group", Views.group(call, facts.requireGroup(call, id)));
    }

    @PATCH
    @Path("/{group}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("group") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        call.holder();
        enforcer.enforce(
                call, "identity:update_group", Facts.ofAny(facts.group(call, id), group -> admins.of(call, group)));
        Fields wanted = Fields.checked(schemas, "group_update", Fields.member(call, body, "group"))
                .requireSameId(id);
        Group before = facts.requireGroup(call, id);
        if (wanted.text("domain_id")
                .filter(other -> !other.equals(before.domain().value()))
                .isPresent()) {
            throw KeystoneRefused.badRequest("Cannot change Domain ID");
        }
        GroupOutcome outcome = groups.update(call.realmName(), before.id(), group -> changed(group, wanted));
        return Reply.ok("group", Views.group(call, done(outcome, id)));
    }

    private static Group changed(Group group, Fields wanted) {
        return group.withName(wanted.text("name").map(String::strip).orElse(group.name()))
                .withDescription(
                        wanted.has("description") ? wanted.text("description").orElse("") : group.description())
                .withExtra(group.extra().with(wanted.others(KNOWN)));
    }

    @DELETE
    @Path("/{group}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("group") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        call.holder();
        Group group = facts.requireGroup(call, id); // 404 before 403, as Keystone has it here
        enforcer.enforce(call, "identity:delete_group", admins.of(call, group));
        done(groups.delete(call.realmName(), group.id()), id);
        return Reply.noContent();
    }

    @GET
    @Path("/{group}/users")
    public Reply members(
            @PathParam("realm") String realm, @PathParam("group") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:list_users_in_group", id);
        Optional<DomainId> own = Facts.scopedDomain(call);
        return Listing.of(
                call,
                "users",
                groups.members(facts.requireGroup(call, id)).stream()
                        .filter(user -> own.isEmpty() || own.get().equals(user.domain()))
                        .filter(PasswordExpiryFilter.of(call))
                        .map(user -> Views.user(call, user))
                        .toList(),
                "domain_id",
                "enabled",
                "name");
    }

    @GET
    @Path("/{group}/users/{user}")
    public Reply isMember(
            @PathParam("realm") String realm,
            @PathParam("group") String id,
            @PathParam("user") String userId,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:check_user_in_group", id, userId);
        Group group = facts.requireGroup(call, id);
        User user = facts.requireUser(call, userId);
        if (!groups.contains(group, user.id())) {
            throw notIn(group, user);
        }
        return Reply.noContent();
    }

    @PUT
    @Path("/{group}/users/{user}")
    public Reply add(
            @PathParam("realm") String realm,
            @PathParam("group") String id,
            @PathParam("user") String userId,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:add_user_to_group", id, userId);
        User user = facts.requireUser(call, userId);
        groups.add(facts.requireGroup(call, id), user.id());
        return Reply.noContent();
    }

    @DELETE
    @Path("/{group}/users/{user}")
    public Reply remove(
            @PathParam("realm") String realm,
            @PathParam("group") String id,
            @PathParam("user") String userId,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:remove_user_from_group", id, userId);
        User user = facts.requireUser(call, userId);
        Group group = facts.requireGroup(call, id);
        if (!groups.remove(group, user.id())) {
            throw notIn(group, user);
        }
        return Reply.noContent();
    }

    private static KeystoneRefused notIn(Group group, User user) {
        return KeystoneRefused.notFoundSaying("User '" + user.id().hex() + "' not found in group '" + group.id() + "'");
    }

    private void enforce(Call call, String action, String group) {
        call.holder();
        enforcer.enforce(call, action, Facts.ofAny(facts.group(call, group), Facts::of));
    }

    private void enforce(Call call, String action, String group, String user) {
        call.holder();
        Target target = Facts.ofAny(facts.group(call, group), found -> admins.of(call, found))
                .and(Facts.ofAny(facts.user(call, user), Facts::of));
        enforcer.enforce(call, action, target);
    }

    private static Group done(GroupOutcome outcome, String id) {
        return switch (outcome) {
            case GroupOutcome.Done(Group group) -> group;
            case GroupOutcome.Unknown ignored -> throw KeystoneRefused.notFound("group", id);
            case GroupOutcome.UnknownDomain ignored -> throw KeystoneRefused.notFound("domain", id);
            case GroupOutcome.NameTaken(String name, DomainId domain) ->
                throw Refusals.duplicate("group", name, Optional.of(domain));
        };
    }
}
