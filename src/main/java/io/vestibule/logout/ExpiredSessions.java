package io.vestibule.logout;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.SessionRef;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * A session that ran out is a logout like any other: whoever took part is told. Nobody could use it any more the moment it ran
 * out; here it is only cleared away, by whichever node comes to it first.
 */
@ApplicationScoped
public class ExpiredSessions {
    private static final int BATCH = 200;

    private final Realms realms;
    private final Sessions sessions;
    private final LogoutPropagation propagation;

    ExpiredSessions(Realms realms, Sessions sessions, LogoutPropagation propagation) {
        this.realms = realms;
        this.sessions = sessions;
        this.propagation = propagation;
    }

    @Scheduled(every = "1m", delayed = "50s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void clear() {
        realms.all().forEach(this::clear);
    }

    private void clear(Realm realm) {
        List<SessionRef> some;
        do {
            some = sessions.over(realm.name(), realm.sessions(), BATCH);
            some.forEach(session -> propagation.end(realm.name(), session, "expiry", Circumstances.from("")));
        } while (some.size() == BATCH);
    }
}
