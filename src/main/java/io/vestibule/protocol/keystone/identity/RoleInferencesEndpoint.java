package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Implication;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /v3/role_inferences}: everything that roles imply. */
@Path("/realms/{realm}/v3/role_inferences")
@RunOnVirtualThread
public class RoleInferencesEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Roles roles;

    RoleInferencesEndpoint(Calls calls, Enforcer enforcer, Roles roles) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.roles = roles;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_role_inference_rules", Target.none());
        Map<Role, List<Role>> implied = roles.implications(call.realmName()).stream()
                .collect(Collectors.groupingBy(
                        Implication::prior,
                        LinkedHashMap::new,
                        Collectors.mapping(Implication::implied, Collectors.toList())));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode inferences = document.putArray("role_inferences");
        implied.forEach((prior, all) -> {
            ObjectNode inference = inferences.addObject();
            inference.set("prior_role", ImpliedRolesEndpoint.brief(call, prior));
            ArrayNode implies = inference.putArray("implies");
            all.forEach(role -> implies.add(ImpliedRolesEndpoint.brief(call, role)));
        });
        return Reply.ok(document);
    }
}
