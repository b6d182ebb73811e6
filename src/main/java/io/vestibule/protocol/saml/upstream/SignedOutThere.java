package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.connector.Step;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.logout.UpstreamEnded;
import io.vestibule.protocol.saml.upstream.LogoutExchange.Ending;
import io.vestibule.session.EndedSession;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Ends what an identity provider signed out: sessions of exactly the name it says, and no others (security case 20). */
@ApplicationScoped
class SignedOutThere {
    /** Of more that are over within a day it is not looked up who of them heard: then that is not known. */
    private static final int MOST = 100;

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

    /**
     * What a request means.
     *
     * @param living sessions that it is to end
     * @param othersAreOut whether everybody who took part in those that are over already is known to be signed out
     */
    record Meant(List<Session> living, boolean othersAreOut) {
        Outcome outcome(boolean everybody) {
            return everybody && othersAreOut ? Outcome.EVERYBODY : Outcome.PARTIAL;
        }
    }

    /** Ends what the provider itself asks for, and says so. */
    Step<Outcome> end(RealmName realm, ConnectorId connector, Ending ending, Circumstances circumstances) {
        return meant(realm, connector, ending).then(meant -> end(realm, connector, ending, meant, circumstances));
    }

    /**
     * Done when those meant are over, those that were over already among them. The same request again, where the provider itself asks
     * because a reply got lost, gets the same answer as far as it is still true. It ends nothing, and where something lives that it
     * would mean it is no repetition but a replay.
     */
    Step<Outcome> end(RealmName realm, ConnectorId connector, Ending ending, Meant meant, Circumstances circumstances) {
        return switch (ended.end(realm, connector, ending.message(), meant.living(), circumstances)) {
            case UpstreamEnded.Outcome.Over(boolean everybody) -> Step.done(meant.outcome(everybody));
            case UpstreamEnded.Outcome.Seen(boolean askedAgain) ->
                askedAgain
                        ? meant(realm, connector, ending)
                                .then(now -> now.living().isEmpty()
                                        ? Step.done(now.outcome(true))
                                        : replayed(ending.requestId()))
                        : replayed(ending.requestId());
        };
    }

    static <T> Step<T> replayed(String requestId) {
        return Step.invalid("logout-replayed", "a request not seen before", requestId);
    }

    Step<Meant> meant(RealmName realm, ConnectorId connector, Ending ending) {
        ended.heard(realm, connector, ending.message());
        List<Session> candidates =
                candidates(ending, (subject, index) -> sessions.ofUpstream(realm, connector, subject, index));
        List<Session> meant = candidates.stream()
                .filter(session -> isNamed(session.upstream(), ending))
                .toList();
        if (meant.isEmpty() && !candidates.isEmpty()) {
            return Step.invalid("logout-of-another", "the name of whose session it is", "another name");
        }
        List<EndedSession> over = candidates(
                ending, (subject, index) -> sessions.endedOfUpstream(realm, connector, subject, index, MOST));
        return Step.done(new Meant(
                meant,
                over.size() < MOST
                        && ended.everybodyHeard(over.stream()
                                .filter(session -> isNamed(session.upstream(), ending))
                                .toList())));
    }

    private static boolean isNamed(UpstreamSession session, Ending ending) {
        return session.logoutHint()
                .flatMap(LogoutHint::of)
                .filter(ending.name()::names)
                .isPresent();
    }

    private static <T> List<T> candidates(
            Ending ending, BiFunction<Optional<String>, Optional<String>, List<T>> ofUpstream) {
        return ending.sessions().isEmpty()
                ? ofUpstream.apply(ending.subject(), Optional.empty())
                : ending.sessions().stream()
                        .map(index -> ofUpstream.apply(Optional.empty(), Optional.of(index)))
                        .flatMap(List::stream)
                        .toList();
    }
}
