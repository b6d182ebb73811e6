package io.vestibule.session;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.browser.Visitor;
import io.vestibule.database.Remembered;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.Sha256;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Sealer;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Opens, finds, renews and ends SSO sessions. */
@ApplicationScoped
public class Sessions {
    private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);
    private static final Duration ENDED_KEPT = Duration.ofDays(1);
    private static final int LONGEST_USER_AGENT = 300;
    private static final String LOGOUT_HINT = "upstream-logout-hint";

    private final SessionRepository repository;
    private final RandomTokens tokens;
    private final Sealer sealer;
    private final TransactionSynchronizationRegistry transactions;
    private final Clock clock;
    private final Remembered<SessionId, Kept> recent = new Remembered<>();
    private final Remembered<String, SessionId> ids = new Remembered<>(); // by the hash of a token they have or had

    public Sessions(
            SessionRepository repository,
            RandomTokens tokens,
            Sealer sealer,
            TransactionSynchronizationRegistry transactions,
            Clock clock) {
        this.repository = repository;
        this.tokens = tokens;
        this.sealer = sealer;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A new session of {@code user}; its token was never seen by any browser before (no fixation). */
    public OpenedSession open(User user, UpstreamIdentity identity, SessionPolicy policy, Visitor visitor) {
        Instant now = clock.instant();
        Secret token = new Secret(tokens.next());
        SessionRow row = authenticated(
                UUID.randomUUID(), user.realm(), user.id().value(), token, identity, policy, visitor, now, now);
        repository.add(row);
        return new OpenedSession(session(row), token);
    }

    /** The same person proved themselves again: same sid, new token, new context. Empty when the session has ended. */
    @Transactional
    public Optional<OpenedSession> renew(
            Session session, UpstreamIdentity identity, SessionPolicy policy, Visitor visitor) {
        forgetAfterwards(session.id());
        Secret token = new Secret(tokens.next());
        SessionRow row = authenticated(
                session.id().value(),
                session.realm(),
                session.user().value(),
                token,
                identity,
                policy,
                visitor,
                session.createdAt(),
                clock.instant());
        return repository.replace(row) ? Optional.of(new OpenedSession(session(row), token)) : Optional.empty();
    }

    /** The live session whose cookie carries {@code token}. */
    public Optional<Session> find(RealmName realm, String token, SessionPolicy policy) {
        String hash = hash(token);
        Instant now = clock.instant();
        return ids.find(hash)
                .flatMap(recent::find)
                .filter(kept -> kept.tokenHash().equals(hash))
                .or(() -> repository.byToken(realm.value(), hash).map(this::keep))
                .map(Kept::session)
                .filter(session -> session.realm().equals(realm) && alive(session, policy, now))
                .flatMap(session -> touched(session, hash, now));
    }

    /** The live session of that public id. */
    public Optional<Session> find(RealmName realm, SessionId id, SessionPolicy policy) {
        return recent.find(id)
                .or(() -> repository.byId(id.value()).map(this::keep))
                .map(Kept::session)
                .filter(session -> session.realm().equals(realm) && alive(session, policy, clock.instant()));
    }

    /** Living or over by age and not cleared away yet. */
    public Optional<Session> kept(SessionId id) {
        return repository.byId(id.value()).map(this::session);
    }

    /** Live and idle sessions of a user, last used first. */
    public List<Session> ofUser(UserId user) {
        Instant now = clock.instant();
        return repository.ofUser(user.value()).stream()
                .filter(row -> row.expiresAt().isAfter(now))
                .map(this::session)
                .toList();
    }

    /**
     * Sessions that an upstream means: of that subject, or of that session there, or both; with neither it means none.
     *
     * @param subject what the upstream calls the person
     * @param upstreamSession what it calls its session ({@code sid}, SessionIndex)
     */
    public List<Session> ofUpstream(
            RealmName realm, ConnectorId connector, Optional<String> subject, Optional<String> upstreamSession) {
        if (subject.isEmpty() && upstreamSession.isEmpty()) {
            return List.of();
        }
        return repository.ofUpstream(realm.value(), connector.value(), subject, upstreamSession).stream()
                .map(this::session)
                .toList();
    }

    /** The same of those that ended within a day, latest first. */
    public List<EndedSession> endedOfUpstream(
            RealmName realm, ConnectorId connector, Optional<String> subject, Optional<String> index, int atMost) {
        if (subject.isEmpty() && index.isEmpty()) {
            return List.of();
        }
        return repository.endedOfUpstream(realm.value(), connector.value(), subject, index, atMost).stream()
                .map(row -> new EndedSession(
                        new SessionId(row.id()),
                        new UpstreamSession(row.upstreamSession(), hint(realm, row.sealedLogoutHint()))))
                .toList();
    }

    /** What upstreams called those that ended longer ago; on whichever node comes to it first. */
    @Scheduled(every = "10m", delayed = "55s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetEnded() {
        repository.forgetEnded(clock.instant().minus(ENDED_KEPT));
    }

    /** Some that are over by age or idleness and that nobody has ended yet. */
    public List<SessionRef> over(RealmName realm, SessionPolicy policy, int atMost) {
        Instant now = clock.instant();
        return repository.over(realm.value(), now, now.minus(policy.idle()), atMost);
    }

    /** For whoever is about to end it, or a part in it: from here to the end of the transaction nothing is given out in it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean lock(SessionId session) {
        return repository.lock(session.value());
    }

    /** Living ones an operator means, last used first. */
    public List<Session> wanted(RealmName realm, WantedSessions wanted, int atMost) {
        return repository.wanted(realm.value(), wanted, clock.instant(), atMost).stream()
                .map(this::session)
                .toList();
    }

    /** Ends it, once: of two logouts at the same time one gets true. */
    @Transactional
    public boolean end(SessionId session) {
        forgetAfterwards(session);
        return repository.remove(session.value(), clock.instant());
    }

    private record Kept(Session session, String tokenHash) {}

    private Kept keep(SessionRow row) {
        return keep(new Kept(session(row), row.tokenHash()));
    }

    private Kept keep(Kept kept) {
        recent.keep(kept.session().id(), kept);
        ids.keep(kept.tokenHash(), kept.session().id());
        return kept;
    }

    /** That it was used is written now and then. Nothing when it has ended meanwhile, or has another token: the store knows. */
    private Optional<Session> touched(Session session, String hash, Instant now) {
        if (!session.lastUsedAt().plus(TOUCH_EVERY).isBefore(now)) {
            return Optional.of(session);
        }
        if (!repository.touch(session.id().value(), hash, now)) {
            recent.changed(session.id());
            return Optional.empty();
        }
        return Optional.of(keep(new Kept(session.usedAt(now), hash)).session());
    }

    private void forgetAfterwards(SessionId session) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                recent.changed(session);
            }
        });
    }

    private static String hash(String token) {
        return Sha256.of(token).hex();
    }

    private SessionRow authenticated(
            UUID id,
            RealmName realm,
            UUID user,
            Secret token,
            UpstreamIdentity identity,
            SessionPolicy policy,
            Visitor visitor,
            Instant createdAt,
            Instant now) {
        String agent = visitor.userAgent();
        return new SessionRow(
                id,
                realm.value(),
                hash(token.reveal()),
                user,
                identity.connector().value(),
                identity.subject(),
                identity.upstreamSession().id().orElse(null),
                identity.upstreamSession()
                        .logoutHint()
                        .map(hint -> sealer.seal(realm, LOGOUT_HINT, hint.reveal()))
                        .orElse(null),
                identity.context().authnInstant(),
                identity.context().acr().orElse(null),
                String.join(" ", identity.context().amr()),
                String.join("\n", identity.context().authorities()),
                String.join(" ", identity.context().factors()),
                agent.substring(0, Math.min(LONGEST_USER_AGENT, agent.length())),
                visitor.address(),
                createdAt,
                now,
                now.plus(policy.lifetime()));
    }

    private static boolean alive(Session session, SessionPolicy policy, Instant now) {
        return session.expiresAt().isAfter(now)
                && session.lastUsedAt().plus(policy.idle()).isAfter(now);
    }

    private Session session(SessionRow row) {
        RealmName realm = new RealmName(row.realm());
        return new Session(
                new SessionId(row.id()),
                realm,
                new UserId(row.userId()),
                new ConnectorId(row.connector()),
                row.upstreamSubject(),
                new UpstreamSession(
                        Optional.ofNullable(row.upstreamSession()),
                        hint(realm, Optional.ofNullable(row.sealedLogoutHint()))),
                new AuthnContext(
                        row.authnInstant(),
                        Optional.ofNullable(row.acr()),
                        words(row.amr()),
                        row.authorities().lines().toList(),
                        words(row.factors())),
                row.userAgent(),
                row.address(),
                row.createdAt(),
                row.lastUsedAt(),
                row.expiresAt());
    }

    private Optional<Secret> hint(RealmName realm, Optional<String> sealed) {
        return sealed.flatMap(text -> sealer.open(realm, LOGOUT_HINT, text)).map(Secret::new);
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
