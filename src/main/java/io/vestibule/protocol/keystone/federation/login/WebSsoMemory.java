package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.relyingparty.ProtocolMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a dashboard asked for.
 *
 * @param protocol as in the address it sent the browser to
 * @param identityProvider the only one it wants, when the address named one
 */
record WebSsoMemory(String protocol, Optional<String> identityProvider) {
    private static final String PROTOCOL = "protocol";
    private static final String IDENTITY_PROVIDER = "idp";

    ProtocolMemory packed() {
        Map<String, String> values = new HashMap<>();
        values.put(PROTOCOL, protocol);
        identityProvider.ifPresent(id -> values.put(IDENTITY_PROVIDER, id));
        return new ProtocolMemory(values);
    }

    static WebSsoMemory unpacked(ProtocolMemory memory) {
        return new WebSsoMemory(
                memory.values().getOrDefault(PROTOCOL, ""),
                Optional.ofNullable(memory.values().get(IDENTITY_PROVIDER)));
    }
}
