package io.vestibule.protocol.keystone.federation.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.protocol.keystone.auth.AuthMethod;
import io.vestibule.protocol.keystone.auth.MethodOutcome;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The three names under which {@code /v3/auth/tokens} knows the same thing. */
@ApplicationScoped
class FederatedMethods {
    private final FederatedLogin login;

    FederatedMethods(FederatedLogin login) {
        this.login = login;
    }

    @Produces
    @Singleton
    AuthMethod mapped() {
        return new Named("mapped", login);
    }

    @Produces
    @Singleton
    AuthMethod openId() {
        return new Named("openid", login);
    }

    @Produces
    @Singleton
    AuthMethod saml2() {
        return new Named("saml2", login);
    }

    private record Named(String name, FederatedLogin login) implements AuthMethod {
        @Override
        public MethodOutcome authenticate(Call call, JsonNode payload) {
            return login.authenticate(call, required(payload, "identity_provider"), required(payload, "protocol"));
        }

        private String required(JsonNode payload, String member) {
            String text = payload.path(member).asText();
            if (text.isEmpty()) {
                throw KeystoneRefused.expecting(member, name);
            }
            return text;
        }
    }
}
