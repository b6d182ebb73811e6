package io.vestibule.logout;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Directory;
import io.vestibule.directory.FactorsReset;
import io.vestibule.directory.PasswordReset;
import io.vestibule.directory.User;
import io.vestibule.directory.UserLeaving;
import io.vestibule.directory.UserParted;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.records.Changed;
import io.vestibule.session.Sessions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Whoever is disabled or deleted, has a new password, or lost all second factors to an operator, is signed out everywhere, and the relying parties are told as at any
 * other logout. What outlives sessions ends too: grants that a new password or the end of an account made void are marked in the status lists, for
 * those who check tokens without asking.
 */
@ApplicationScoped
class DepartedUsers {
    private static final Logger LOG = Logger.getLogger(DepartedUsers.class);

    private static final String CREDENTIALS = "credentials-changed"; // which of them, the audit log says beside

    private static final Duration OTHER_CLOCKS = Duration.ofMinutes(5); // of nodes that gave something out just now

    private static final Duration WORTH_TELLING = Duration.ofDays(1);

    private final Directory directory;
    private final Sessions sessions;
    private final LogoutPropagation propagation;
    private final TokenFamilies families;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Optional<Instant> lookedAt = Optional.empty();

    DepartedUsers(
            Directory directory,
            Sessions sessions,
            LogoutPropagation propagation,
            TokenFamilies families,
            Clock clock) {
        this.directory = directory;
        this.sessions = sessions;
        this.propagation = propagation;
        this.families = families;
        this.clock = clock;
    }

    /** Before the rows are gone, and with them the knowledge of whom to tell. */
    void leaving(@Observes UserLeaving leaving) {
        end(leaving.realm(), leaving.user(), "user-deleted");
        families.revokeOfUser(leaving.realm(), leaving.user(), clock.instant().plus(OTHER_CLOCKS));
    }

    /** As with a password changed by its owner, but nobody who was signed in is them for sure. */
    void reset(@Observes PasswordReset reset) {
        end(reset.realm(), reset.user(), "password-reset");
    }

    /** Void already; who took part is told before whoever reset them goes on. */
    void reset(@Observes FactorsReset reset) {
        end(reset.realm(), reset.user(), CREDENTIALS);
    }

    /** Who is signed in as one of them may be the other. */
    void parted(@Observes UserParted parted) {
        end(parted.realm(), parted.user(), "user-unmerged");
    }

    /** Every node hears it; the session ends once. */
    void changed(@Observes Changed news) {
        if (news.is("user")) {
            UserId.ofHex(news.key())
                    .ifPresent(user ->
                            threads.submit(() -> isLookedAt(() -> directory.find(new RealmName(news.realm()), user))));
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** Whether it could be done; they are refused all the same, and looked for again. */
    private boolean isLookedAt(Supplier<Optional<User>> found) {
        try {
            found.get().ifPresent(this::look);
            return true;
        } catch (RuntimeException outage) {
            LOG.error("could not end the sessions of somebody whose account says that they are void", outage);
            return false;
        }
    }

    private void look(User user) {
        if (!user.enabled()) {
            end(user.realm(), user.id(), "user-disabled");
        }
        user.tokensValidAfter().ifPresent(since -> {
            families.revokeOfUser(user.realm(), user.id(), since);
            endVoid(user.realm(), user.id(), since);
        });
    }

    /**
     * Those whose node died before it had ended anything, or met a store that did not answer: the change itself says that their
     * sessions are void. A node that starts looks as far back as anybody is told of a logout.
     */
    @Scheduled(every = "1m", delayed = "35s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void lookAgain() {
        Instant begun = clock.instant();
        Instant since = lookedAt.map(last -> last.minus(OTHER_CLOCKS)).orElseGet(() -> begun.minus(WORTH_TELLING));
        long left = directory.voidedSince(since).stream()
                .filter(user -> !isLookedAt(() -> Optional.of(user)))
                .count();
        if (left == 0) {
            lookedAt = Optional.of(begun);
        }
    }

    /** A new password, whoever set it, made them void: nobody can use them any more, and who took part is told now. */
    private void endVoid(RealmName realm, UserId user, Instant since) {
        sessions.ofUser(user).stream()
                .filter(session -> session.createdAt().isBefore(since))
                .forEach(session -> propagation.end(realm, session.ref(), CREDENTIALS, Circumstances.from("")));
    }

    private void end(RealmName realm, UserId user, String reason) {
        sessions.ofUser(user).forEach(session -> propagation.end(realm, session.ref(), reason, Circumstances.from("")));
    }
}
