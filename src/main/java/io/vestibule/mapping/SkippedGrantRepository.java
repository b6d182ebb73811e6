package io.vestibule.mapping;

import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;

/** Statements on mapping_skipped. */
@Singleton
class SkippedGrantRepository extends StatementRepository {
    private static final int LONGEST = 400;
    private static final int MOST = 1_000; // what is named may be what a person called themselves
    private static final Duration TOLD_AGAIN_AFTER = Duration.ofHours(1);

    SkippedGrantRepository(EntityManager entityManager) {
        super(entityManager);
    }

    void note(RealmName realm, String rulesOf, String what, String why, Instant now) {
        change(
                "insert into mapping_skipped (realm, rules_of, what, why, at) select ?1, ?2, ?3, ?4, ?5 "
                        + "where (select count(*) from mapping_skipped where realm = ?1 and rules_of = ?2) < ?6 "
                        + "on conflict (realm, rules_of, what) do update set at = excluded.at, why = excluded.why "
                        + "where mapping_skipped.at < ?7",
                realm.value(),
                rulesOf,
                what.length() > LONGEST ? what.substring(0, LONGEST) : what,
                why,
                now,
                MOST,
                now.minus(TOLD_AGAIN_AFTER));
    }
}
