package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.auth.AuthMethod;
import io.vestibule.protocol.keystone.auth.MethodOutcome;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Method {@code application_credential}: its id, or its name and whose it is, with its secret. */
@ApplicationScoped
class ApplicationCredentialMethod implements AuthMethod {
    private static final String NAME = "application_credential";

    private final ApplicationCredentials credentials;
    private final NamedUsers users;
    private final LoginThrottle throttle;
    private final Clock clock;

    ApplicationCredentialMethod(
            ApplicationCredentials credentials, NamedUsers users, LoginThrottle throttle, Clock clock) {
        this.credentials = credentials;
        this.users = users;
        this.throttle = throttle;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public MethodOutcome authenticate(Call call, JsonNode payload) {
        Optional<ApplicationCredential> found = sought(call, payload);
        if (found.isEmpty()) {
            return MethodOutcome.Refused.because("no-such-application-credential");
        }
        ApplicationCredential credential = found.get();
        String address = call.visitor().address();
        if (!throttle.mayTry(address)) {
            return MethodOutcome.Refused.because("address-throttled").of(credential.user());
        }
        if (namesAnother(call, payload, credential)) {
            return MethodOutcome.Refused.because("application-credential-of-another-user")
                    .of(credential.user());
        }
        JsonNode secret = payload.path("secret");
        if (!secret.isTextual() || !credentials.matches(call.realm(), credential, new Secret(secret.asText()))) {
            throttle.failed(address);
            return MethodOutcome.Refused.because("wrong-application-credential-secret")
                    .of(credential.user());
        }
        if (credential.hasExpired(clock.instant())) {
            return MethodOutcome.Refused.because("application-credential-expired")
                    .of(credential.user());
        }
        return proven(credential);
    }

    static MethodOutcome.Proven proven(ApplicationCredential credential) {
        MethodOutcome.Proven proven = MethodOutcome.Proven.by(credential.user())
                .delegating(Delegation.applicationCredential(credential.id()), new Scope.Project(credential.project()));
        return credential.expiresAt().map(proven::until).orElse(proven);
    }

    private Optional<ApplicationCredential> sought(Call call, JsonNode payload) {
        if (payload.hasNonNull("id")) {
            return credentials.find(call.realmName(), payload.get("id").asText());
        }
        if (!payload.hasNonNull("name")) {
            throw KeystoneRefused.expecting("id or name", NAME.replace('_', ' '));
        }
        if (!payload.path("user").isObject()) {
            throw KeystoneRefused.expecting("user", NAME);
        }
        return users.find(call.realmName(), payload.get("user"))
                .flatMap(user -> credentials.named(
                        call.realmName(), user.id(), payload.get("name").asText()));
    }

    /** The payload may not make the token somebody else's (CVE-2026-42998). */
    private boolean namesAnother(Call call, JsonNode payload, ApplicationCredential credential) {
        return payload.hasNonNull("user")
                && users.find(call.realmName(), payload.get("user"))
                        .filter(user -> user.id().equals(credential.user()))
                        .isEmpty();
    }
}
