package io.vestibule.protocol.saml.downstream;

import java.util.Arrays;
import java.util.Optional;

/** By which binding an answer reaches an assertion consumer service. */
public enum ConsumerBinding {
    POST("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"),
    ARTIFACT("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact"),
    PAOS("urn:oasis:names:tc:SAML:2.0:bindings:PAOS");

    private final String uri;

    ConsumerBinding(String uri) {
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    static Optional<ConsumerBinding> of(String uri) {
        return Arrays.stream(values()).filter(one -> one.uri.equals(uri)).findFirst();
    }
}
