package io.vestibule.protocol.local;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.PasswordCheck;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.realm.Realms;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Checks local users' passwords; the subject is the user's own id. */
final class LocalConnector implements PasswordConnector {
    /** RFC 8176 §2. */
    private static final String PASSWORD = "pwd";

    private final RealmName realm;
    private final ConnectorId id;
    private final LocalConfig config;
    private final Realms realms;
    private final LocalCredentials credentials;
    private final Clock clock;

    LocalConnector(
            RealmName realm,
            ConnectorId id,
            LocalConfig config,
            Realms realms,
            LocalCredentials credentials,
            Clock clock) {
        this.realm = realm;
        this.id = id;
        this.config = config;
        this.realms = realms;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public ConnectorId id() {
        return id;
    }

    @Override
    public AuthnOutcome verify(String username, Secret password) {
        return realms.find(realm)
                .map(current -> credentials.verify(current, username, password))
                .map(this::outcome)
                .orElseGet(() -> new AuthnOutcome.Unreachable("realm is gone"));
    }

    private AuthnOutcome outcome(PasswordCheck check) {
        return switch (check) {
            case PasswordCheck.Right right -> new AuthnOutcome.Authenticated(identity(right.user()));
            case PasswordCheck.Expired expired ->
                new AuthnOutcome.Rejected(Rejection.PASSWORD_ENDED, "password-expired");
            case PasswordCheck.MustChange first ->
                new AuthnOutcome.Rejected(Rejection.PASSWORD_ENDED, "password-set-by-another");
            case PasswordCheck.Wrong wrong -> new AuthnOutcome.Rejected(Rejection.BAD_CREDENTIALS, wrong.reason());
            case PasswordCheck.Throttled throttled -> new AuthnOutcome.Rejected(Rejection.THROTTLED, "name-throttled");
            case PasswordCheck.Busy busy -> new AuthnOutcome.Unreachable("too many logins at once");
        };
    }

    private UpstreamIdentity identity(User user) {
        AuthnContext context = new AuthnContext(clock.instant(), Optional.of(config.acr()), Set.of(PASSWORD));
        return new UpstreamIdentity(id, user.id().toString(), user.everything(), context, UpstreamSession.none());
    }
}
