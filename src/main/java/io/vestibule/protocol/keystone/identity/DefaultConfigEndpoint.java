package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.Optional;

/** {@code /v3/domains/config/…/default}: what Keystone has where a domain says nothing. */
@Path("/realms/{realm}/v3/domains/config")
@RunOnVirtualThread
public class DefaultConfigEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final ConfigRules rules;

    DefaultConfigEndpoint(Calls calls, Enforcer enforcer, ConfigRules rules) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.rules = rules;
    }

    @GET
    @Path("/default")
    public Reply all(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return reply(calls.of(realm, http), Optional.empty(), Optional.empty());
    }

    @GET
    @Path("/{group}/default")
    public Reply group(
            @PathParam("realm") String realm, @PathParam("group") String group, @Context HttpServerRequest http) {
        return reply(calls.of(realm, http), Optional.of(group), Optional.empty());
    }

    @GET
    @Path("/{group}/{option}/default")
    public Reply option(
            @PathParam("realm") String realm,
            @PathParam("group") String group,
            @PathParam("option") String option,
            @Context HttpServerRequest http) {
        return reply(calls.of(realm, http), Optional.of(group), Optional.of(option));
    }

    private Reply reply(Call call, Optional<String> group, Optional<String> option) {
        enforcer.enforce(call, "identity:get_domain_config_default", Target.none());
        return Reply.ok("config", rules.defaults(group, option));
    }
}
