package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.database.Belonging;
import io.vestibule.database.Belongings;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes two users one (decision 0013). Whoever asks has proof of both, or authority over both; the directory sees to it that
 * each thing has one owner at any moment, and that exactly what went along can go back for a while.
 */
@ApplicationScoped
public class Merging {
    private static final String STEP = "merge";

    private final MergeRepository merges;
    private final UserRepository users;
    private final WaysIn waysIn;
    private final MergeObstacles obstacles;
    private final UnitedOptions options;
    private final Instance<Belongings> belongings;
    private final Changes changes;
    private final Event<UserParted> parted;
    private final AuditLog audit;
    private final Clock clock;

    Merging(
            MergeRepository merges,
            UserRepository users,
            WaysIn waysIn,
            MergeObstacles obstacles,
            UnitedOptions options,
            @Any Instance<Belongings> belongings,
            Changes changes,
            Event<UserParted> parted,
            AuditLog audit,
            Clock clock) {
        this.merges = merges;
        this.users = users;
        this.waysIn = waysIn;
        this.obstacles = obstacles;
        this.options = options;
        this.belongings = belongings;
        this.changes = changes;
        this.parted = parted;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Who is to become one with whom.
     *
     * @param byPerson whether they ask for it themselves
     */
    public record Wish(UserId survivor, UserId merged, boolean byPerson) {}

    /** Rolls the transaction back. */
    private static final class No extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        No(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    /** Both as they are and as they will be; nothing is changed. Nothing where one is missing. */
    public Optional<MergePlan> plan(Realm realm, UserId survivor, UserId merged) {
        return users.read(realm.name(), survivor.value())
                .flatMap(stays -> users.read(realm.name(), merged.value())
                        .map(goes -> new MergePlan(
                                stays,
                                goes,
                                parts(stays, goes),
                                obstacles.between(realm, stays, goes),
                                MfaRules.of(UnitedOptions.of(stays, goes)))));
    }

    private List<MergePlan.Part> parts(User stays, User goes) {
        List<MergePlan.Part> parts = new ArrayList<>();
        kinds().filter(Belonging::told).forEach(kind -> {
            List<MergeRepository.Compared> all =
                    merges.compared(kind, goes.id().value(), stays.id().value());
            List<String> had = merges.labels(kind, stays.id().value());
            parts.add(new MergePlan.Part(
                    kind.kind(),
                    had.stream().distinct().toList(),
                    labels(all, one -> !one.had() && !had.contains(one.label())),
                    labels(all, MergeRepository.Compared::had)));
        });
        parts.removeIf(MergePlan.Part::isEmpty);
        return parts;
    }

    private static List<String> labels(List<MergeRepository.Compared> all, Predicate<MergeRepository.Compared> which) {
        return all.stream()
                .filter(which)
                .map(MergeRepository.Compared::label)
                .distinct()
                .toList();
    }

    private Stream<Belonging> kinds() {
        return belongings.stream().flatMap(room -> room.kinds().stream());
    }

    /**
     * @param by of the operator who asked, or of nobody
     * @param stillSo asked once nobody else can change either of them: whether what was proven holds
     */
    public MergeOutcome merge(Realm realm, Wish wish, Circumstances by, Predicate<MergePlan> stillSo) {
        try {
            Merged merged = RetriedTransaction.of(() -> merged(realm, wish, stillSo));
            told(merged, by, "merged-into-another", "merged-from-another");
            return new MergeOutcome.Done(merged);
        } catch (No no) {
            return refused(realm, wish.survivor(), by, no);
        }
    }

    private Merged merged(Realm realm, Wish wish, Predicate<MergePlan> stillSo) {
        if (wish.survivor().equals(wish.merged())) {
            throw new No("same-user");
        }
        lock(wish.survivor(), wish.merged());
        UserEntity stays = row(realm, wish.survivor());
        UserEntity goes = row(realm, wish.merged());
        if (merges.find(realm.name(), stays.id).isPresent()
                || merges.find(realm.name(), goes.id).isPresent()) {
            throw new No("merged-already");
        }
        obstacles.between(realm, stays.user(), goes.user()).ifPresent(reason -> {
            throw new No(reason);
        });
        if (!stillSo.test(plan(realm, wish.survivor(), wish.merged()).orElseThrow())) {
            throw new No("not-as-proven");
        }
        users.forgetRead(); // rows that were looked at change their owner behind the entities' back
        return become(realm, row(realm, wish.survivor()), row(realm, wish.merged()), wish.byPerson());
    }

    private Merged become(Realm realm, UserEntity stays, UserEntity goes, boolean byPerson) {
        Instant now = clock.instant();
        Merged merged = new Merged(
                realm.name(),
                new UserId(goes.id),
                new UserId(stays.id),
                byPerson,
                now,
                now.plus(MergePolicy.of(realm).reversibleFor()));
        String after = UnitedOptions.text(UnitedOptions.of(stays.user(), goes.user()));
        merges.add(new MergeRepository.Row(merged, stays.options, after));
        if (!after.equals(UnitedOptions.text(stays.user().options()))) {
            stays.tokensValidAfter =
                    now; // given out without what is asked for from now on, and good for all that comes along
        }
        stays.options = after;
        stays.updatedAt = now;
        goes.enabled = false;
        goes.tokensValidAfter = now;
        goes.updatedAt = now;
        users.settle();
        each((room, kind) -> room.moved(new Belongings.Moved(
                stays.realm, kind.kind(), merges.move(kind, goes.id, stays.id), goes.id, stays.id)));
        announce(merged);
        return merged;
    }

    /** What was moved goes back, unless it was changed since; the two are two again. */
    public MergeOutcome undo(Realm realm, UserId whom, Circumstances by) {
        try {
            Merged merged = RetriedTransaction.of(() -> undone(realm, whom));
            told(merged, by, "merge-undone", "merge-undone"); // it is, whatever becomes of telling others
            parted.fire(new UserParted(realm.name(), merged.survivor()));
            return new MergeOutcome.Done(merged);
        } catch (No no) {
            return refused(realm, whom, by, no);
        }
    }

    private Merged undone(Realm realm, UserId whom) {
        Merged merged = merges.find(realm.name(), whom.value())
                .map(MergeRepository.Row::merged)
                .orElseThrow(() -> new No("not-merged"));
        if (!clock.instant().isBefore(merged.undoUntil())) {
            throw new No("too-late");
        }
        lock(merged.survivor(), merged.merged());
        if (merges.find(realm.name(), whom.value()).isEmpty()) {
            throw new No("not-merged");
        }
        UserEntity goes = row(realm, merged.merged());
        UserEntity stays =
                users.byId(realm.name(), merged.survivor().value()).orElseThrow(() -> new No("survivor-gone"));
        if (merges.find(realm.name(), stays.id).isPresent()) {
            throw new No("survivor-merged"); // what went along went on: that one is undone first
        }
        Instant now = clock.instant();
        stays.options = options.without(stays, merged); // what another brought along stays until that is undone too
        stays.tokensValidAfter = now; // whoever is signed in as them may be the other one
        stays.updatedAt = now;
        goes.enabled = true;
        goes.lastActiveAt = now;
        goes.updatedAt = now;
        users.settle();
        each((room, kind) -> room.moved(new Belongings.Moved(
                stays.realm, kind.kind(), merges.giveBack(kind, goes.id, stays.id), stays.id, goes.id)));
        merges.forget(merged.merged());
        users.forgetRead();
        if (!waysIn.any(realm, merged.survivor().value())) {
            throw new No("last-way-in");
        }
        announce(merged);
        return merged;
    }

    private interface Each {
        void take(Belongings room, Belonging kind);
    }

    private void each(Each step) {
        belongings.forEach(room -> room.kinds().forEach(kind -> step.take(room, kind)));
    }

    public Optional<Merged> find(RealmName realm, UserId merged) {
        return merges.find(realm, merged.value()).map(MergeRepository.Row::merged);
    }

    /** Those who became one with this user lately, the latest first. */
    public List<Merged> into(RealmName realm, UserId survivor) {
        return merges.into(realm, survivor.value());
    }

    /** @param most the latest of them */
    public List<Merged> all(RealmName realm, int most) {
        return merges.all(realm, most);
    }

    /** Always in the same order: two who merge them both ways at once wait for each other, and the second finds it done. */
    private void lock(UserId one, UserId other) {
        UUID first = one.value().compareTo(other.value()) < 0 ? one.value() : other.value();
        users.lock(first);
        users.lock(first.equals(one.value()) ? other.value() : one.value());
    }

    private UserEntity row(Realm realm, UserId id) {
        return users.byId(realm.name(), id.value()).orElseThrow(() -> new No("unknown-user"));
    }

    private void announce(Merged merged) {
        String realm = merged.realm().value();
        changes.announce(realm, Accounts.TOPIC, merged.survivor().hex());
        changes.announce(realm, Accounts.TOPIC, merged.merged().hex());
    }

    private void told(Merged merged, Circumstances by, String ofMerged, String ofSurvivor) {
        told(merged, by, ofMerged, merged.merged(), merged.survivor());
        told(merged, by, ofSurvivor, merged.survivor(), merged.merged());
    }

    private void told(Merged merged, Circumstances by, String what, UserId whom, UserId other) {
        audit.record(
                new AuditEvent.UsersMerged(merged.realm(), by.of(whom), what, other, merged.byPerson(), by.user()));
    }

    private MergeOutcome refused(Realm realm, UserId whom, Circumstances by, No no) {
        audit.refuse(new Refusal(realm.name(), by.of(whom), STEP, no.reason));
        return new MergeOutcome.Refused(no.reason);
    }
}
