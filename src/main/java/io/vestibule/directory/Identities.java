package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * By which upstream identities a user comes in. Whoever links has proof of both, or the operator's word; the directory sees to
 * it that no identity leads to two users, and no user is left without a way in.
 */
@ApplicationScoped
public class Identities {
    private static final int LONGEST_SUBJECT = 512;

    private final IdentityRepository repository;
    private final UserRepository users;
    private final Profiles profiles;
    private final WaysIn waysIn;
    private final MergeRepository merges;
    private final Changes changes;
    private final Event<IdentityUnlinked> unlinked;
    private final AuditLog audit;
    private final Clock clock;

    Identities(
            IdentityRepository repository,
            UserRepository users,
            Profiles profiles,
            WaysIn waysIn,
            MergeRepository merges,
            Changes changes,
            Event<IdentityUnlinked> unlinked,
            AuditLog audit,
            Clock clock) {
        this.repository = repository;
        this.users = users;
        this.profiles = profiles;
        this.waysIn = waysIn;
        this.merges = merges;
        this.changes = changes;
        this.unlinked = unlinked;
        this.audit = audit;
        this.clock = clock;
    }

    /** In the order in which they were first seen. */
    public List<LinkedIdentity> of(RealmName realm, UserId user) {
        return repository.of(realm, user.value()).stream()
                .map(UpstreamIdentityEntity::linked)
                .toList();
    }

    /** Everyone who comes in through this connector. */
    public Set<UserId> through(RealmName realm, ConnectorId connector) {
        return repository.through(realm, connector.value()).stream()
                .map(UserId::new)
                .collect(Collectors.toSet());
    }

    /** Whom it leads to. */
    public Optional<User> owner(RealmName realm, ConnectorId connector, String subject) {
        return repository.owner(realm, connector.value(), subject).flatMap(user -> users.read(realm, user));
    }

    /**
     * Whether it leads to this user; if so, until the caller's transaction is over: whoever undoes the link waits, and finds
     * what was written down meanwhile.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean hold(RealmName realm, UserId user, Way way) {
        return repository.hold(realm, way.connector().value(), way.subject(), user.value());
    }

    /**
     * From now on {@code subject} of {@code connector} is this user. Groups of {@code mapped}, when they are known, come along
     * at once; the profile stays the user's.
     */
    public LinkOutcome link(
            Realm realm,
            UserId user,
            ConnectorId connector,
            String subject,
            Optional<MappedPerson> mapped,
            Circumstances circumstances) {
        if (!canBeLinked(realm, connector, subject)) {
            return new LinkOutcome.Unknown();
        }
        LinkOutcome outcome = RetriedTransaction.of(() -> {
            users.lock(user.value()); // they may be about to become one with another
            return users.byId(realm.name(), user.value())
                    .filter(row -> merges.find(realm.name(), row.id).isEmpty())
                    .map(row -> link(realm, row, connector, subject, mapped))
                    .orElseGet(LinkOutcome.Unknown::new);
        });
        return told(realm, outcome, circumstances.by(connector), "identity-linked");
    }

    private LinkOutcome link(
            Realm realm, UserEntity row, ConnectorId connector, String subject, Optional<MappedPerson> mapped) {
        Optional<UUID> owner = repository.owner(realm.name(), connector.value(), subject);
        if (owner.isPresent()) {
            return owner.get().equals(row.id)
                    ? new LinkOutcome.AlreadyTheirs(row.user())
                    : new LinkOutcome.OfAnother(
                            users.byId(realm.name(), owner.get()).orElseThrow().user());
        }
        users.link(realm.name(), connector, subject, row.id, clock.instant());
        row.comesBy(connector.value());
        Set<GroupMembershipEntity> groups = mapped.map(
                        person -> profiles.refreshGroups(row, connector.value(), person.groups()))
                .orElse(row.memberships);
        changes.announce(realm.name().value(), Accounts.TOPIC, new UserId(row.id).hex());
        return new LinkOutcome.Done(row.user(groups));
    }

    /** It leads nowhere from now on, and what the connector alone gave is taken back. Never the last way in. */
    public LinkOutcome unlink(
            Realm realm, UserId user, ConnectorId connector, String subject, Circumstances circumstances) {
        LinkOutcome outcome = RetriedTransaction.of(() -> {
            users.lock(user.value()); // two at once must not each leave the other's
            Optional<UserEntity> row = users.byId(realm.name(), user.value());
            Optional<UpstreamIdentityEntity> identity =
                    row.flatMap(found -> repository.find(realm.name(), connector.value(), subject, found.id));
            return identity.map(found -> unlink(realm, row.orElseThrow(), found, circumstances))
                    .orElseGet(LinkOutcome.Unknown::new);
        });
        return told(realm, outcome, circumstances.by(connector), "identity-unlinked");
    }

