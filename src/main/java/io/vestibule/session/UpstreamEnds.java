package io.vestibule.session;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamNames;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What upstreams ended a short time ago, by their names for it. Somebody may be on the way in by it, with an assertion that comes
 * later, or waiting at a second factor; that opens nothing any more (SAML Core §3.7.3.1).
 */
@ApplicationScoped
public class UpstreamEnds {
    /** Longer than any login may wait for more to be proven. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final String KIND = "upstream-ended";

    private final SessionRepository repository;
    private final ExpiringRecords records;
    private final Clock clock;

    UpstreamEnds(SessionRepository repository, ExpiringRecords records, Clock clock) {
        this.repository = repository;
        this.records = records;
        this.clock = clock;
    }

    /** @param said by the upstream's clock */
    private record Ended(Instant heard, Instant said) {}

    /**
     * Committed by itself, before whoever ends them looks for living sessions: who is let in at this moment is refused or found.
     *
     * @param said when the upstream said it, by its own clock
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void remember(RealmName realm, ConnectorId connector, UpstreamNames ended, Instant said) {
        Instant now = clock.instant();
        Ended end = new Ended(now, said.isBefore(now) ? said : now); // as what they say of logins is read, too
        repository.holdUpstream(realm.value(), connector.value());
        ended.sessions().forEach(name -> remember(id(realm, connector, "session", name), end));
        ended.people().forEach(name -> remember(id(realm, connector, "person", name), end));
    }

    /** An old message that comes again makes nothing younger. */
    private void remember(String id, Ended end) {
        if (find(id).filter(known -> !known.said().isBefore(end.said())).isEmpty()) {
            records.put(KIND, id, RecordText.write(end), end.heard().plus(KEPT));
        }
    }

    /** The same, and until the end of the transaction nothing more is ended: what is opened in it will be found. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean areOverForSure(RealmName realm, ConnectorId connector, UpstreamNames names, Vouched vouched) {
        repository.holdUpstreamWithOthers(realm.value(), connector.value());
        return areOver(realm, connector, names, vouched);
    }

    /**
     * When it was vouched for.
     *
     * @param issued by the upstream's clock, where its message is at hand
     * @param heard by ours
     */
    public record Vouched(Optional<Instant> issued, Instant heard) {}

    /**
     * Whether that was ended since. By the name of a session, whichever came first of the two messages; what was issued after the end
     * is of a session that goes on there, whenever the person signed in to it: only their part here was over. By the name of a person,
     * what was vouched for here before: afterwards it is another session of theirs.
     */
    public boolean areOver(RealmName realm, ConnectorId connector, UpstreamNames names, Vouched vouched) {
        return names.sessions().stream()
                        .flatMap(name -> find(id(realm, connector, "session", name)).stream())
                        .anyMatch(end -> vouched.issued()
                                        .filter(issued -> !issued.isAfter(end.said()))
                                        .isPresent()
                                || !vouched.heard().isAfter(end.heard()))
                || names.people().stream()
                        .flatMap(name -> find(id(realm, connector, "person", name)).stream())
                        .anyMatch(end -> !vouched.heard().isAfter(end.heard()));
    }

    private Optional<Ended> find(String id) {
        return records.peek(KIND, id).map(text -> RecordText.read(text, Ended.class));
    }

    private static String id(RealmName realm, ConnectorId connector, String of, String name) {
        return realm + " " + connector + " " + of + " " + name;
    }
}
