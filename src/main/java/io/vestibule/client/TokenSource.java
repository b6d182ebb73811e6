package io.vestibule.client;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The own token of a service: obtained when it is needed first, kept, and renewed before it expires. Threads may share it. */
public final class TokenSource {
    private static final Duration RENEWED_BEFORE = Duration.ofSeconds(60);

    private final IdentityApi api;
    private final Login login;
    private final Scope scope;
    private final Clock clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Token kept;

    public TokenSource(IdentityApi api, Login login, Scope scope) {
        this(api, login, scope, Clock.systemUTC());
    }

    public TokenSource(IdentityApi api, Login login, Scope scope, Clock clock) {
        this.api = api;
        this.login = login;
        this.scope = scope;
        this.clock = clock;
    }

    /** A token that is good for a minute at least, where the server gives such. One thread renews, the others wait for it. */
    public Token token() {
        Token token = kept;
        if (token != null && livesFor(token, RENEWED_BEFORE)) {
            return token;
        }
        renewing.lock();
        try {
            token = kept;
            return token != null && livesFor(token, RENEWED_BEFORE) ? token : renewed(token);
        } finally {
            renewing.unlock();
        }
    }

    /** Somebody answered 401 to this token: the next is a new one. What another thread renewed meanwhile stays. */
    public void forget(Token token) {
        renewing.lock();
        try {
            if (token.equals(kept)) {
                kept = null;
            }
        } finally {
            renewing.unlock();
        }
    }

    private Token renewed(@Nullable Token old) {
        try {
            Token token = api.issue(login, scope);
            kept = token;
            return token;
        } catch (IdentityUnreachable away) {
            if (old != null && livesFor(old, Duration.ZERO)) {
                return old; // an outage shorter than a minute is nobody's business
            }
            throw away;
        }
    }

    private boolean livesFor(Token token, Duration time) {
        return clock.instant().plus(time).isBefore(token.expiresAt());
    }
}
