package io.vestibule.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Sealer;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.records.Digests;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
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
    private static final int LONGEST_USER_AGENT = 300;
    private static final String LOGOUT_HINT = "upstream-logout-hint";

    private final SessionRepository repository;
    private final RandomTokens tokens;
    private final Sealer sealer;
    private final Clock clock;
    private final Cache<String, String> joined =
            Caffeine.newBuilder().maximumSize(100_000).build();

    public Sessions(SessionRepository repository, RandomTokens tokens, Sealer sealer, Clock clock) {
        this.repository = repository;
        this.tokens = tokens;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** A new session of {@code user}; its token was never seen by any browser before (no fixation). */
    @Transactional
    public OpenedSession open(User user, UpstreamIdentity identity, SessionPolicy policy, Visitor visitor) {
        Instant now = clock.instant();
        SessionEntity row = new SessionEntity();
        row.id = UUID.randomUUID();
        row.realm = user.realm().value();
        row.userId = user.id().value();
        row.createdAt = now;
        Secret token = authenticate(row, identity, policy, visitor, now);
        repository.persist(row);
        return new OpenedSession(session(row), token);
    }

    /** The same person proved themselves again: same sid, new token, new context. Empty when the session has ended. */
    @Transactional
    public Optional<OpenedSession> renew(
            Session session, UpstreamIdentity identity, SessionPolicy policy, Visitor visitor) {
        return repository.findByIdOptional(session.id().value()).map(row -> {
            Secret token = authenticate(row, identity, policy, visitor, clock.instant());
            return new OpenedSession(session(row), token);
        });
    }

    /** The live session whose cookie carries {@code token}. */
    @Transactional
    public Optional<Session> find(RealmName realm, String token, SessionPolicy policy) {
        Instant now = clock.instant();
        return repository
                .byToken(realm.value(), Digests.sha256(token))
                .filter(row -> alive(row, policy, now))
                .map(row -> {
                    if (row.lastUsedAt.plus(TOUCH_EVERY).isBefore(now)) {
                        row.lastUsedAt = now;
                    }
                    return session(row);
                });
    }

    /** The live session of that public id. */
    @Transactional
    public Optional<Session> find(RealmName realm, SessionId id, SessionPolicy policy) {
        return repository
                .findByIdOptional(id.value())
                .filter(row -> row.realm.equals(realm.value()) && alive(row, policy, clock.instant()))
                .map(this::session);
    }

    /** Live and idle sessions of a user, last used first. */
    @Transactional
    public List<Session> ofUser(UserId user) {
        Instant now = clock.instant();
        return repository.ofUser(user.value()).stream()
                .filter(row -> row.expiresAt.isAfter(now))
                .map(this::session)
                .toList();
    }

    /**
     * Sessions that an upstream means: of that subject, or of that session there, or both; with neither it means none.
     *
     * @param subject what the upstream calls the person
     * @param upstreamSession what it calls its session ({@code sid}, SessionIndex)
     */
    @Transactional
    public List<Session> ofUpstream(
            RealmName realm, ConnectorId connector, Optional<String> subject, Optional<String> upstreamSession) {
        if (subject.isEmpty() && upstreamSession.isEmpty()) {
            return List.of();
        }
        return repository.ofUpstream(realm.value(), connector.value(), subject, upstreamSession).stream()
                .map(this::session)
                .toList();
    }

    /** Some that are over by age or idleness and that nobody has ended yet. */
    @Transactional
    public List<SessionRef> over(RealmName realm, SessionPolicy policy, int atMost) {
        Instant now = clock.instant();
        return repository.over(realm.value(), now, now.minus(policy.idle()), atMost).stream()
                .map(row -> new SessionRef(new SessionId(row.id), new UserId(row.userId)))
                .toList();
    }

    /** Remembers that a relying party got a proof from this session; of several memories the last one counts. */
    @Transactional
    public void join(SessionId session, String protocol, RelyingPartyId relyingParty, String memory) {
        String key = session + " " + protocol + " " + relyingParty;
        if (!memory.equals(joined.getIfPresent(key))) {
            repository.join(session.value(), protocol, relyingParty.value(), memory, clock.instant());
            joined.put(key, memory);
        }
    }

    @Transactional
    public List<Participant> participants(SessionId session) {
        return repository.participants(session.value()).stream()
                .map(row ->
                        new Participant(row.protocol, new RelyingPartyId(row.relyingParty), row.joinedAt, row.memory))
                .toList();
    }

    /** Ends it, once: of two logouts at the same time one gets true. */
    @Transactional
    public boolean end(SessionId session) {
        return repository.delete("id = ?1", session.value()) == 1;
    }

    private Secret authenticate(
            SessionEntity row, UpstreamIdentity identity, SessionPolicy policy, Visitor visitor, Instant now) {
        String token = tokens.next();
        row.tokenHash = Digests.sha256(token);
        row.connector = identity.connector().value();
        row.upstreamSubject = identity.subject();
        row.upstreamSession = identity.upstreamSession().id().orElse(null);
        row.sealedLogoutHint = identity.upstreamSession()
                .logoutHint()
                .map(hint -> sealer.seal(new RealmName(row.realm), LOGOUT_HINT, hint.reveal()))
                .orElse(null);
        row.authnInstant = identity.context().authnInstant();
        row.acr = identity.context().acr().orElse(null);
        row.amr = String.join(" ", identity.context().amr());
        row.authorities = String.join("\n", identity.context().authorities());
        row.userAgent = visitor.userAgent()
                .substring(0, Math.min(LONGEST_USER_AGENT, visitor.userAgent().length()));
        row.address = visitor.address();
        row.lastUsedAt = now;
        row.expiresAt = now.plus(policy.lifetime());
        return new Secret(token);
    }

    private static boolean alive(SessionEntity row, SessionPolicy policy, Instant now) {
        return row.expiresAt.isAfter(now) && row.lastUsedAt.plus(policy.idle()).isAfter(now);
    }

    private Session session(SessionEntity row) {
        RealmName realm = new RealmName(row.realm);
        Set<String> amr =
                Arrays.stream(row.amr.split(" ")).filter(s -> !s.isEmpty()).collect(Collectors.toSet());
        Optional<Secret> hint = Optional.ofNullable(row.sealedLogoutHint)
                .flatMap(text -> sealer.open(realm, LOGOUT_HINT, text))
                .map(Secret::new);
        return new Session(
                new SessionId(row.id),
                realm,
                new UserId(row.userId),
                new ConnectorId(row.connector),
                row.upstreamSubject,
                new UpstreamSession(Optional.ofNullable(row.upstreamSession), hint),
                new AuthnContext(
                        row.authnInstant,
                        Optional.ofNullable(row.acr),
                        amr,
                        row.authorities.lines().toList()),
                row.userAgent,
                row.address,
                row.createdAt,
                row.lastUsedAt,
                row.expiresAt);
    }
}
