package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Authenticators;
import io.vestibule.directory.Identities;
import io.vestibule.directory.User;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import io.vestibule.login.PendingLogin.Proving;
import io.vestibule.login.PendingLogin.Proving.Proven;
import io.vestibule.realm.Realm;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Logins between two factors. They are stored and taken once, so that no browser can go back to before a wrong passcode. */
@ApplicationScoped
class HalfProven {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** However often the rest is tried in between. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final String KIND = "half-proven";

    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final BrowserBinding binding;
    private final LoginUrls urls;
    private final Authenticators authenticators;
    private final Identities identities;
    private final Sessions sessions;
    private final Clock clock;

    HalfProven(
            ExpiringRecords records,
            RandomTokens tokens,
            FlowSeal seal,
            BrowserBinding binding,
            LoginUrls urls,
            Authenticators authenticators,
            Identities identities,
            Sessions sessions,
            Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.binding = binding;
        this.urls = urls;
        this.authenticators = authenticators;
        this.identities = identities;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Keeps what was proven, or what a session stands for while it stands, and sends this browser, and no other, to the next step. */
    BrowserReply ask(LoginContext context, UpstreamIdentity identity, User user, Visitor visitor) {
        BrowserBinding.Mark mark = binding.mark(visitor);
        String flow = keep(context, proven(context, identity, user, mark, Optional.empty()));
        return new BrowserReply.Redirect(urls.factor(context.realm().name(), flow)).with(mark.cookies());
    }

    /** The same where an authenticator is set up first. */
    BrowserReply enrol(LoginContext context, UpstreamIdentity identity, User user, Visitor visitor) {
        BrowserBinding.Mark mark = binding.mark(visitor);
        String seed = authenticators.fresh().reveal();
        String flow = keep(context, proven(context, identity, user, mark, Optional.of(seed)));
        return new BrowserReply.Redirect(urls.enrol(context.realm().name(), flow)).with(mark.cookies());
    }

    private Proven proven(
            LoginContext context,
            UpstreamIdentity identity,
            User user,
            BrowserBinding.Mark mark,
            Optional<String> offered) {
        return new Proven(
                user.id(),
                identity.connector(),
                identity.subject(),
                identity.context(),
                identity.upstreamSession().id(),
                identity.upstreamSession().logoutHint().map(Secret::reveal),
                identity.upstreamSession().issued(),
                mark.digest(),
                offered,
                isLinked(user.realm(), identity.connector(), identity.subject(), user.id()),
                context.vouchedAt().orElseGet(clock::instant).toEpochMilli(),
                context.raised());
    }

    private boolean isLinked(RealmName realm, ConnectorId connector, String subject, UserId user) {
        return identities
                .owner(realm, connector, subject)
                .map(User::id)
                .filter(user::equals)
                .isPresent();
    }

    /**
     * Whether it still says who they are: not for ever, and not once the link is undone by which it did, or the session has ended
     * that did.
     */
    boolean holds(Realm realm, Proven proven) {
        boolean isYoung = clock.instant().toEpochMilli() - proven.since() <= LONGEST.toMillis();
        boolean isOver = proven.session()
                .filter(session ->
                        sessions.find(realm.name(), session, realm.sessions()).isEmpty())
                .isPresent();
        return isYoung
                && !isOver
                && (!proven.linked() || isLinked(realm.name(), proven.connector(), proven.subject(), proven.user()));
    }

    /** The flow of a page that asks for the rest. Sealed, since an upstream's proof of identity may be in it. */
    String keep(LoginContext context, Proven proven) {
        String handle = tokens.next();
        String sealed = seal.seal(context.realm().name(), KIND, proven);
        records.put(KIND, handle, sealed, clock.instant().plus(PATIENCE));
        return seal.seal(context.realm().name(), "", new Proving(context.request(), handle, context.link()));
    }

    /** Still waiting, in this browser. */
    Optional<Proven> peek(LoginContext context, Proving proving, Visitor visitor) {
        return records.peek(KIND, proving.handle())
                .flatMap(text -> opened(context, text))
                .filter(proven -> binding.matches(proven.browser(), visitor));
    }

    /** Of two answers at once one gets it. */
    Optional<Proven> take(LoginContext context, Proving proving) {
        return records.take(KIND, proving.handle()).flatMap(text -> opened(context, text));
    }

    private Optional<Proven> opened(LoginContext context, String text) {
        return seal.open(context.realm().name(), KIND, Proven.class, text);
    }

    /** The identity again; its claims were taken note of when it was first seen. */
    static UpstreamIdentity identity(Proven proven) {
        return new UpstreamIdentity(
                proven.connector(),
                proven.subject(),
                Claims.none(),
                proven.context(),
                new UpstreamSession(
                        proven.upstreamSession(), proven.logoutHint().map(Secret::new), proven.issued()));
    }
}
