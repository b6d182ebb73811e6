package io.vestibule.logout;

import io.vestibule.database.RetriedTransaction;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import io.vestibule.logout.OperatorLogout.Offline;
import io.vestibule.logout.UpstreamMessage.Carrier;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.session.Participant;
import io.vestibule.session.Participants;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Who has yet to be told. Written in the transaction that ends the session or a part in it, so that no crash in between loses anybody. */
@ApplicationScoped
class OwedNotices {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration WORTH_TELLING = Duration.ofDays(1);
    private static final int BATCH = 50;
    private static final int MOST_OF_ONE = 10;

    /** So that two who end the same sessions do not wait for each other. */
    private static final Comparator<SessionRef> IN_ONE_ORDER =
            Comparator.comparing(session -> session.id().value());

    private final NoticeRepository repository;
    private final Sessions sessions;
    private final Participants participants;
    private final UpstreamParty upstream;
    private final TokenFamilies families;
    private final KeptEnds ends;
    private final ExpiringRecords records;
    private final Event<SessionOver> over;
    private final Event<PartOver> partOver;
    private final Clock clock;

    OwedNotices(
            NoticeRepository repository,
            Sessions sessions,
            Participants participants,
            UpstreamParty upstream,
            TokenFamilies families,
            KeptEnds ends,
            ExpiringRecords records,
            Event<SessionOver> over,
            Event<PartOver> partOver,
            Clock clock) {
        this.repository = repository;
        this.sessions = sessions;
        this.participants = participants;
        this.upstream = upstream;
        this.families = families;
        this.ends = ends;
        this.records = records;
        this.over = over;
        this.partOver = partOver;
        this.clock = clock;
    }

    /**
     * One relying party that is owed the news.
     *
     * @param since when the news came up: later news of the same part is another
     */
    record Notice(String protocol, LogoutParticipant.Party party, Instant since) {
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
    Optional<List<Notice>> end(RealmName realm, SessionRef session, Ending how) {
        if (!sessions.lock(session.id())) {
            return Optional.empty();
        }
        List<Participant> took = new ArrayList<>(participants.of(session.id())); // nobody can join any more
        if (how.upstream()) {
            sessions.kept(session.id()).flatMap(upstream::of).ifPresent(took::add);
        }
        families.revokeOfSession(session.id(), how.offline() == Offline.ENDS);
        over.fire(new SessionOver(realm, session));
        sessions.end(session.id());
        List<Notice> notices = owe(
                realm,
                session,
                took.stream()
                        .filter(one -> how.knows()
                                .filter(asker -> asker.of(session.id(), part(one)))
                                .isEmpty())
                        .toList());
        how.browser().ifPresent(browser -> ends.begin(realm, browser, session, notices));
        return Optional.of(notices);
    }

    private static PartyPart part(Participant one) {
        return new PartyPart(one.protocol(), one.relyingParty());
    }

    /**
     * Ends several as {@link #end} does, and notes that the message was seen that asks for it: both or neither, so that whoever
     * sends it again, because this node died, is heard. Nothing when it was seen before, by whichever node.
     */
    Optional<Map<SessionRef, Optional<List<Notice>>>> endOnce(
            RealmName realm, List<SessionRef> meant, UpstreamMessage message, Ending how) {
        return RetriedTransaction.of(() -> {
            if (!records.firstUse(message.kind(), message.id(), message.until())) {
                return Optional.empty();
            }
            if (message.carrier() == Carrier.UPSTREAM) {
                records.put(message.repeatable(), message.id(), "", message.until());
            }
            Map<SessionRef, Optional<List<Notice>>> ended = new TreeMap<>(IN_ONE_ORDER);
            meant.forEach(session -> ended.put(session, Optional.empty()));
            ended.replaceAll((session, nothing) -> end(realm, session, how));
            return Optional.of(ended);
        });
    }

    /** Whether a message that was seen is good for its answer once more: only from the upstream itself, as the first time. */
    boolean mayBeAnsweredAgain(UpstreamMessage message) {
        return message.carrier() == Carrier.UPSTREAM
                && records.peek(message.repeatable(), message.id()).isPresent();
    }

