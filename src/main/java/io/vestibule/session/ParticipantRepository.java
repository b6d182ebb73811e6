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
    /** Somebody who may ask for ever new ones fills no table. */
    private static final int MOST_FORMER = 20;

    private static final String FORMER =
            "case when p.memory = '' or p.memory = any(p.former) or cardinality(p.former) >= " + MOST_FORMER
                    + " then p.former else array_append(p.former, p.memory) end";

    private final Statements statements;

    ParticipantRepository(Statements statements) {
        this.statements = statements;
    }

    /**
     * Holds the session, as {@link #hold} does; what was remembered before is kept beside, and no memory takes nothing away. False when
     * it has ended.
     */
    boolean join(UUID session, String protocol, RelyingPartyId relyingParty, String memory, Instant now) {
        return statements
                .row(
                        "with held as (select id from sso_session where id = ? for key share), joined as ("
                                + "insert into session_participant as p (session_id, protocol, relying_party, joined_at, memory) "
                                + "select id, ?, ?, ?, ? from held on conflict (session_id, protocol, relying_party) "
                                + "do update set memory = excluded.memory, former = " + FORMER
                                + " where excluded.memory not in ('', p.memory)) select 1 from held",
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

    /** Now or before, in this session. */
    boolean remembers(UUID session, String protocol, RelyingPartyId relyingParty, String memory) {
        return statements.any(
                "select 1 from session_participant where session_id = ?1 and protocol = ?2 and relying_party = ?3"
                        + " and (memory = ?4 or ?4 = any(former))",
                session,
                protocol,
                relyingParty.value(),
                memory);
    }

    /** The same of every session of the realm, last used first. Who is remembered with nothing is in neither index. */
    List<UUID> remembering(String realm, String protocol, RelyingPartyId relyingParty, String memory, int atMost) {
        return statements.rows(
                "select s.id from session_participant p join sso_session s on s.id = p.session_id"
                        + " where (p.memory = ?1 and p.memory <> '' or p.former @> array[cast(?1 as text)] and p.former <> '{}')"
                        + " and p.protocol = ?2 and p.relying_party = ?3 and s.realm = ?4"
                        + " order by s.last_used_at desc limit ?5",
                row -> row.uuid(1),
                memory,
                protocol,
                relyingParty.value(),
                realm,
                atMost);
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
