package io.vestibule.logout;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.session.Participant;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;

/** Ends a session: here first, so that nothing a participant does can keep it alive; then every participant is told. */
@ApplicationScoped
public class LogoutPropagation {
    private final Sessions sessions;
    private final TokenFamilies families;
    private final Instance<ProofIssuer> issuers;
    private final AuditLog audit;

    LogoutPropagation(Sessions sessions, TokenFamilies families, @Any Instance<ProofIssuer> issuers, AuditLog audit) {
        this.sessions = sessions;
        this.families = families;
        this.issuers = issuers;
        this.audit = audit;
    }

    /** @param reason a stable word for the audit log: {@code person}, {@code relying-party}, … */
    public LogoutReport propagate(RealmName realm, SessionRef session, String reason, Circumstances circumstances) {
        List<Participant> participants = sessions.participants(session.id());
        if (!sessions.end(session.id())) {
            return new LogoutReport(List.of()); // somebody else ended it at this very moment, and tells everyone
        }
        families.revokeOfSession(session.id());
        audit.record(new AuditEvent.SessionEnded(
                realm, circumstances.of(session.user()).in(session.id()), reason));
        return new LogoutReport(participants.stream()
                .map(participant ->
                        new LogoutReport.Told(participant.relyingParty(), tell(realm, participant, session)))
                .toList());
    }

    private LogoutNotice tell(RealmName realm, Participant participant, SessionRef session) {
        return issuers.stream()
                .filter(issuer -> issuer.protocol().equals(participant.protocol()))
                .map(ProofIssuer::logoutParticipant)
                .flatMap(Optional::stream)
                .findFirst()
                .map(party -> party.end(realm, participant.relyingParty(), session))
                .orElseGet(LogoutNotice.Unsupported::new);
    }
}
