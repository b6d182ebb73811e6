package io.vestibule.protocol.keystone.wire;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Where each resource of the API is (draft-nottingham-json-home); the same for every realm, relative to its {@code /v3}. */
@ApplicationScoped
class JsonHome {
    private final byte[] document = read();

    byte[] document() {
        return document.clone();
    }

    private static byte[] read() {
        try (InputStream in = JsonHome.class.getResourceAsStream("/keystone/json-home.json")) {
            if (in == null) {
                throw new IllegalStateException("keystone/json-home.json is missing in the artifact");
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
