package io.vestibule.session;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who takes part in a session: joins it, and may leave it before it ends. */
@ApplicationScoped
public class Participants {
    private static final String TOPIC = "participant";
    private static final int MOST_KEPT = 100_000;
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5); // of several nodes, at most

    private final ParticipantRepository repository;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<String, String> joined; // what each was remembered with

    public Participants(ParticipantRepository repository, Changes changes, Clock clock) {
        this.repository = repository;
        this.changes = changes;
        this.clock = clock;
        this.joined = changes.cache(MOST_KEPT);
    }

    /**
     * Remembers that a relying party got a proof from this session; of several memories the last one counts, unless it is empty; the
     * others are known to {@link #remembers}. False when the session is known to have ended.
     */
    public boolean join(SessionId session, String protocol, RelyingPartyId relyingParty, String memory) {
        String key = key(session, protocol, relyingParty);
        if (joined.ifKept(key).filter(other -> !other.equals(memory)).isPresent()) {
            joined.evict(key);
        }
        return joined.find(
                        key,
                        first -> repository.join(session.value(), protocol, relyingParty, memory, clock.instant())
                                ? Optional.of(memory)
                                : Optional.empty())
                .isPresent();
    }

    public List<Participant> of(SessionId session) {
        return repository.of(session.value());
    }

    /**
     * Whether it takes part in a session that has not ended, by that protocol: asked of the store. What is remembered here
     * otherwise is forgotten.
     */
    public boolean contains(SessionId session, String protocol, RelyingPartyId relyingParty) {
        boolean stands =
                repository.joined(session.value(), protocol, relyingParty).isPresent();
        if (!stands) {
            joined.evict(key(session, protocol, relyingParty));
        }
        return stands;
    }

    /** The same since that moment at the latest: who was left, and entered again later, takes part anew. */
    public boolean contains(SessionId session, String protocol, RelyingPartyId relyingParty, Instant moment) {
        return repository
                .joined(session.value(), protocol, relyingParty)
                .filter(since -> !since.isAfter(moment.plus(CLOCKS_DIFFER)))
                .isPresent();
    }

    /** Whether exactly this is or was remembered of its part in a session that has not ended. */
    public boolean remembers(SessionId session, String protocol, RelyingPartyId relyingParty, String memory) {
        return repository.remembers(session.value(), protocol, relyingParty, memory);
    }

    /**
     * The sessions in which it is or was, last used first.
     *
     * @param atMost so many of them
     */
    public List<SessionId> remembering(
            RealmName realm, String protocol, RelyingPartyId relyingParty, String memory, int atMost) {
        return repository.remembering(realm.value(), protocol, relyingParty, memory, atMost).stream()
                .map(SessionId::new)
                .toList();
    }

    /**
     * Takes a relying party out of a session that goes on.
     *
     * @return its parts in it, by one protocol or several; none when it has none
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Participant> leave(RealmName realm, SessionId session, RelyingPartyId relyingParty) {
        List<Participant> left = repository.remove(session.value(), relyingParty);
        left.forEach(one -> changes.announce(realm.value(), TOPIC, key(session, one.protocol(), relyingParty)));
        return left;
    }

    /**
     * Holds a relying party's part in a living session for the rest of this transaction: neither ends before what is written in
     * it now. False when one has ended.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean hold(SessionId session, RelyingPartyId relyingParty) {
        return repository.hold(session.value(), relyingParty);
    }

    void onChange(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            joined.evict(changed.key());
        }
    }

    private static String key(SessionId session, String protocol, RelyingPartyId relyingParty) {
        return session + " " + protocol + " " + relyingParty;
    }
}
