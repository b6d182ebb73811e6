package io.vestibule.logout;

import io.vestibule.grants.TokenFamilies;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.session.Participant;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who has yet to be told. Written in the transaction that ends the session, so that no crash in between loses anybody. */
@ApplicationScoped
class OwedNotices {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration WORTH_TELLING = Duration.ofDays(1);
    private static final int BATCH = 50;

    private final NoticeRepository repository;
    private final Sessions sessions;
    private final TokenFamilies families;
    private final Event<SessionOver> over;
    private final Clock clock;

    OwedNotices(
            NoticeRepository repository,
            Sessions sessions,
            TokenFamilies families,
            Event<SessionOver> over,
            Clock clock) {
        this.repository = repository;
        this.sessions = sessions;
        this.families = families;
        this.over = over;
        this.clock = clock;
    }

    /** One relying party that is owed the news. */
    record Notice(String protocol, LogoutParticipant.Party party) {
        RealmName realm() {
            return party.realm();
        }

        SessionRef session() {
            return party.session();
        }

        RelyingPartyId relyingParty() {
            return party.relyingParty();
        }

        private NoticeEntity.Key key() {
            return new NoticeEntity.Key(
                    session().id().value(), protocol, relyingParty().value());
        }
    }

    /**
     * Ends the session and what was given out in it, and owes the news to everyone who took part, but for whoever knows: all
     * of it or, when this node dies, none. Empty when somebody else ended it already.
     */
    @Transactional
    Optional<List<Notice>> end(RealmName realm, SessionRef session, Optional<RelyingPartyId> knows) {
        if (!sessions.lock(session.id())) {
            return Optional.empty();
        }
        List<Participant> participants = sessions.participants(session.id()); // nobody can join any more
        families.revokeOfSession(session.id());
        over.fire(new SessionOver(realm, session));
        sessions.end(session.id());
        List<Notice> owed = new ArrayList<>();
        Instant now = clock.instant();
        for (Participant participant : participants) {
            if (knows.filter(participant.relyingParty()::equals).isPresent()) {
                continue;
            }
            Notice notice = new Notice(
                    participant.protocol(),
                    new LogoutParticipant.Party(realm, participant.relyingParty(), session, participant.memory()));
            NoticeEntity row = new NoticeEntity();
            row.sessionId = session.id().value();
            row.protocol = notice.protocol();
            row.relyingParty = notice.relyingParty().value();
            row.realm = realm.value();
            row.userId = session.user().value();
            row.memory = participant.memory();
            row.attempts = 1;
            row.owedSince = now;
            row.nextAttemptAt = now.plus(LEASE);
            repository.persist(row);
            owed.add(notice);
        }
        return Optional.of(List.copyOf(owed));
    }

    /** Whether the news that {@code LogoutReport.Told.owed} names has yet to be told. */
    @Transactional
    boolean isOwed(String name) {
        String[] parts = name.split(" ", 3);
        return repository
                .findByIdOptional(new NoticeEntity.Key(UUID.fromString(parts[0]), parts[1], parts[2]))
                .isPresent();
    }

    /** Nothing more can be done, or has to. */
    @Transactional
    void settle(Notice notice) {
        repository.deleteById(notice.key());
    }

    /** What is due, put off until the attempt that the caller makes now has surely ended; what is too old is dropped. */
    @Transactional
    List<Notice> due() {
        Instant now = clock.instant();
        List<Notice> due = new ArrayList<>();
        for (NoticeEntity row : repository.due(now, BATCH)) {
            if (row.owedSince.plus(WORTH_TELLING).isBefore(now)) {
                repository.delete(row);
                continue;
            }
            row.attempts++;
            row.nextAttemptAt = now.plus(pause(row.attempts));
            due.add(new Notice(
                    row.protocol,
                    new LogoutParticipant.Party(
                            new RealmName(row.realm),
                            new RelyingPartyId(row.relyingParty),
                            new SessionRef(new SessionId(row.sessionId), new UserId(row.userId)),
                            row.memory)));
        }
        return due;
    }

    private static Duration pause(int attempts) {
        Duration doubled = LEASE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
