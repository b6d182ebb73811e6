package io.vestibule.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.scheduler.Scheduled;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditFollower;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes down of the audit log what a person may want to recognise, or not recognise, about their own account. Proofs of a
 * browser's session are left out: there is one for each page of each application, and the session that gave them is there.
 * What a program was given beside any, as at the Identity API, is told once for each address and day.
 */
@ApplicationScoped
class ActivityJournal implements AuditFollower {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final String RAN_OUT = "expiry";
    private static final String FROM_ANOTHER = "token"; // whoever got the first one was told of
    private static final int MOST_PROGRAMS = 100_000;

    private final ActivityRepository repository;
    private final Clock clock;
    private final Cache<ByProgram, Boolean> told =
            Caffeine.newBuilder().maximumSize(MOST_PROGRAMS).build();

    ActivityJournal(ActivityRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Told already, as far as this node knows: a program asks many times a minute. */
    private record ByProgram(UserId user, String address, LocalDate day) {}

    @Override
    public void heard(AuditEvent event, Instant at) {
        switch (event) {
            case AuditEvent.SignedIn in -> write(in.circumstances(), at, "signed-in", "");
            case AuditEvent.ProofIssued issued
            when issued.circumstances().session().isEmpty() && !issued.grant().startsWith(FROM_ANOTHER) ->
                byProgram(issued.circumstances(), at);
            case AuditEvent.SessionEnded over
            when !over.reason().equals(RAN_OUT) -> write(over.circumstances(), at, "session-ended", over.reason());
            case AuditEvent.ApplicationLeft left -> write(left.circumstances(), at, "application-left", left.reason());
            case AuditEvent.ConsentDecided decided ->
                write(decided.circumstances(), at, decided.given() ? "consent-given" : "consent-refused", "");
            case AuditEvent.GrantRevoked revoked -> write(revoked.circumstances(), at, "grant-revoked", "");
            case AuditEvent.UserChanged changed -> write(changed.circumstances(), at, changed.what(), "");
            case AuditEvent.UsersMerged merged ->
                write(merged.circumstances(), at, merged.what(), merged.other().toString());
            default -> {
                // Not about a person's account, or too often to be told.
            }
        }
    }

    List<Happening> of(AccountVisit visit, Optional<UUID> before, int most) {
        return before.map(one -> repository.before(visit.user().id(), one, most))
                .orElseGet(() -> repository.of(visit.user().id(), most));
    }

    private void byProgram(Circumstances where, Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        where.user()
                .filter(user -> told.asMap().putIfAbsent(new ByProgram(user, where.address(), day), true) == null)
                .ifPresent(user -> repository.addOnce(
                        user.value(),
                        happening(where, at, "program-signed-in", ""),
                        day.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private void write(Circumstances where, Instant at, String event, String detail) {
        where.user().ifPresent(user -> repository.add(user.value(), happening(where, at, event, detail)));
    }

    private static Happening happening(Circumstances where, Instant at, String event, String detail) {
        return new Happening(
                UUID.randomUUID(), at, event, detail, where.address(), where.connector(), where.relyingParty());
    }

    @Scheduled(every = "1h", delayed = "7m")
    void forget() {
        repository.forgetBefore(clock.instant().minus(KEPT));
    }
}
