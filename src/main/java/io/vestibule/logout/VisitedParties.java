package io.vestibule.logout;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;
import io.vestibule.logout.AskedParties.Ask;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.LogoutParticipant.FrontDoor;
import io.vestibule.relyingparty.LogoutParticipant.Party;
import io.vestibule.session.Participant;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Relying parties that only the browser can tell, and that are on another site than we are. Their cookies do not come into a
 * frame of ours, so there they find nobody to sign out, and may say all the same that all is well: the browser visits them itself.
 */
@ApplicationScoped
class VisitedParties {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final KnownParties known;
    private final Participants participants;
    private final AskedParties asked;
    private final FrontPages fronts;
    private final BaseUrl base;

    VisitedParties(KnownParties known, Participants participants, AskedParties asked, FrontPages fronts, BaseUrl base) {
        this.known = known;
        this.participants = participants;
        this.asked = asked;
        this.fronts = fronts;
        this.base = base;
    }

    /** Before the session ends: begins to ask whether they answer at all. */
    void lookAhead(Realm realm, Session session) {
        for (Participant one : participants.of(session.id())) {
            Party party = new Party(realm.name(), one.relyingParty(), session.ref(), one.memory());
            elsewhere(realm, one.protocol(), party)
                    .ifPresent(door -> fronts.asking(whose(party), door.address(), front -> door.written()));
        }
    }

    /** Whether it is on another site. */
    boolean isVisited(Realm realm, Ask ask) {
        return elsewhere(realm, ask.protocol(), ask.party(realm.name())).isPresent();
    }

    /**
     * Who is visited next; nobody when there is no time left, or nobody to visit.
     *
     * @param farewell with those who are passed over: the person can go to them by a click
     * @param others after that
     */
    record Next(Farewell farewell, Optional<String> visit, List<String> others) {}

    Next next(Farewell farewell, List<String> visits, Deadline deadline) {
        Farewell sofar = farewell;
        for (int i = 0; i < visits.size(); i++) {
            String id = visits.get(i);
            Optional<Ask> ask = asked.find(farewell.realm().name(), id);
            if (ask.isEmpty()) { // forgotten meanwhile
                continue;
            }
            boolean inTime = deadline.left().compareTo(SHORTEST) > 0;
            if (inTime && answers(farewell.realm(), ask.get(), deadline)) {
                return new Next(sofar, Optional.of(id), visits.subList(i + 1, visits.size()));
            }
            Outcome outcome = inTime ? Outcome.UNREACHABLE : Outcome.NOT_ASKED;
            sofar = sofar.and(new SignedOutView.Party(ask.get().name(), outcome, Optional.empty(), Optional.of(id)));
        }
        return new Next(sofar, Optional.empty(), List.of());
    }

    private boolean answers(Realm realm, Ask ask, Deadline deadline) {
        Party party = ask.party(realm.name());
        return elsewhere(realm, ask.protocol(), party)
                .filter(door -> fronts.answers(whose(party), door.address(), front -> door.written(), deadline))
                .isPresent();
    }

    private Optional<FrontDoor> elsewhere(Realm realm, String protocol, Party party) {
        return known.participant(protocol)
                .flatMap(participant -> participant.frontDoor(party))
                .filter(door -> !Sites.same(base.issuer(realm.name()), door.address()));
    }

    private static String whose(Party party) {
        SessionRef session = party.session();
        RelyingPartyId relyingParty = party.relyingParty();
        return session.id() + " " + relyingParty;
    }
}