    /**
     * Ends one relying party's part in a session that goes on, with what it was given there, and owes it the news. Nothing when
     * it has no part, or the session has ended.
     */
    @Transactional
    List<Notice> endPart(RealmName realm, SessionRef session, RelyingPartyId relyingParty) {
        if (!sessions.lock(session.id())) {
            return List.of();
        }
        List<Participant> left = participants.leave(realm, session.id(), relyingParty);
        if (!left.isEmpty()) {
            families.revokeOfSession(session.id(), relyingParty);
            partOver.fire(new PartOver(realm, session, relyingParty));
        }
        return owe(realm, session, left);
    }

    private List<Notice> owe(RealmName realm, SessionRef session, List<Participant> parties) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as it is kept
        List<Notice> owed = parties.stream()
                .map(party -> new Notice(
                        party.protocol(),
                        new LogoutParticipant.Party(realm, party.relyingParty(), session, party.memory()),
                        now))
                .toList();
        owed.forEach(notice -> repository.owe(
                notice.key(),
                realm.value(),
                session.user().value(),
                notice.party().memory(),
                now,
                now.plus(LEASE)));
        return owed;
    }

    /**
     * Whether the news that {@code LogoutReport.Told.owed} names was not heard: it has yet to be told, or was dropped. That is
     * known for as long as it would be worth telling.
     */
    @Transactional
    boolean isOwed(String name) {
        String[] parts = name.split(" ", 3);
        return repository
                .findByIdOptional(new NoticeEntity.Key(UUID.fromString(parts[0]), parts[1], parts[2]))
                .isPresent();
    }

    /** It was heard. What came up since is still owed. */
    @Transactional
    void settle(Notice notice) {
        repository.settle(notice.key(), notice.since());
    }

    /** Nothing more can be done, and it was not heard: the row stays, so that its absence is never taken for an answer. */
    @Transactional
    void giveUp(Notice notice) {
        repository.shelve(notice.key(), notice.since(), dropped(notice.since()));
    }

    /** A browser brought the answer of one whom only it could tell, and which it was asked for at {@code asked}. */
    @Transactional
    void confirmed(String protocol, LogoutParticipant.Party party, Instant asked) {
        repository.settleUntil(
                new NoticeEntity.Key(
                        party.session().id().value(),
                        protocol,
                        party.relyingParty().value()),
                asked);
    }

    private static Instant dropped(Instant since) {
        return since.plus(WORTH_TELLING).plusSeconds(1);
    }

    /** What is due, put off until the attempt that the caller makes now has surely ended; what is too old is dropped. */
    @Transactional
    List<Notice> due() {
        Instant now = clock.instant();
        repository.deleteBefore(now.minus(WORTH_TELLING));
        List<Notice> due = new ArrayList<>();
        for (NoticeEntity row : repository.due(now, BATCH, MOST_OF_ONE)) {
            if (isBack(row)) {
                row.nextAttemptAt = dropped(row.owedSince);
                continue;
            }
            row.attempts++;
            row.nextAttemptAt = now.plus(pause(row.attempts));
            due.add(notice(row));
        }
        return due;
    }

    /** What was not heard of one session. */
    @Transactional
    List<Notice> of(SessionId session) {
        return repository.of(session.value()).stream().map(OwedNotices::notice).toList();
    }

    private static Notice notice(NoticeEntity row) {
        return new Notice(
                row.protocol,
                new LogoutParticipant.Party(
                        new RealmName(row.realm),
                        new RelyingPartyId(row.relyingParty),
                        new SessionRef(new SessionId(row.sessionId), new UserId(row.userId)),
                        row.memory),
                row.owedSince);
    }

    /** It was left alone, and the person has entered it again since: that must not end by old news. */
    private boolean isBack(NoticeEntity row) {
        return participants.contains(new SessionId(row.sessionId), row.protocol, new RelyingPartyId(row.relyingParty));
    }

    private static Duration pause(int attempts) {
        Duration doubled = LEASE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
