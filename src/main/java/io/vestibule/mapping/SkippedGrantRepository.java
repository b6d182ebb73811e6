package io.vestibule.mapping;

import io.vestibule.database.Statements;
import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Statements on mapping_skipped. */
@Singleton
class SkippedGrantRepository {
    private static final int LONGEST = 400;
    private static final int MOST = 1_000; // what is named may be what a person called themselves
    private static final int MOST_AT_ONCE = 100;
    private static final Duration TOLD_AGAIN_AFTER = Duration.ofHours(1);

    private final Statements statements;

    SkippedGrantRepository(Statements statements) {
        this.statements = statements;
    }

    void note(RealmName realm, String rulesOf, Map<String, String> skipped, Instant now) {
        Map<String, String> noted = new LinkedHashMap<>();
        skipped.entrySet().stream()
                .limit(MOST_AT_ONCE)
                .forEach(one -> noted.putIfAbsent(
                        one.getKey().length() > LONGEST ? one.getKey().substring(0, LONGEST) : one.getKey(),
                        one.getValue()));
        statements.change(
                "insert into mapping_skipped (realm, rules_of, what, why, at) select ?1, ?2, s.what, s.why, ?5 "
                        + "from unnest(cast(?3 as text[]), cast(?4 as text[])) as s (what, why) "
                        + "where (select count(*) from mapping_skipped where realm = ?1 and rules_of = ?2) < ?6 "
                        + "on conflict (realm, rules_of, what) do update set at = excluded.at, why = excluded.why "
                        + "where mapping_skipped.at < ?7",
                realm.value(),
                rulesOf,
                noted.keySet().toArray(String[]::new),
                noted.values().toArray(String[]::new),
                now,
                MOST,
                now.minus(TOLD_AGAIN_AFTER));
    }
}
