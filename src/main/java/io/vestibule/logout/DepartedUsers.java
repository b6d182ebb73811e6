package io.vestibule.logout;

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

    private final Directory directory;
    private final Sessions sessions;
    private final LogoutPropagation propagation;
    private final TokenFamilies families;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

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
            UserId.ofHex(news.key()).ifPresent(user -> threads.submit(() -> look(new RealmName(news.realm()), user)));
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private void look(RealmName realm, UserId user) {
        try {
            Optional<User> found = directory.find(realm, user);
            if (found.filter(known -> !known.enabled()).isPresent()) {
                end(realm, user, "user-disabled");
            }
            found.flatMap(User::tokensValidAfter).ifPresent(since -> {
                families.revokeOfUser(realm, user, since);
                endVoid(realm, user, since);
            });
        } catch (
                RuntimeException
                        outage) { // they are refused all the same; only nobody is told before the session runs out
            LOG.errorf(outage, "could not end the sessions of user %s", user);
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
