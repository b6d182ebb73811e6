package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.Domain;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.PasswordCheck;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Name (or id) and password, under the same throttles, lockouts and password policy as the login page. */
@ApplicationScoped
class PasswordMethod implements AuthMethod {
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final DomainId NOBODYS = new DomainId("-");

    private final LocalCredentials credentials;
    private final LoginThrottle throttle;
    private final NamedThings named;

    PasswordMethod(LocalCredentials credentials, LoginThrottle throttle, NamedThings named) {
        this.credentials = credentials;
        this.throttle = throttle;
        this.named = named;
    }

    @Override
    public String name() {
        return "password";
    }

    @Override
    public MethodOutcome authenticate(Call call, JsonNode payload) {
        JsonNode user = AskedUser.in(payload, name());
        String address = call.visitor().address();
        if (!throttle.mayTry(address)) {
            return MethodOutcome.Refused.because("address-throttled");
        }
        return switch (check(call, user, new Secret(user.path("password").asText()))) {
            case PasswordCheck.Right(User right) -> MethodOutcome.Proven.by(right.id());
            case PasswordCheck.Expired(User expired) -> mustChange(expired, "password-expired");
            case PasswordCheck.MustChange(User fresh) -> mustChange(fresh, "password-of-another");
            case PasswordCheck.Wrong wrong -> {
                throttle.failed(address);
                yield MethodOutcome.Refused.because(wrong.reason());
            }
            case PasswordCheck.Throttled throttled -> {
                throttle.failed(address);
                yield MethodOutcome.Refused.because("name-throttled");
            }
            case PasswordCheck.Busy busy ->
                throw KeystoneRefused.of(
                        SERVICE_UNAVAILABLE,
                        "Service Unavailable",
                        "The service is currently unable to handle the request.");
        };
    }

    /** Somebody who is in no domain, or whose id is none, is looked for all the same: it takes as long as a wrong password. */
    private PasswordCheck check(Call call, JsonNode user, Secret password) {
        String name = user.path("name").asText();
        if (name.isEmpty()) {
            Optional<UserId> id = UserId.ofHex(user.path("id").asText());
            return id.isPresent()
                    ? credentials.verify(call.realm(), id.get(), password)
                    : credentials.verify(call.realm(), NOBODYS, user.path("id").asText(), password);
        }
        DomainId domain = named.domain(call.realmName(), user.path("domain"))
                .filter(Domain::enabled)
                .map(Domain::id)
                .orElse(NOBODYS);
        return credentials.verify(call.realm(), domain, name, password);
    }

    /** The password was right, so its owner may know. */
    private static MethodOutcome mustChange(User user, String reason) {
        String words = "The password is expired and needs to be changed for user: "
                + user.id().hex() + ".";
        return new MethodOutcome.Refused(reason, Optional.of(user.id()), Optional.of(words));
    }
}
