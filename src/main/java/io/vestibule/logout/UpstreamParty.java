package io.vestibule.logout;

import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.connector.UpstreamLogout.Answer;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.keys.Sealer;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.records.RecordText;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.session.Participant;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who vouched for the person, as one more who is owed the news of a session whose browser is not there to bring it. Its connector
 * stands for the relying party. Where it has no way from server to server, only the browser could tell it.
 */
@ApplicationScoped
class UpstreamParty implements LogoutParticipant {
    private static final String USE = "upstream-notice";

    private final Connectors connectors;
    private final Sealer sealer;

    UpstreamParty(Connectors connectors, Sealer sealer) {
        this.connectors = connectors;
        this.sealer = sealer;
    }

    /** Nothing where the connector does not want it told. */
    Optional<Participant> of(Session session) {
        return logout(session.realm(), session.connector())
                .map(there -> new Participant(
                        LogoutReport.UPSTREAM,
                        new RelyingPartyId(session.connector().value()),
                        session.createdAt(),
                        sealer.seal(session.realm(), USE, RecordText.write(Upstream.of(session)))));
    }

    @Override
    public LogoutNotice end(Party party) {
        Optional<UpstreamSession> session = sealer.open(party.realm(), USE, party.memory())
                .map(text -> RecordText.read(text, Upstream.class).known());
        return session.flatMap(known -> logout(
                                party.realm(),
                                new ConnectorId(party.relyingParty().value()))
                        .map(there -> notice(there.tell(known))))
                .orElseGet(LogoutNotice.Unsupported::new);
    }

    private static LogoutNotice notice(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> new LogoutNotice.Done();
            case Answer.NeedsBrowser needsBrowser -> new LogoutNotice.ViaBrowser();
            case Answer.Failed(String detail) -> new LogoutNotice.Failed(detail);
            case Answer.Refused(String detail) -> new LogoutNotice.Refused(detail);
        };
    }

    private Optional<UpstreamLogout> logout(RealmName realm, ConnectorId connector) {
        return connectors.find(realm, connector).flatMap(Connector::upstreamLogout);
    }
}
