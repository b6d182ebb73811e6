package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.LocalDoor;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * A passcode of the user's authenticator (RFC 6238), good once. It is looked at only for somebody whose first factor is
 * proven, or whose own rules let it stand alone: otherwise any stranger could lock anybody's authenticator, or learn by guessing
 * who has one (security case 44).
 */
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
    public boolean comesLast() {
        return true;
    }

    @Override
    public MethodOutcome authenticate(Call call, JsonNode payload) {
        return beside(call, payload, Optional.empty());
    }

    @Override
    public MethodOutcome beside(Call call, JsonNode payload, Optional<UserId> proven) {
        JsonNode asked = AskedUser.in(payload, name());
        String address = call.visitor().address();
        if (!throttle.mayTry(address)) {
            return MethodOutcome.Refused.because("address-throttled");
        }
        Optional<User> user = user(call, asked).filter(User::enabled);
        Optional<User> entitled =
                user.filter(who -> proven.map(who.id()::equals).orElseGet(() -> mayStandAlone(call, who)));
        String passcode = asked.path("passcode").asText();
        PasscodeCheck check = entitled.map(who -> secrets.verify(call.realm(), who, passcode))
                .orElseGet(() -> secrets.pretend(call.realm(), passcode));
        if (entitled.isPresent() && check == PasscodeCheck.RIGHT) {
            return MethodOutcome.Proven.by(entitled.get().id());
        }
        throttle.failed(address);
        String reason = user.isEmpty() ? "unknown-name" : entitled.isEmpty() ? "passcode-alone" : check.reason();
        MethodOutcome.Refused no = MethodOutcome.Refused.because(reason);
        return user.map(who -> no.of(who.id())).orElse(no);
    }

    /** As a passkey at the portal: only where people come in by what this server checks itself. */
    private static boolean mayStandAlone(Call call, User user) {
        return user.mfa().isMetBy(MfaRules.TOTP) && LocalDoor.isOpen(call.realm());
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
