package io.vestibule.relyingparty;

import java.util.Map;

/** What only one protocol needs to answer a request; opaque to every other room. */
public record ProtocolMemory(Map<String, String> values) {
    public ProtocolMemory {
        values = Map.copyOf(values);
    }
}
