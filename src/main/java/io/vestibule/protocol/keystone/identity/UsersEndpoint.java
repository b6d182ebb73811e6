package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.EffectiveRoles;
import io.vestibule.directory.Groups;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.PasswordChange;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** {@code /v3/users}: people and service accounts, as administrators see them, and their own password. */
@Path("/realms/{realm}/v3/users")
@RunOnVirtualThread
public class UsersEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Schemas schemas;
    private final Facts facts;
    private final UserRows rows;
    private final FederatedPart federated;
    private final Groups groups;
    private final EffectiveRoles roles;
    private final OwnPasswords passwords;
    private final LoginThrottle throttle;
    private final CloudAdmins admins;

    UsersEndpoint(
            Calls calls,
            Enforcer enforcer,
            Schemas schemas,
            Facts facts,
            UserRows rows,
            FederatedPart federated,
            Groups groups,
            EffectiveRoles roles,
            OwnPasswords passwords,
            LoginThrottle throttle,
            CloudAdmins admins) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.schemas = schemas;
        this.facts = facts;
        this.rows = rows;
        this.federated = federated;
        this.groups = groups;
        this.roles = roles;
        this.passwords = passwords;
        this.throttle = throttle;
        this.admins = admins;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_users", Facts.scoped(call));
        return Listing.of(
                call,
                "users",
                rows.list(call, Facts.scopedDomain(call)).stream()
                        .map(user -> Views.user(call, user))
                        .toList(),
                "domain_id",
                "enabled",
                "name");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode sent = Fields.member(call, body, "user");
        String domain = Facts.domainOf(call, Fields.textOf(sent, "domain_id"));
        enforcer.enforce(call, "identity:create_user", Target.of("target.user.domain_id", domain));
        return Reply.created("user", federated.shown(call, rows.create(call, domain, sent)));
    }

    @GET
    @Path("/{user}")
    public Reply show(@PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:get_user", id);
        return Reply.ok("user", federated.shown(call, facts.requireUser(call, id)));
    }

    @PATCH
    @Path("/{user}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("user") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:update_user", id);
        User before = facts.requireUser(call, id);
        JsonNode sent = Fields.member(call, body, "user");
        refuseOwnPasswordByDelegation(call, before, sent);
        User changed = rows.change(call, before, sent);
        return Reply.ok(
                "user",
                ProjectsEndpoint.withExtra(
                        federated.shown(call, changed), changed.extra().tree()));
    }

    /** What was passed on to somebody must not become the whole: no token of a delegation sets its owner's password. */
    private static void refuseOwnPasswordByDelegation(Call call, User user, JsonNode sent) {
        boolean own = call.holder().token().user().equals(user.id());
        if (own && sent.has("password") && call.holder().token().delegated()) {
            throw KeystoneRefused.forbidden("identity:update_user");
        }
    }

    @DELETE
    @Path("/{user}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:delete_user", id);
        rows.delete(call, facts.requireUser(call, id));
        return Reply.noContent();
    }

    /** Whoever knows the present password needs no token: an expired one could never be changed otherwise. */
    @POST
    @Path("/{user}/password")
    public Reply changePassword(
            @PathParam("realm") String realm,
            @PathParam("user") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Fields user = Fields.checked(schemas, "password_change", Fields.member(call, body, "user"));
        UserId owner = UserId.ofHex(id)
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("unknown-user"));
        String address = call.visitor().address();
        if (!throttle.mayTry(address)) {
            throw KeystoneRefused.unauthorized().because("address-throttled");
        }
        PasswordChange change = passwords.change(
                call, owner, new Secret(user.required("original_password")), new Secret(user.required("password")));
        if (!(change instanceof PasswordChange.Changed)) {
            throttle.failed(address);
            throw PasswordRefusals.of(change);
        }
        return Reply.noContent();
    }

    @GET
    @Path("/{user}/groups")
    public Reply groups(
            @PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:list_groups_for_user", id);
        Optional<DomainId> own = Facts.scopedDomain(call);
        return Listing.of(
                call,
                "groups",
                groups.ofUser(call.realmName(), facts.requireUser(call, id).id()).stream()
                        .filter(group -> own.isEmpty() || own.get().equals(group.domain()))
                        .map(group -> Views.group(call, group))
                        .toList(),
                "name");
    }

    @GET
    @Path("/{user}/projects")
    public Reply projects(
            @PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:list_user_projects", id);
        return Listing.of(
                call,
                "projects",
                facts
                        .user(call, id)
                        .map(user -> roles.projects(call.realmName(), user.id(), user.groupIds()))
                        .orElse(List.of())
                        .stream()
                        .map(project -> Views.project(call, project))
                        .toList(),
                "domain_id",
                "enabled",
                "name");
    }

    private void enforce(Call call, String action, String id) {
        call.holder();
        Target target =
                Facts.ofAny(facts.user(call, id), user -> admins.of(call, user)).with("user_id", id);
        enforcer.enforce(call, action, target);
    }
}
