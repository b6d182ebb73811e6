package io.vestibule.protocol.oidc.downstream;

import java.util.Arrays;
import java.util.Optional;

/** How a relying party proves at the back channel that it is itself (OIDC Core §9), under the registered name. */
enum ClientAuthMethod {
    CLIENT_SECRET_BASIC("client_secret_basic"),
    CLIENT_SECRET_POST("client_secret_post"),
    PRIVATE_KEY_JWT("private_key_jwt"),
    NONE("none");

    private final String registeredName;

    ClientAuthMethod(String registeredName) {
        this.registeredName = registeredName;
    }

    String registeredName() {
        return registeredName;
    }

    boolean usesSecret() {
        return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }

    static Optional<ClientAuthMethod> of(String name) {
        return Arrays.stream(values())
                .filter(method -> method.registeredName.equals(name))
                .findFirst();
    }
}
