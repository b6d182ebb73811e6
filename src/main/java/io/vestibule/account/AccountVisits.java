package io.vestibule.account;

import io.vestibule.browser.Visitor;
import io.vestibule.identity.SessionId;
import io.vestibule.keys.Hmac;
import io.vestibule.keys.MasterKey;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;

/** Lets people in to their own account, by the session of their browser or by an application's token. */
@ApplicationScoped
public class AccountVisits {
    /** How long ago a person may have proven who they are when they change a way in. */
    public static final Duration RECENT = Duration.ofMinutes(10);

    private final BrowserSessions sessions;
    private final Instance<AccountTokens> tokens;
    private final SecretKey key;
    private final Clock clock;

    AccountVisits(BrowserSessions sessions, @Any Instance<AccountTokens> tokens, MasterKey master, Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.key = master.derive("account-form");
        this.clock = clock;
    }

    /** The current account of this browser. */
    public Optional<AccountVisit> of(Realm realm, Visitor visitor) {
        return sessions.current(realm, visitor).map(signedIn -> visit(realm, signedIn));
    }

    /** Whoever gave an application this token, when it may look after their account. */
    public Optional<AccountVisit> byToken(Realm realm, String token) {
        return tokens.stream()
                .flatMap(door -> door.bearer(realm, token).stream())
                .findFirst()
                .map(bearer -> new AccountVisit(
                        realm, bearer.user(), Optional.empty(), isRecent(bearer.authenticatedAt()), ""));
    }

    /** Whether a form or request that changes something comes from a page of this very session (cross-site forgery). */
    public boolean isGenuine(AccountVisit visit, String formKey) {
        return visit.session().isPresent() && Hmac.same(visit.formKey(), formKey);
    }

    private AccountVisit visit(Realm realm, SignedIn signedIn) {
        return new AccountVisit(
                realm,
                signedIn.user(),
                Optional.of(signedIn.session().id()),
                isRecent(signedIn.session().context().authnInstant()),
                formKey(realm, signedIn.session().id()));
    }

    private boolean isRecent(Instant authenticated) {
        return authenticated.plus(RECENT).isAfter(clock.instant());
    }

    /** Of the session's public id, which others know, and a key, which nobody does. */
    private String formKey(Realm realm, SessionId session) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Hmac.SHA256.of(key, realm.name() + " " + session));
    }
}
