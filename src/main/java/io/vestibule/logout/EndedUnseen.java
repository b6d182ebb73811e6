package io.vestibule.logout;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;
import io.vestibule.logout.LogoutReport.Told;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends sessions while nobody of theirs is at a browser, for whoever reads what came of it. An upstream that is to be signed out,
 * too, knows the person by the cookies of that browser: it is named as one that only the browser could tell.
 */
@ApplicationScoped
public class EndedUnseen {
    private static final String NEEDS_BROWSER = "needs-browser";

    private final LogoutPropagation propagation;
    private final Connectors connectors;
    private final AuditLog audit;

    EndedUnseen(LogoutPropagation propagation, Connectors connectors, AuditLog audit) {
        this.propagation = propagation;
        this.connectors = connectors;
        this.audit = audit;
    }

    /** @param reason a stable word for the audit log */
    public Map<SessionRef, LogoutReport> end(
            Realm realm, List<Session> sessions, String reason, Circumstances circumstances) {
        return end(realm, sessions, List.of(), Ending.of(reason, circumstances, Optional.empty()));
    }

    /** @param here those whose browser goes to the upstream itself */
    Map<SessionRef, LogoutReport> end(Realm realm, List<Session> sessions, List<SessionRef> here, Ending how) {
        Map<SessionRef, LogoutReport> reports = propagation.propagateAll(
                realm.name(), sessions.stream().map(Session::ref).toList(), how);
        sessions.stream()
                .filter(session -> !here.contains(session.ref()))
                .filter(session -> wantsItToldThere(realm, session.connector()))
                .forEach(session ->
                        reports.computeIfPresent(session.ref(), (ref, report) -> named(realm, session, report)));
        return reports;
    }

    private boolean wantsItToldThere(Realm realm, ConnectorId connector) {
        return connectors
                .find(realm.name(), connector)
                .flatMap(Connector::upstreamLogout)
                .isPresent();
    }

    private LogoutReport named(Realm realm, Session session, LogoutReport report) {
        audit.record(new AuditEvent.LogoutTold(
                realm.name(),
                Circumstances.from("")
                        .by(session.connector())
                        .of(session.user())
                        .in(session.id()),
                LogoutReport.UPSTREAM,
                NEEDS_BROWSER,
                ""));
        String id = session.connector().value();
        List<Told> all = new ArrayList<>(report.told());
        all.add(new Told(
                LogoutReport.UPSTREAM,
                new LogoutParticipant.Party(realm.name(), new RelyingPartyId(id), session.ref(), ""),
                realm.connector(session.connector())
                        .map(ConnectorDeclaration::displayName)
                        .orElse(id),
                true,
                new LogoutNotice.ViaBrowser()));
        return new LogoutReport(all, report.whole());
    }
}
