package io.vestibule.logout;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.logout.OperatorLogout.Offline;
import io.vestibule.logout.OwedNotices.Notice;
import io.vestibule.relyingparty.LogoutNotice;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ends a session: here first, so that nothing a participant does can keep it alive; then every participant is told, all at
 * the same time. Whoever cannot be reached is told again later, by whichever node comes to it.
 */
@ApplicationScoped
public class LogoutPropagation {
    /** Kept of a person's time, when somebody is slow, for the upstream's way to be opened. */
    private static final Duration FOR_THE_UPSTREAM = Duration.ofSeconds(1);

    /** The same where the browser has somebody to tell afterwards. */
    private static final Duration FOR_FRAMES = Duration.ofSeconds(3);

    private final OwedNotices owed;
    private final KnownParties known;
    private final AuditLog audit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    LogoutPropagation(OwedNotices owed, KnownParties known, AuditLog audit) {
        this.owed = owed;
        this.known = known;
        this.audit = audit;
    }

    /**
     * For who is at no browser of that person: the upstream is told, too.
     *
     * @param reason a stable word for the audit log: {@code person}, {@code relying-party}, …
     */
    public LogoutReport propagate(RealmName realm, SessionRef session, String reason, Circumstances circumstances) {
        Ending how = unseen(reason, circumstances);
        return Objects.requireNonNull(propagateAll(realm, List.of(session), how).get(session));
    }

    private static Ending unseen(String reason, Circumstances circumstances) {
        return Ending.of(reason, circumstances, Optional.empty()).andUpstream();
    }

    /** Ends one relying party's part in a session that goes on, and tells it; nobody is told of a part that there is not. */
    LogoutReport propagateTo(
            RealmName realm,
            SessionRef session,
            RelyingPartyId relyingParty,
            String reason,
            Circumstances circumstances) {
        Deadline deadline = Deadline.fromNow();
        List<Notice> notices = owed.endPart(realm, session, relyingParty);
        recordLeft(notices, reason, circumstances);
        return new LogoutReport(tellAll(notices, deadline));
    }

    /** As {@link #propagateTo} of parts that were ended in a transaction, when nobody waits for the outcome. */
    void tellLeft(List<Notice> left, String reason, Circumstances circumstances) {
        recordLeft(left, reason, circumstances);
        left.forEach(notice -> threads.submit(() -> tell(notice)));
    }

    /** Once for each session, by however many protocols it was left. */
    private void recordLeft(List<Notice> left, String reason, Circumstances circumstances) {
        Map<SessionRef, Notice> bySession = new LinkedHashMap<>();
        left.forEach(notice -> bySession.putIfAbsent(notice.session(), notice));
        bySession.forEach((session, notice) -> audit.record(new AuditEvent.ApplicationLeft(
                notice.realm(),
                circumstances.at(notice.relyingParty()).of(session.user()).in(session.id()),
                reason)));
    }

    /**
     * Ends several, then tells everybody at once: the slowest of all holds the caller no longer than of one.
     *
     * @param knows who need not be told
     */
    public Map<SessionRef, LogoutReport> propagateAll(
            RealmName realm,
            List<SessionRef> sessions,
            String reason,
            Circumstances circumstances,
            Optional<Knows> knows) {
        return propagateAll(realm, sessions, Ending.of(reason, circumstances, knows));
    }

    Map<SessionRef, LogoutReport> propagateAll(RealmName realm, List<SessionRef> sessions, Ending how) {
        return propagateAll(realm, sessions, session -> false, how);
    }

    /** @param unseen those of which nobody's browser goes to the upstream */
    Map<SessionRef, LogoutReport> propagateAll(
            RealmName realm, List<SessionRef> sessions, Predicate<SessionRef> unseen, Ending how) {
        Map<SessionRef, Optional<List<Notice>>> ended = new LinkedHashMap<>();
        sessions.forEach(
                session -> ended.put(session, ended(realm, session, unseen.test(session) ? how.andUpstream() : how)));
        return told(ended, how);
    }

    /** As {@link #propagateAll}, because of a message that counts once; nothing when it was seen before. */
    Optional<Map<SessionRef, LogoutReport>> propagateOnce(
            RealmName realm, List<SessionRef> sessions, UpstreamMessage message, Ending how) {
        Optional<Map<SessionRef, Optional<List<Notice>>>> over = owed.endOnce(realm, sessions, message, how);
        over.ifPresent(
                all -> all.forEach((session, notices) -> notices.ifPresent(owed -> record(realm, session, how))));
        return over.map(all -> told(all, how));
    }

    boolean mayBeAnsweredAgain(UpstreamMessage seen) {
        return owed.mayBeAnsweredAgain(seen);
    }

    private Map<SessionRef, LogoutReport> told(Map<SessionRef, Optional<List<Notice>>> ended, Ending how) {
        List<Notice> notices = ended.values().stream()
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .toList();
        Map<SessionRef, List<LogoutReport.Told>> told = tellAll(notices, how.deadline()).stream()
                .collect(Collectors.groupingBy(one -> one.party().session()));
        Map<SessionRef, LogoutReport> reports = new LinkedHashMap<>();
        ended.forEach((session, its) -> reports.put(
                session,
                its.isPresent() ? new LogoutReport(told.getOrDefault(session, List.of())) : stillOwed(session)));
        return reports;
    }

    /** Of a session that somebody else ended, who tells everyone: those to whom it is not known to be told. */
    LogoutReport stillOwed(SessionRef session) {
        List<LogoutReport.Told> told = owed.of(session.id()).stream()
                .map(notice -> told(notice, new LogoutNotice.Unconfirmed())) // how it will take it, the other learns
                .toList();
        return new LogoutReport(told, false);
    }

