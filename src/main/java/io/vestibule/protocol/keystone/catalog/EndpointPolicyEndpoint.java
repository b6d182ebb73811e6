package io.vestibule.protocol.keystone.catalog;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.catalog.EndpointPolicies.Subject;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/** {@code …/OS-ENDPOINT-POLICY}: which policy is for which endpoints. */
@Path("/realms/{realm}/v3")
@RunOnVirtualThread
public class EndpointPolicyEndpoint {
    private static final String BELOW_POLICY = "/policies/{policy}/OS-ENDPOINT-POLICY";
    /** An endpoint, a service, or a service in a region. */
    private static final String SUBJECT = BELOW_POLICY + "/{kind:endpoints|services}/{id}{region:(/regions/[^/]+)?}";

    private final Calls calls;
    private final Enforcer enforcer;
    private final EndpointPolicies policies;

    EndpointPolicyEndpoint(Calls calls, Enforcer enforcer, EndpointPolicies policies) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.policies = policies;
    }

    @GET
    @Path("/endpoints/{endpoint}/OS-ENDPOINT-POLICY/policy")
    public Reply policyOfEndpoint(
            @PathParam("realm") String realm, @PathParam("endpoint") String endpoint, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:get_policy_for_endpoint");
        return Reply.ok("policy", Views.of(call, "/policies", policies.policyOf(call.realmName(), endpoint)));
    }

    @GET
    @Path(BELOW_POLICY + "/endpoints")
    public Reply endpointsOfPolicy(
            @PathParam("realm") String realm, @PathParam("policy") String policy, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_endpoints_for_policy");
        return Listing.of(
                call, "endpoints", Views.of(call, "/endpoints", policies.endpointsOf(call.realmName(), policy)));
    }

    @GET
    @Path(SUBJECT)
    public Reply check(
            @PathParam("realm") String realm,
            @PathParam("policy") String policy,
            @PathParam("kind") String kind,
            @PathParam("id") String id,
            @PathParam("region") String region,
            @Context HttpServerRequest http) {
        Subject subject = subject(kind, id, region);
        Call call = enforcer.allowed(calls.of(realm, http), "identity:check_policy_association_for_" + word(subject));
        policies.check(call.realmName(), policy, subject);
        return Reply.noContent();
    }

    @PUT
    @Path(SUBJECT)
    public Reply associate(
            @PathParam("realm") String realm,
            @PathParam("policy") String policy,
            @PathParam("kind") String kind,
            @PathParam("id") String id,
            @PathParam("region") String region,
            @Context HttpServerRequest http) {
        Subject subject = subject(kind, id, region);
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_policy_association_for_" + word(subject));
        policies.associate(call.realmName(), policy, subject);
        return Reply.noContent();
    }

    @DELETE
    @Path(SUBJECT)
    public Reply dissociate(
            @PathParam("realm") String realm,
            @PathParam("policy") String policy,
            @PathParam("kind") String kind,
            @PathParam("id") String id,
            @PathParam("region") String region,
            @Context HttpServerRequest http) {
        Subject subject = subject(kind, id, region);
        Call call = enforcer.allowed(calls.of(realm, http), "identity:delete_policy_association_for_" + word(subject));
        policies.dissociate(call.realmName(), policy, subject);
        return Reply.noContent();
    }

    private static Subject subject(String kind, String id, String region) {
        if (kind.equals("endpoints")) {
            if (!region.isEmpty()) {
                throw KeystoneRefused.notFoundSaying("The resource could not be found.");
            }
            return Subject.endpoint(id);
        }
        return region.isEmpty() ? Subject.service(id) : Subject.serviceIn(id, region.substring("/regions/".length()));
    }

    private static String word(Subject subject) {
        if (subject.endpoint().isPresent()) {
            return "endpoint";
        }
        return subject.region().isPresent() ? "region_and_service" : "service";
    }
}
