package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.connector.Step;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.UpstreamEnded;
import io.vestibule.protocol.saml.upstream.LogoutExchange.Ending;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Ends what an identity provider signed out: sessions of exactly the name it says, and no others (security case 20). */
@ApplicationScoped
class SignedOutThere {
    private final Sessions sessions;
    private final UpstreamEnded ended;

    SignedOutThere(Sessions sessions, UpstreamEnded ended) {
        this.sessions = sessions;
        this.ended = ended;
    }

    /** Who is known to be signed out. */
    enum Outcome {
        EVERYBODY,
        /** Somebody could not be told, or only by the browser, or did not confirm. */
        PARTIAL
    }

    /** Done when those meant are over, those that were over already among them. */
    Step<Outcome> end(RealmName realm, ConnectorId connector, Ending ending, Circumstances circumstances) {
        return meant(realm, connector, ending).then(meant -> Step.done(end(realm, connector, meant, circumstances)));
    }

    Outcome end(RealmName realm, ConnectorId connector, List<Session> meant, Circumstances circumstances) {
        return ended.end(realm, connector, meant, circumstances) ? Outcome.EVERYBODY : Outcome.PARTIAL;
    }

    /** The living ones. */
    Step<List<Session>> meant(RealmName realm, ConnectorId connector, Ending ending) {
        List<Session> candidates = candidates(realm, connector, ending);
        List<Session> meant = candidates.stream()
                .filter(session -> session.upstream()
                        .logoutHint()
                        .flatMap(LogoutHint::of)
                        .filter(ending.name()::names)
                        .isPresent())
                .toList();
        if (meant.isEmpty() && !candidates.isEmpty()) {
            return Step.invalid("logout-of-another", "the name of whose session it is", "another name");
        }
        return Step.done(meant);
    }

    private List<Session> candidates(RealmName realm, ConnectorId connector, Ending ending) {
        return ending.sessions().isEmpty()
                ? sessions.ofUpstream(realm, connector, ending.subject(), Optional.empty())
                : ending.sessions().stream()
                        .map(index -> sessions.ofUpstream(realm, connector, Optional.empty(), Optional.of(index)))
                        .flatMap(List::stream)
                        .toList();
    }
}
