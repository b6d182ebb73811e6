package io.vestibule.grants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.JwtKeys;
import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Signed status lists (draft-ietf-oauth-status-list-21 §5.1). Made when somebody asks and something changed; of a list at most one
 * a second, however many tokens are revoked and however many ask.
 */
@ApplicationScoped
class StatusListDocuments {
    static final String TYPE = "statuslist+jwt";
    static final Duration TTL = Duration.ofSeconds(15);
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final Duration RENEWED_AFTER = Duration.ofMinutes(5);
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
    private static final int MOST_KEPT = 500;

    private final StatusRepository rows;
    private final JwtKeys keys;
    private final Changes changes;
    private final BaseUrl base;
    private final Clock clock;
    private final Cache<Key, Made> made =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();
    private final AtomicLong news = new AtomicLong();
    private final Cache<Key, Long> changed =
            Caffeine.newBuilder().maximumSize(10L * MOST_KEPT).build();

    StatusListDocuments(StatusRepository rows, JwtKeys keys, Changes changes, BaseUrl base, Clock clock) {
        this.rows = rows;
        this.keys = keys;
        this.changes = changes;
        this.base = base;
        this.clock = clock;
    }

    private record Key(String realm, String list) {}

    /** @param news how many changes there had been, whatever the clock said */
    private record Made(String token, Instant at, long news) {}

    /** The list as a JWT; empty when there is none of that name, or none any more. */
    Optional<String> token(RealmName realm, String name) {
        Optional<StatusListId> list =
                StatusListId.parse(name).filter(id -> id.over().isAfter(clock.instant()));
        Key key = new Key(realm.value(), name);
        return list.flatMap(id -> Optional.ofNullable(
                        made.asMap().compute(key, (any, before) -> current(realm, id, key, before))))
                .map(Made::token);
    }

    private @Nullable Made current(RealmName realm, StatusListId list, Key key, @Nullable Made before) {
        return before != null && holds(key, before) ? before : make(realm, list);
    }

    private boolean holds(Key key, Made before) {
        Instant now = clock.instant();
        boolean current =
                changes.heardLately() && before.at().plus(RENEWED_AFTER).isAfter(now) && !changedSince(key, before);
        boolean young =
                !before.at().isAfter(now) && before.at().plus(AT_MOST_EVERY).isAfter(now);
        return current || young;
    }

    private boolean changedSince(Key key, Made before) {
        Long last = changed.getIfPresent(key);
        return last != null && last > before.news();
    }

    private @Nullable Made make(RealmName realm, StatusListId list) {
        Instant now = clock.instant();
        long known = news.get(); // before reading: what changes meanwhile makes it stale
        boolean exists = rows.blocks(realm, list.bucket())
                .filter(blocks -> list.first() < blocks * TokenStatus.BLOCK)
                .isPresent();
        if (!exists) {
            return null;
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("bits", 1);
        status.put("lst", compressed(rows.revoked(realm, list)));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", base.issuer(realm).toString());
        claims.put("sub", TokenStatus.uri(base, realm, list));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        claims.put("ttl", TTL.toSeconds());
        claims.put("status_list", status);
        return new Made(keys.sign(realm, SigningAlgorithm.ES256, TYPE, claims), now, known);
    }

    /** §4.1: the first token's bit is the least significant of the first byte; ZLIB around DEFLATE, in base64url. */
    private static String compressed(BitSet revoked) {
        byte[] bits = Arrays.copyOf(revoked.toByteArray(), StatusListId.SIZE / Byte.SIZE);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bits);
            deflater.finish();
            byte[] out = new byte[bits.length + 1024];
            int length = deflater.deflate(out);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(out, length));
        } finally {
            deflater.end();
        }
    }

    void onChange(@Observes Changed change) {
        if (change.is(TokenStatus.TOPIC)) {
            changed.put(new Key(change.realm(), change.key()), news.incrementAndGet());
        }
    }
}
