package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.directory.Domain;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
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

/** {@code /v3/domains}. */
@Path("/realms/{realm}/v3/domains")
@RunOnVirtualThread
public class DomainsEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Facts facts;
    private final DomainRows rows;

    DomainsEndpoint(Calls calls, Enforcer enforcer, Facts facts, DomainRows rows) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.facts = facts;
        this.rows = rows;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_domains", Target.none());
        return Listing.of(
                call,
                "domains",
                rows.all(call).stream()
                        .map(domain -> Views.domain(call, domain))
                        .toList(),
                "name",
                "enabled");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:create_domain", Target.none());
        Domain domain = rows.create(call, "domain_create", Fields.member(call, body, "domain"));
        return Reply.created("domain", Views.domain(call, domain));
    }

    @GET
    @Path("/{domain}")
    public Reply show(
            @PathParam("realm") String realm, @PathParam("domain") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        call.holder();
        enforcer.enforce(call, "identity:get_domain", Facts.ofAny(facts.domain(call, id), Facts::of));
        return Reply.ok("domain", Views.domain(call, facts.requireDomain(call, id)));
    }

    @PATCH
    @Path("/{domain}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("domain") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Domain known = allowed(call, "identity:update_domain", id);
        Domain domain = rows.change(call, "domain_update", known, Fields.member(call, body, "domain"));
        return Reply.ok("domain", Views.domain(call, domain));
    }

    @DELETE
    @Path("/{domain}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("domain") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        rows.delete(call, allowed(call, "identity:delete_domain", id));
        return Reply.noContent();
    }

    /** Keystone tells whoever has a token that a domain is not there before it asks what they may. */
    private Domain allowed(Call call, String action, String id) {
        call.holder();
        Domain domain = facts.requireDomain(call, id);
        enforcer.enforce(call, action, Facts.of(domain));
        return domain;
    }
}
