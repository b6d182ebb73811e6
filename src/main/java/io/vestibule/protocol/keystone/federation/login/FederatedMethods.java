package io.vestibule.protocol.keystone.federation.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.protocol.keystone.auth.AuthMethod;
import io.vestibule.protocol.keystone.auth.MethodOutcome;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;

/** The three names under which {@code /v3/auth/tokens} knows the same thing. */
final class FederatedMethods {
    private FederatedMethods() {}

    private static MethodOutcome authenticate(FederatedLogin login, String name, Call call, JsonNode payload) {
        return login.authenticate(
                call, required(payload, "identity_provider", name), required(payload, "protocol", name));
    }

    private static String required(JsonNode payload, String member, String method) {
        String text = payload.path(member).asText();
        if (text.isEmpty()) {
            throw KeystoneRefused.expecting(member, method);
        }
        return text;
    }

    @ApplicationScoped
    static class Mapped implements AuthMethod {
        private final FederatedLogin login;

        Mapped(FederatedLogin login) {
            this.login = login;
        }

        @Override
        public String name() {
            return "mapped";
        }

        @Override
        public MethodOutcome authenticate(Call call, JsonNode payload) {
            return FederatedMethods.authenticate(login, name(), call, payload);
        }
    }

    @ApplicationScoped
    static class OpenId implements AuthMethod {
        private final FederatedLogin login;

        OpenId(FederatedLogin login) {
            this.login = login;
        }

        @Override
        public String name() {
            return "openid";
        }

        @Override
        public MethodOutcome authenticate(Call call, JsonNode payload) {
            return FederatedMethods.authenticate(login, name(), call, payload);
        }
    }

    @ApplicationScoped
    static class Saml2 implements AuthMethod {
        private final FederatedLogin login;

        Saml2(FederatedLogin login) {
            this.login = login;
        }

        @Override
        public String name() {
            return "saml2";
        }

        @Override
        public MethodOutcome authenticate(Call call, JsonNode payload) {
            return FederatedMethods.authenticate(login, name(), call, payload);
        }
    }
}
