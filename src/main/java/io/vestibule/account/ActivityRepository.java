package io.vestibule.account;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Single statements on account_activity. */
@ApplicationScoped
class ActivityRepository {
    private static final String SELECT =
            "select id, at, event, detail, address, connector, relying_party from account_activity ";

    private final Statements statements;

    ActivityRepository(Statements statements) {
        this.statements = statements;
    }

    /** Of somebody who was deleted meanwhile nothing is kept. */
    void add(UUID user, Happening happening) {
        statements.change(
                "insert into account_activity (id, user_id, at, event, detail, address, connector, relying_party) "
                        + "select ?, u.id, ?, ?, ?, ?, ?, ? from app_user u where u.id = ? for key share",
                happening.id(),
                happening.at(),
                happening.event(),
                happening.detail(),
                happening.address(),
                happening.connector().map(ConnectorId::value).orElse(null),
                happening.relyingParty().map(RelyingPartyId::value).orElse(null),
                user);
    }

    /** Unless another node told of the same since then. */
    void addOnce(UUID user, Happening happening, Instant since) {
        boolean told = statements.any(
                "select 1 from account_activity where user_id = ? and at >= ? and event = ? and address = ? limit 1",
                user,
                since,
                happening.event(),
                happening.address());
        if (!told) {
            add(user, happening);
        }
    }

    List<Happening> of(UserId user, int most) {
        return statements.rows(
                SELECT + "where user_id = ? order by at desc, id desc limit ?",
                ActivityRepository::happening,
                user.value(),
                most);
    }

    /** Earlier than one of theirs, which may have been forgotten meanwhile: so was then everything before it. */
    List<Happening> before(UserId user, UUID one, int most) {
        return statements.rows(
                SELECT
                        + "where user_id = ? and (at, id) < (select at, id from account_activity where user_id = ? and id = ?) "
                        + "order by at desc, id desc limit ?",
                ActivityRepository::happening,
                user.value(),
                user.value(),
                one,
                most);
    }

    void forgetBefore(Instant moment) {
        statements.change("delete from account_activity where at < ?", moment);
    }

    private static Happening happening(ResultRow row) {
        return new Happening(
                row.uuid(1),
                row.instant(2),
                row.text(3),
                row.text(4),
                row.text(5),
                row.textIfAny(6).map(ConnectorId::new),
                row.textIfAny(7).map(RelyingPartyId::new));
    }
}