    private LinkOutcome unlink(Realm realm, UserEntity row, UpstreamIdentityEntity identity, Circumstances by) {
        if (!waysIn.remainWithout(realm, row.id, identity)) {
            return new LinkOutcome.LastWayIn();
        }
        boolean another = repository.of(realm.name(), row.id).stream()
                .anyMatch(one -> one.connector.equals(identity.connector) && !one.subject.equals(identity.subject));
        Set<GroupMembershipEntity> groups =
                another ? row.memberships : profiles.refreshGroups(row, identity.connector, Set.of());
        repository.delete(identity);
        repository.flush(); // whoever holds the link is waited for before what came of it is looked for
        UserId user = new UserId(row.id);
        changes.announce(realm.name().value(), Accounts.TOPIC, user.hex());
        // In this transaction: a second try would find no link, and nothing that is left of it.
        unlinked.fire(
                new IdentityUnlinked(realm.name(), user, new ConnectorId(identity.connector), identity.subject, by));
        return new LinkOutcome.Done(row.user(groups));
    }

    /** An identity that leads, or is to lead, to somebody. */
    public record Way(ConnectorId connector, String subject) {}

    /** Rolls back what was done of a wish. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient LinkOutcome outcome;

        Undone(LinkOutcome outcome) {
            super("undone", null, false, false);
            this.outcome = outcome;
        }
    }

    /** The user comes in by {@code wanted} from now on, and by nothing else of the connectors {@code meant}: all of it, or nothing. */
    public LinkOutcome become(
            Realm realm, UserId user, Set<Way> wanted, Predicate<ConnectorId> meant, Circumstances circumstances) {
        if (wanted.stream().anyMatch(way -> !canBeLinked(realm, way.connector(), way.subject()))) {
            return new LinkOutcome.Unknown();
        }
        List<Way> linked = new ArrayList<>();
        List<Way> gone = new ArrayList<>();
        LinkOutcome outcome;
        try {
            outcome = RetriedTransaction.of(() -> {
                linked.clear();
                gone.clear();
                users.lock(user.value());
                UserEntity row = users.byId(realm.name(), user.value())
                        .filter(found -> merges.find(realm.name(), found.id).isEmpty())
                        .orElseThrow(() -> new Undone(new LinkOutcome.Unknown()));
                for (Way way : wanted) {
                    if (require(link(realm, row, way.connector(), way.subject(), Optional.empty()))) {
                        linked.add(way);
                    }
                }
                for (UpstreamIdentityEntity one : repository.of(realm.name(), row.id)) {
                    Way way = new Way(new ConnectorId(one.connector), one.subject);
                    if (meant.test(way.connector()) && !wanted.contains(way)) {
                        require(unlink(realm, row, one, circumstances));
                        gone.add(way);
                    }
                }
                users.forgetRead();
                return new LinkOutcome.Done(
                        users.read(realm.name(), user.value()).orElseThrow());
            });
        } catch (Undone undone) {
            return undone.outcome;
        }
        linked.forEach(way -> told(realm, outcome, circumstances.by(way.connector()), "identity-linked"));
        gone.forEach(way -> told(realm, outcome, circumstances.by(way.connector()), "identity-unlinked"));
        return outcome;
    }

    /** Whether it was done now, and not before. */
    private static boolean require(LinkOutcome outcome) {
        return switch (outcome) {
            case LinkOutcome.Done done -> true;
            case LinkOutcome.AlreadyTheirs theirs -> false;
            default -> throw new Undone(outcome);
        };
    }

    /**
     * A user for somebody who has not come yet: roles can be given before the first login. The connector's word replaces what is
     * said of the profile here when they come.
     */
    public LinkOutcome expect(
            Realm realm, ConnectorId connector, String subject, String username, Circumstances circumstances) {
        if (!canBeLinked(realm, connector, subject)) {
            return new LinkOutcome.Unknown();
        }
        LinkOutcome outcome = RetriedTransaction.of(() -> {
            Optional<UUID> owner = repository.owner(realm.name(), connector.value(), subject);
            if (owner.isPresent()) {
                return new LinkOutcome.OfAnother(
                        users.byId(realm.name(), owner.get()).orElseThrow().user());
            }
            UserEntity row = profiles.fresh(realm.name(), connector.value(), profiles.free(realm.name(), username));
            row.displayName = row.username;
            users.add(row);
            users.link(realm.name(), connector, subject, row.id, row.createdAt);
            row.comesBy(connector.value());
            changes.announce(realm.name().value(), Accounts.TOPIC, new UserId(row.id).hex());
            return new LinkOutcome.Done(row.user());
        });
        return told(realm, outcome, circumstances.by(connector), "expected");
    }

    /** Local users are found by their own id, and cut or mended a subject could be somebody else's. */
    private static boolean canBeLinked(Realm realm, ConnectorId connector, String subject) {
        return !subject.isBlank()
                && subject.length() <= LONGEST_SUBJECT
                && subject.equals(SafeText.lines(subject, LONGEST_SUBJECT))
                && Optional.ofNullable(realm.connectors().get(connector))
                        .filter(declared -> !declared.kind().equals(LocalCredentials.CONNECTOR_KIND))
                        .isPresent();
    }

    private LinkOutcome told(Realm realm, LinkOutcome outcome, Circumstances circumstances, String what) {
        if (outcome instanceof LinkOutcome.Done(User user)) {
            audit.record(new AuditEvent.UserChanged(realm.name(), circumstances.of(user.id()), what));
        }
        return outcome;
    }
}