    /** Whether everybody who took part in it, but for who vouched for the person, is known to be signed out. */
    boolean isHeard(SessionId over) {
        return owed.of(over).stream()
                .filter(notice -> !notice.protocol().equals(LogoutReport.UPSTREAM))
                .noneMatch(this::isShown);
    }

    private boolean isShown(Notice notice) {
        return known.isShown(notice.realm(), notice.protocol(), notice.relyingParty());
    }

    /** Tells those again of whom it is not known whether they were told. */
    LogoutReport tellAgain(List<Notice> notices, Deadline deadline) {
        return new LogoutReport(tellAll(notices, deadline));
    }

    /** As {@link #propagate}, when nobody waits for the outcome. */
    void end(RealmName realm, SessionRef session, String reason, Circumstances circumstances) {
        ended(realm, session, unseen(reason, circumstances)).stream()
                .flatMap(List::stream)
                .forEach(notice -> threads.submit(() -> tell(notice)));
    }

    /** A session that was ended in a transaction, and who is owed the news. */
    record Over(RealmName realm, SessionRef session, Ending how, List<Notice> owed) {}

    /**
     * Ends it with what else the caller's transaction does, or not at all. {@link #tell(Over)} goes on once that is committed; when
     * this node dies before, the news is still owed. Empty when somebody else ended it. What was to outlive the session does not:
     * who began it may never have been that person.
     */
    Optional<Over> endWithin(RealmName realm, SessionRef session, String reason, Circumstances circumstances) {
        Ending how = new Ending(reason, circumstances, Optional.empty(), Offline.ENDS, true);
        return owed.end(realm, session, how).map(notices -> new Over(realm, session, how, notices));
    }

    /** As {@link #end}: nobody waits for the outcome. */
    void tell(Over over) {
        record(over.realm(), over.session(), over.how());
        over.owed().forEach(notice -> threads.submit(() -> tell(notice)));
    }

    private void record(RealmName realm, SessionRef session, Ending how) {
        audit.record(new AuditEvent.SessionEnded(
                realm, how.circumstances().of(session.user()).in(session.id()), how.reason()));
    }

    /** Whom to tell; nothing when somebody else ended it at this very moment, who then tells everyone. */
    private Optional<List<Notice>> ended(RealmName realm, SessionRef session, Ending how) {
        Optional<List<Notice>> notices = owed.end(realm, session, how);
        if (notices.isPresent()) {
            record(realm, session, how);
        }
        return notices;
    }

    /** Tells those whose time has come for another attempt, and goes on while somebody hears. */
    @Scheduled(every = "10s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void tellOwed() {
        List<LogoutReport.Told> told;
        do {
            told = tellAll(owed.due(), Deadline.fromNow());
        } while (told.stream().anyMatch(one -> one.notice() instanceof LogoutNotice.Done));
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow(); // what is under way stays owed
    }

    private List<LogoutReport.Told> tellAll(List<Notice> notices, Deadline deadline) {
        List<Future<LogoutNotice>> under = new ArrayList<>();
        for (Notice notice : notices) {
            under.add(threads.submit(() -> tell(notice)));
        }
        Deadline beforeFrames = deadline.sooner(FOR_FRAMES);
        under.forEach(attempt -> await(attempt, beforeFrames));
        boolean frames = under.stream().anyMatch(LogoutPropagation::leavesTheRestToFrames);
        Deadline until = frames ? beforeFrames : deadline.sooner(FOR_THE_UPSTREAM);
        List<LogoutReport.Told> told = new ArrayList<>();
        for (int i = 0; i < notices.size(); i++) {
            told.add(told(notices.get(i), await(under.get(i), until)));
        }
        return told;
    }

    private LogoutReport.Told told(Notice notice, LogoutNotice outcome) {
        return new LogoutReport.Told(
                notice.protocol(),
                notice.party(),
                known.name(notice.realm(), notice.protocol(), notice.relyingParty()),
                isShown(notice),
                outcome);
    }

    private static boolean leavesTheRestToFrames(Future<LogoutNotice> attempt) {
        return attempt.state() == Future.State.SUCCESS
                && (attempt.resultNow() instanceof LogoutNotice.ViaBrowser
                        || attempt.resultNow() instanceof LogoutNotice.InFrame);
    }

    /** An attempt that takes longer goes on; the person does not wait for it. */
    private static LogoutNotice await(Future<LogoutNotice> attempt, Deadline until) {
        try {
            return attempt.get(until.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            return new LogoutNotice.Failed("no answer in time");
        } catch (ExecutionException broken) {
            return new LogoutNotice.Failed(String.valueOf(broken.getCause()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new LogoutNotice.Failed("interrupted");
        }
    }

    private LogoutNotice tell(Notice notice) {
        LogoutNotice outcome = known.participant(notice.protocol())
                .map(participant -> participant.end(notice.party()))
                .orElseGet(LogoutNotice.Unsupported::new);
        switch (outcome) {
            case LogoutNotice.Done done -> owed.settle(notice);
            case LogoutNotice.TokensAlone alone -> owed.settle(notice);
            case LogoutNotice.StillOwed again -> {}
            default -> giveUp(notice);
        }
        if (!(outcome instanceof LogoutNotice.Unsupported)) {
            audit.record(ToldOf.event(notice, outcome));
        }
        return outcome;
    }

    /** That somebody did not hear is known for as long as anybody may ask; of our own pages nobody does. */
    private void giveUp(Notice notice) {
        if (isShown(notice)) {
            owed.giveUp(notice);
        } else {
            owed.settle(notice);
        }
    }
}
