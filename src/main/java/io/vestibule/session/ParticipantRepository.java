package io.vestibule.session;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.RelyingPartyId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Single statements on session_participant. */
@ApplicationScoped
class ParticipantRepository {
    private static final String COLUMNS = "protocol, relying_party, joined_at, memory";

    private final Statements statements;

    ParticipantRepository(Statements statements) {
        this.statements = statements;
    }

    /** Holds the session, as {@link #hold} does. False when that has ended. */
    boolean join(UUID session, String protocol, RelyingPartyId relyingParty, String memory, Instant now) {
        return statements
                .row(
                        "with held as (select id from sso_session where id = ? for key share), joined as ("
                                + "insert into session_participant (session_id, protocol, relying_party, joined_at, memory) "
                                + "select id, ?, ?, ?, ? from held on conflict (session_id, protocol, relying_party) "
                                + "do update set memory = excluded.memory "
                                + "where session_participant.memory <> excluded.memory) select 1 from held",
                        row -> true,
                        session,
                        protocol,
                        relyingParty.value(),
                        now,
                        memory)
                .isPresent();
    }

    /** Since when, by the primary key; a part ends with its session. */
    Optional<Instant> joined(UUID session, String protocol, RelyingPartyId relyingParty) {
        return statements.row(
                "select joined_at from session_participant"
                        + " where session_id = ? and protocol = ? and relying_party = ?",
                row -> row.instant(1),
                session,
                protocol,
                relyingParty.value());
    }

    List<Participant> of(UUID session) {
        return statements.rows(
                "select " + COLUMNS
                        + " from session_participant where session_id = ? order by joined_at, relying_party",
                ParticipantRepository::participant,
                session);
    }

    /** Which it were. */
    List<Participant> remove(UUID session, RelyingPartyId relyingParty) {
        return statements.rows(
                "delete from session_participant where session_id = ? and relying_party = ? returning " + COLUMNS,
                ParticipantRepository::participant,
                session,
                relyingParty.value());
    }

    /** Within a transaction: neither the session nor the part in it ends before that does. */
    boolean hold(UUID session, RelyingPartyId relyingParty) {
        return statements
                .row(
                        "select 1 from sso_session s join session_participant p on p.session_id = s.id"
                                + " where s.id = ? and p.relying_party = ? limit 1 for key share",
                        row -> true,
                        session,
                        relyingParty.value())
                .isPresent();
    }

    private static Participant participant(ResultRow row) {
        return new Participant(row.text(1), new RelyingPartyId(row.text(2)), row.instant(3), row.text(4));
    }
}
