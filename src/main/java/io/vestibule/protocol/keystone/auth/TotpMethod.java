package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** A passcode of the user's authenticator (RFC 6238), good once. */
@ApplicationScoped
class TotpMethod implements AuthMethod {
    private final TotpSecrets secrets;
    private final Directory directory;
    private final Accounts accounts;
    private final NamedThings named;
    private final LoginThrottle throttle;

    TotpMethod(TotpSecrets secrets, Directory directory, Accounts accounts, NamedThings named, LoginThrottle throttle) {
        this.secrets = secrets;
        this.directory = directory;
        this.accounts = accounts;
        this.named = named;
        this.throttle = throttle;
    }

    @Override
    public String name() {
        return "totp";
    }

    @Override
    public MethodOutcome authenticate(Call call, JsonNode payload) {
        JsonNode asked = AskedUser.in(payload, name());
        String address = call.visitor().address();
        if (!throttle.mayTry(address)) {
            return MethodOutcome.Refused.because("address-throttled");
        }
        Optional<User> user = user(call, asked).filter(User::enabled);
        if (user.isEmpty()) {
            throttle.failed(address);
            return MethodOutcome.Refused.because("unknown-name");
        }
        UserId id = user.get().id();
        PasscodeCheck check =
                secrets.verify(call.realm(), id, asked.path("passcode").asText());
        if (check == PasscodeCheck.RIGHT) {
            return MethodOutcome.Proven.by(id);
        }
        throttle.failed(address);
        return MethodOutcome.Refused.because(check.reason()).of(id);
    }

    private Optional<User> user(Call call, JsonNode asked) {
        String name = asked.path("name").asText();
        return name.isEmpty()
                ? UserId.ofHex(asked.path("id").asText()).flatMap(id -> directory.find(call.realmName(), id))
                : named.domain(call.realmName(), asked.path("domain"))
                        .filter(Domain::enabled)
                        .flatMap(domain -> accounts.named(call.realmName(), domain.id(), name));
    }
}
