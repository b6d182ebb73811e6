package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Optional;

/** {@code /v3/domains/{domain}/config}: kept for who asks, and the rules for passwords, which do hold here. */
@Path("/realms/{realm}/v3/domains/{domain}/config")
@RunOnVirtualThread
public class DomainConfigEndpoint {
    private final Calls calls;
    private final DomainConfigs configs;

    DomainConfigEndpoint(Calls calls, DomainConfigs configs) {
        this.calls = calls;
        this.configs = configs;
    }

    @PUT
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return configs.create(call, domain, Fields.member(call, body, "config"));
    }

    @GET
    public Reply show(
            @PathParam("realm") String realm, @PathParam("domain") String domain, @Context HttpServerRequest http) {
        return configs.show(calls.of(realm, http), domain, Optional.empty(), Optional.empty());
    }

    @PATCH
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return configs.change(call, domain, Optional.empty(), Optional.empty(), Fields.member(call, body, "config"));
    }

    @DELETE
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("domain") String domain, @Context HttpServerRequest http) {
        return configs.delete(calls.of(realm, http), domain, Optional.empty(), Optional.empty());
    }

    @GET
    @Path("/{group}")
    public Reply showGroup(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            @PathParam("group") String group,
            @Context HttpServerRequest http) {
        return configs.show(calls.of(realm, http), domain, Optional.of(group), Optional.empty());
    }

    @PATCH
    @Path("/{group}")
    public Reply changeGroup(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            @PathParam("group") String group,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return configs.change(call, domain, Optional.of(group), Optional.empty(), Fields.member(call, body, "config"));
    }

    @DELETE
    @Path("/{group}")
    public Reply deleteGroup(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            @PathParam("group") String group,
            @Context HttpServerRequest http) {
        return configs.delete(calls.of(realm, http), domain, Optional.of(group), Optional.empty());
    }

    @GET
    @Path("/{group}/{option}")
    public Reply showOption(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            @PathParam("group") String group,
            @PathParam("option") String option,
            @Context HttpServerRequest http) {
        return configs.show(calls.of(realm, http), domain, Optional.of(group), Optional.of(option));
    }

    @PATCH
    @Path("/{group}/{option}")
    public Reply changeOption(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            @PathParam("group") String group,
            @PathParam("option") String option,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return configs.change(
                call, domain, Optional.of(group), Optional.of(option), Fields.member(call, body, "config"));
    }

    @DELETE
    @Path("/{group}/{option}")
    public Reply deleteOption(
            @PathParam("realm") String realm,
            @PathParam("domain") String domain,
            @PathParam("group") String group,
            @PathParam("option") String option,
            @Context HttpServerRequest http) {
        return configs.delete(calls.of(realm, http), domain, Optional.of(group), Optional.of(option));
    }
}
