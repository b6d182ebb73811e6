package io.vestibule.grants;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Single statements on token_family, and on the places of its tokens in status_entry. */
@ApplicationScoped
class TokenFamilyRepository {
    private static final String COLUMNS =
            "id, realm, relying_party, user_id, session_id, offline, content, expires_at, generation";

    private static final String LISTED = " insert into status_entry (realm, bucket, place, line, token, revoked) ";

    private final Statements statements;

    TokenFamilyRepository(Statements statements) {
        this.statements = statements;
    }

    /** A family, and the generation of the only refresh token of it that works. */
    record Standing(TokenFamily family, int generation) {}

    /**
     * The family, and the first token of it in its place: one statement, as all that is done for every login. It holds the
     * session, and the relying party's part in it: whoever ends one at this moment waits and finds the family, or has ended it
     * and there is none. False then, and where the part that there is began later than {@code partSince}.
     */
    boolean add(
            TokenFamily family, int generation, Instant partSince, Instant now, String token, TokenStatus.Reserved at) {
        return statements.change(
                        "with held as (select 1 from sso_session s join session_participant p on p.session_id = s.id"
                                + " where s.id = ? and p.relying_party = ? and p.joined_at <= ? limit 1 for key share),"
                                + " family as (insert into token_family (" + COLUMNS + ", created_at)"
                                + " select ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from held)" + LISTED
                                + "select ?, ?, ?, ?, ?, false from held",
                        family.session().value(),
                        family.relyingParty().value(),
                        partSince,
                        family.id().value(),
                        family.realm().value(),
                        family.relyingParty().value(),
                        family.user().value(),
                        family.session().value(),
                        family.offline(),
                        family.content(),
                        family.expiresAt(),
                        generation,
                        now,
                        family.realm().value(),
                        at.bucket(),
                        at.place(),
                        family.id().toString(),
                        token)
                == 1;
    }

    List<TokenFamily> living(RealmName realm, UserId user, Instant now) {
        return statements.rows(
                "select " + COLUMNS + " from token_family where user_id = ? and realm = ? and revoked_at is null"
                        + " and expires_at > ?",
                row -> standing(row).family(),
                user.value(),
                realm.value(),
                now);
    }

    Optional<Standing> live(UUID id, Instant now) {
        return statements.row(
                "select " + COLUMNS + " from token_family where id = ? and revoked_at is null and expires_at > ?",
                TokenFamilyRepository::standing,
                id,
                now);
    }

    /**
     * One statement: of any number of presentations at once, one moves the generation on and has a token in its place. Whoever
     * revokes the family meanwhile waits for the row, and then finds the place.
     */
    Optional<TokenFamily> advance(
            RealmName realm,
            RelyingPartyId relyingParty,
            UUID id,
            int from,
            Instant now,
            String token,
            TokenStatus.Reserved at) {
        return statements
                .row(
                        "with moved as (update token_family set generation = generation + 1 where id = ? and generation = ?"
                                + " and realm = ? and relying_party = ? and revoked_at is null and expires_at > ? returning "
                                + COLUMNS + "), listed as (" + LISTED
                                + "select ?, ?, ?, ?, ?, false from moved) select "
                                + COLUMNS + " from moved",
                        TokenFamilyRepository::standing,
                        id,
                        from,
                        realm.value(),
                        relyingParty.value(),
                        now,
                        realm.value(),
                        at.bucket(),
                        at.place(),
                        new FamilyId(id).toString(),
                        token)
                .map(Standing::family);
    }

    boolean revoke(UUID id, Instant now) {
        return statements.change("update token_family set revoked_at = ? where id = ? and revoked_at is null", now, id)
                == 1;
    }

    /** Which it were. */
    List<FamilyId> revokeOfSession(SessionId session, boolean offlineToo, Instant now) {
        return statements.rows(
                "update token_family set revoked_at = ? where session_id = ? and (? or not offline) "
                        + "and revoked_at is null returning id",
                TokenFamilyRepository::id,
                now,
                session.value(),
                offlineToo);
    }

    /** Which it were. */
    List<FamilyId> revokeOfSession(SessionId session, RelyingPartyId relyingParty, Instant now) {
        return statements.rows(
                "update token_family set revoked_at = ? where session_id = ? and relying_party = ? and not offline "
                        + "and revoked_at is null returning id",
                TokenFamilyRepository::id,
                now,
                session.value(),
                relyingParty.value());
    }

    /** Which it were. */
    List<FamilyId> revokeOf(RealmName realm, UserId user, RelyingPartyId relyingParty, Instant now) {
        return statements.rows(
                "update token_family set revoked_at = ? where realm = ? and user_id = ? "
                        + "and relying_party = ? and revoked_at is null returning id",
                TokenFamilyRepository::id,
                now,
                realm.value(),
                user.value(),
                relyingParty.value());
    }

    /** Which it were. */
    List<FamilyId> revokeOfUser(RealmName realm, UserId user, Instant before, Instant now) {
        return statements.rows(
                "update token_family set revoked_at = ? where realm = ? and user_id = ? "
                        + "and created_at < ? and revoked_at is null returning id",
                TokenFamilyRepository::id,
                now,
                realm.value(),
                user.value(),
                before);
    }

    void deleteExpired(Instant now) {
        statements.change("delete from token_family where expires_at <= ?", now);
    }

    private static FamilyId id(ResultRow row) {
        return new FamilyId(row.uuid(1));
    }

    private static Standing standing(ResultRow row) {
        TokenFamily family = new TokenFamily(
                id(row),
                new RealmName(row.text(2)),
                new RelyingPartyId(row.text(3)),
                new UserId(row.uuid(4)),
                new SessionId(row.uuid(5)),
                row.flag(6),
                row.text(7),
                row.instant(8));
        return new Standing(family, row.integer(9));
    }
}
