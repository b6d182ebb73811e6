package io.vestibule.grants;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Gives tokens their places in status lists, and marks those that are taken back. A token knows its place (the claim
 * {@code status}, draft-ietf-oauth-status-list-21 §6.1), so whoever checks it without asking can still learn of its end.
 */
@ApplicationScoped
public class TokenStatus {
    static final String TOPIC = "status-list";
    static final int BLOCK = 256;

    private final StatusRepository rows;
    private final TransactionSynchronizationRegistry transactions;
    private final Changes changes;
    private final BaseUrl base;
    private final SecureRandom random;
    private final Clock clock;
    private final Map<Bucket, Queue<Integer>> own = new ConcurrentHashMap<>();

    TokenStatus(
            StatusRepository rows,
            TransactionSynchronizationRegistry transactions,
            Changes changes,
            BaseUrl base,
            SecureRandom random,
            Clock clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.changes = changes;
        this.base = base;
        this.random = random;
        this.clock = clock;
    }

    /** A place among all of a bucket, and the same as it is told. */
    record Reserved(long bucket, int place, StatusPlace told) {}

    private record Bucket(RealmName realm, long hour) {}

    /** Places of one transaction, which are its own only when it commits. */
    private static final class Taken {
        private final Queue<Integer> places = new ArrayDeque<>();
    }

    /** A place that is nobody else's, with no row yet: {@link TokenFamilies} writes it beside the family. */
    Reserved reserve(RealmName realm, Instant expiresAt) {
        Bucket bucket = new Bucket(realm, StatusListId.bucket(expiresAt));
        int place = take(bucket);
        return new Reserved(bucket.hour(), place, told(bucket, place));
    }

    /** A place for a token that ends with everything of its {@code line}; which may be itself alone. */
    public StatusPlace place(RealmName realm, String line, String token, Instant expiresAt) {
        Bucket bucket = new Bucket(realm, StatusListId.bucket(expiresAt));
        int place = take(bucket);
        rows.add(realm, bucket.hour(), place, line, token);
        return told(bucket, place);
    }

    /** A place for a token that ends with nothing but itself: nothing is written until it is taken back. */
    public StatusPlace placeAlone(RealmName realm, Instant expiresAt) {
        Bucket bucket = new Bucket(realm, StatusListId.bucket(expiresAt));
        return told(bucket, take(bucket));
    }

    /** The token that was given a place by {@link #placeAlone}; any other place is passed over. */
    @Transactional
    public void revoke(RealmName realm, StatusPlace place) {
        StatusListId.parse(place.uri().substring(place.uri().lastIndexOf('/') + 1))
                .filter(list -> uri(base, realm, list).equals(place.uri()))
                .filter(list -> place.index() >= 0 && place.index() < StatusListId.SIZE)
                .ifPresent(list -> {
                    rows.mark(realm, list.bucket(), list.first() + place.index());
                    changes.announce(realm.value(), TOPIC, list.toString());
                });
    }

    /** All of a line. */
    @Transactional
    public void revoke(String line) {
        announce(rows.revokeLine(line));
    }

    /** One token of a line. */
    @Transactional
    public void revoke(String line, String token) {
        announce(rows.revokeOne(line, token));
    }

    private void announce(List<StatusRepository.Touched> touched) {
        new LinkedHashSet<>(touched)
                .forEach(one -> changes.announce(one.realm(), TOPIC, one.list().toString()));
    }

    /**
     * One of the places of this node alone, given out in no order: their numbers tell nobody how many tokens there are or which
     * were made together (§12.5 of the draft).
     */
    private int take(Bucket bucket) {
        Queue<Integer> kept = own.computeIfAbsent(bucket, any -> new ConcurrentLinkedQueue<>());
        Integer place = kept.poll();
        return place != null ? place : takeBlock(bucket, kept);
    }

    /**
     * With the connection that the caller has: whoever waited for a second one could wait for somebody who waits, too. What is
     * left of the block is everybody's once it is ours for good.
     */
    private int takeBlock(Bucket bucket, Queue<Integer> kept) {
        if (transactions.getTransactionKey() == null) {
            kept.addAll(block(bucket));
            return take(bucket);
        }
        Taken taken = (Taken) transactions.getResource(bucket);
        if (taken == null) {
            taken = new Taken();
            transactions.putResource(bucket, taken);
            transactions.registerInterposedSynchronization(new AtCommit(taken, kept));
        }
        if (taken.places.isEmpty()) {
            taken.places.addAll(block(bucket));
        }
        return taken.places.remove();
    }

    private record AtCommit(Taken taken, Queue<Integer> kept) implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                kept.addAll(taken.places);
            }
        }
    }

    private List<Integer> block(Bucket bucket) {
        int first = rows.takeBlock(bucket.realm(), bucket.hour()) * BLOCK;
        List<Integer> places =
                new ArrayList<>(IntStream.range(first, first + BLOCK).boxed().toList());
        Collections.shuffle(places, random);
        return places;
    }

    private StatusPlace told(Bucket bucket, int place) {
        StatusListId list = StatusListId.of(bucket.hour(), place);
        return new StatusPlace(uri(base, bucket.realm(), list), place - list.first());
    }

    static String uri(BaseUrl base, RealmName realm, StatusListId list) {
        return base.issuer(realm) + "/status-lists/" + list;
    }

    @Scheduled(every = "15m", delayed = "7m")
    void forgetExpired() {
        long now = StatusListId.bucket(clock.instant());
        own.keySet().removeIf(bucket -> bucket.hour() < now);
        rows.deleteBefore(now);
    }
}
