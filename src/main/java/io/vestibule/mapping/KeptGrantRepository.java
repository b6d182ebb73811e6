package io.vestibule.mapping;

import io.vestibule.database.Statements;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statements on kept_grant. */
@Singleton
class KeptGrantRepository {
    private final Statements statements;

    KeptGrantRepository(Statements statements) {
        this.statements = statements;
    }

    /** When it was given the last time, by what; once nobody else looks at them. */
    Map<String, Instant> locked(RealmName realm, String idp, UserId user) {
        Map<String, Instant> kept = new LinkedHashMap<>();
        statements
                .rows(
                        "select what, given_at from kept_grant where realm = ?1 and idp_id = ?2 and user_id = ?3 order by what for update",
                        row -> Map.entry(row.text(1), row.instant(2)),
                        realm.value(),
                        idp,
                        user.value())
                .forEach(one -> kept.put(one.getKey(), one.getValue()));
        return kept;
    }

    void add(RealmName realm, String idp, UserId user, String what, Instant given) {
        statements.change(
                "insert into kept_grant (realm, idp_id, user_id, what, given_at) values (?1, ?2, ?3, ?4, ?5) "
                        + "on conflict do nothing",
                realm.value(),
                idp,
                user.value(),
                what,
                given);
    }

    void remove(RealmName realm, String idp, UserId user, String what) {
        statements.change(
                "delete from kept_grant where realm = ?1 and idp_id = ?2 and user_id = ?3 and what = ?4",
                realm.value(),
                idp,
                user.value(),
                what);
    }

    /** Of whom something was kept as long as it was to be: realm, identity provider, user. */
    List<KeptGrants.Holder> over(Instant now, Optional<KeptGrants.Holder> last, int most) {
        return statements.rows(
                "select distinct k.realm, k.idp_id, cast(k.user_id as text) from kept_grant k "
                        + "join identity_provider p on p.realm = k.realm and p.id = k.idp_id "
                        + "where k.given_at + least(coalesce(p.grants_kept_for, 0), ?2) * interval '1 minute' <= ?1 "
                        + "and (k.realm, k.idp_id, cast(k.user_id as text)) > (?3, ?4, ?5) order by 1, 2, 3 limit ?6",
                row -> new KeptGrants.Holder(
                        new RealmName(row.text(1)),
                        row.text(2),
                        UserId.parse(row.text(3)).orElseThrow()),
                now,
                IdentityProvider.LONGEST_KEPT,
                last.map(one -> one.realm().value()).orElse(""),
                last.map(KeptGrants.Holder::identityProvider).orElse(""),
                last.map(one -> one.user().value().toString()).orElse(""),
                most);
    }
}
