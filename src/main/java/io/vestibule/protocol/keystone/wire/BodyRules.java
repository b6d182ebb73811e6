package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.databind.JsonNode;

/** What a request body must look like; {@code schema.Schemas} knows. */
public interface BodyRules {
    /** @throws KeystoneRefused 400 that names what is wrong */
    void check(String schema, JsonNode body);
}
