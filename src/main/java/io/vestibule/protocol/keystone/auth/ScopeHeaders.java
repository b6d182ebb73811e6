package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** For which project or domain a caller without a token wants to be somebody: {@code X-Project-Id} and its like. */
@ApplicationScoped
class ScopeHeaders {
    /** @throws KeystoneRefused 400 when there is no scope, or half of one */
    AskedScope of(Call call) {
        Optional<String> project = said(call, "X-Project-Id");
        if (project.isPresent()) {
            return new AskedScope.OfProject(named("id", project.get()));
        }
        Optional<String> name = said(call, "X-Project-Name");
        if (name.isPresent()) {
            ObjectNode named = named("name", name.get());
            named.set(
                    "domain",
                    domain(call, "X-Project-Domain-")
                            .orElseThrow(() -> KeystoneRefused.badRequest(
                                    "Neither Project Domain ID nor Project Domain Name was provided.")));
            return new AskedScope.OfProject(named);
        }
        return domain(call, "X-Domain-")
                .<AskedScope>map(AskedScope.OfDomain::new)
                .orElseThrow(() -> KeystoneRefused.expecting("project or domain", "scope"));
    }

    private static Optional<ObjectNode> domain(Call call, String prefix) {
        return said(call, prefix + "Id")
                .map(id -> named("id", id))
                .or(() -> said(call, prefix + "Name").map(name -> named("name", name)));
    }

    private static Optional<String> said(Call call, String header) {
        return call.header(header).filter(text -> !text.isEmpty());
    }

    private static ObjectNode named(String by, String value) {
        return JsonNodeFactory.instance.objectNode().put(by, value);
    }
}
