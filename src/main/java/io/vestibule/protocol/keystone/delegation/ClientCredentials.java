package io.vestibule.protocol.keystone.delegation;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.User;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tokens for clients that show the id and secret of an application credential as OAuth 2.0 client credentials. */
@ApplicationScoped
class ClientCredentials {
    private static final String METHOD = "application_credential";

    private final ApplicationCredentials credentials;
    private final HeldRoles held;
    private final TokenIssue tokens;
    private final LoginThrottle throttle;
    private final AuditLog audit;
    private final Clock clock;

    ClientCredentials(
            ApplicationCredentials credentials,
            HeldRoles held,
            TokenIssue tokens,
            LoginThrottle throttle,
            AuditLog audit,
            Clock clock) {
        this.credentials = credentials;
        this.held = held;
        this.tokens = tokens;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
    }

    Issued token(Call call, String id, String secret) {
        if (!KeystoneRealm.of(call.realm()).offers(METHOD)) {
            throw KeystoneRefused.unauthorized().because("method-switched-off");
        }
        ApplicationCredential credential = proven(call, id, secret);
        User user = held.enabled(call.realmName(), credential.user())
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("application-credential-owner-disabled"));
        if (!user.mfa().satisfiedBy(Set.of(METHOD))) { // the rules that bind this method elsewhere bind it here
            throw KeystoneRefused.unauthorized().because("more-factors-needed");
        }
        Proven proven = ApplicationCredentialMethod.proven(credential);
        TokenRequest request =
                TokenRequest.of(user.id(), List.of(METHOD), proven.boundTo()).by(proven.delegation());
        return tokens.issue(call.realm(), proven.notAfter().map(request::until).orElse(request));
    }

    private ApplicationCredential proven(Call call, String id, String secret) {
        String address = call.visitor().address();
        if (!throttle.mayTry(address)) {
            throw KeystoneRefused.unauthorized().because("address-throttled");
        }
        Optional<ApplicationCredential> right = credentials
                .find(call.realmName(), id)
                .filter(known -> credentials.matches(call.realm(), known, new Secret(secret)));
        if (right.isEmpty()) {
            throttle.failed(address);
        }
        return right.filter(known -> !known.hasExpired(clock.instant()))
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("wrong-application-credential"));
    }

    /** A refusal that is answered in OAuth's words, not by whoever writes the others. */
    void record(Call call, KeystoneRefused refused) {
        audit.refuse(new Refusal(
                Optional.of(call.realmName()),
                Circumstances.from(call.visitor().address()),
                "keystone",
                refused.reason(),
                "",
                "OS-OAUTH2/token"));
    }
}
