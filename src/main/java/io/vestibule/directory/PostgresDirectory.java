package io.vestibule.directory;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.realm.Realms;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Directory in the database. */
@ApplicationScoped
class PostgresDirectory implements Directory {
    private static final Duration NOTE_LOGIN_EVERY = Duration.ofMinutes(1);
    private static final Resolution ELSEWHERE = new Resolution.Refused("user-of-another-domain");

    private final UserRepository users;
    private final Profiles profiles;
    private final Newcomers newcomers;
    private final RecentUsers recent;
    private final Activity activity;
    private final Changes changes;
    private final Realms realms;
    private final AuditLog audit;
    private final Clock clock;

    PostgresDirectory(
            UserRepository users,
            Profiles profiles,
            Newcomers newcomers,
            RecentUsers recent,
            Activity activity,
            Changes changes,
            Realms realms,
            AuditLog audit,
            Clock clock) {
        this.users = users;
        this.profiles = profiles;
        this.newcomers = newcomers;
        this.recent = recent;
        this.activity = activity;
        this.changes = changes;
        this.realms = realms;
        this.audit = audit;
        this.clock = clock;
    }

    /** A resolution, and what to tell the audit log once it is committed. */
    private record Resolved(Resolution resolution, List<String> news) {}

    @Override
    public Resolution resolve(RealmName realm, UpstreamIdentity identity, MappedPerson mapped) {
        return resolve(realm, identity, mapped, Strangers.LET_IN).orElseThrow();
    }

    @Override
    public Optional<Resolution> resolve(
            RealmName realm, UpstreamIdentity identity, MappedPerson mapped, Strangers strangers) {
        if (isOurOwn(realm, identity)) {
            return Optional.of(ownUser(realm, identity.subject(), mapped));
        }
        if (identity.subject().codePoints().anyMatch(PostgresDirectory::cannotBeKept)) {
            // Cut or mended it could be somebody else's.
            return Optional.of(new Resolution.Refused("unusable-subject"));
        }
        Optional<Resolved> resolved =
                RetriedTransaction.of(() -> users.byIdentity(realm, identity.connector(), identity.subject())
                        .map(seen -> Optional.of(known(seen, identity, mapped)))
                        .orElseGet(() -> stranger(realm, identity, mapped, strangers)));
        resolved.ifPresent(found -> tell(realm, identity, found));
        return resolved.map(Resolved::resolution);
    }

    private void tell(RealmName realm, UpstreamIdentity identity, Resolved resolved) {
        user(resolved.resolution())
                .ifPresent(user -> resolved.news()
                        .forEach(what -> audit.record(new AuditEvent.UserChanged(
                                realm,
                                Circumstances.from("").by(identity.connector()).of(user.id()),
                                what))));
    }

    private Optional<Resolved> stranger(
            RealmName realm, UpstreamIdentity identity, MappedPerson mapped, Strangers strangers) {
        if (strangers == Strangers.LEFT_OUT) {
            return Optional.empty();
        }
        Newcomers.Fate fate = realms.find(realm)
                .map(found -> newcomers.of(found, identity, mapped))
                .orElseGet(Newcomers.Fate.OfTheirOwn::new);
        return switch (fate) {
            case Newcomers.Fate.Joins(UserEntity row)
            when isElsewhere(row.user(), mapped) -> Optional.of(new Resolved(ELSEWHERE, List.of()));
            case Newcomers.Fate.Joins(UserEntity row) -> Optional.of(join(row, identity, mapped));
            case Newcomers.Fate.ToBeAsked asked when strangers == Strangers.ASKED -> Optional.empty();
            default -> Optional.of(provision(realm, identity, mapped));
        };
    }

    private Resolved join(UserEntity row, UpstreamIdentity identity, MappedPerson mapped) {
        RealmName realm = new RealmName(row.realm);
        users.link(realm, identity.connector(), identity.subject(), row.id, clock.instant());
        row.comesBy(identity.connector().value());
        Resolved known = users.byIdentity(realm, identity.connector(), identity.subject())
                .map(seen -> known(seen, identity, mapped))
                .orElseThrow();
        List<String> news = new ArrayList<>(known.news());
        if (known.resolution() instanceof Resolution.Known) {
            changes.announce(row.realm, Accounts.TOPIC, new UserId(row.id).hex());
            news.add("identity-linked-by-rule");
        }
        return new Resolved(known.resolution(), news);
    }

    @Override
    public List<User> voidedSince(Instant since) {
        return users.voidedSince(since);
    }

    @Override
    public Optional<User> find(RealmName realm, UserId id) {
        return recent.find(realm, id, () -> users.read(realm, id.value()));
    }

    @Override
    public Optional<User> remembered(RealmName realm, UserId id) {
        return recent.remembered(realm, id);
    }

    /**
     * Whether the identity is a user of this directory itself. The declared kind of the connector says so and not its name
     * or the subject's looks: every relying party knows users' ids, so any other upstream could claim one.
     */
    private boolean isOurOwn(RealmName realm, UpstreamIdentity identity) {
        return realms.find(realm)
                .flatMap(found -> found.connector(identity.connector()))
                .filter(declaration -> declaration.kind().equals(LocalCredentials.CONNECTOR_KIND))
                .isPresent();
    }

    static boolean cannotBeKept(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    /** A domain's rules rewrite nobody's profile who is not theirs, nor let them in. */
    static boolean isElsewhere(User user, MappedPerson mapped) {
        return !mapped.mayBeIn(user.domain());
    }

    private Resolution ownUser(RealmName realm, String subject, MappedPerson mapped) {
        Optional<User> user = UserId.parse(subject).flatMap(id -> users.read(realm, id.value()));
        if (user.isEmpty()) {
            return new Resolution.Refused("unknown-user");
        }
        if (isElsewhere(user.get(), mapped)) {
            return ELSEWHERE;
        }
        return user.get().enabled() ? new Resolution.Known(user.get()) : new Resolution.Refused("user-disabled");
    }

    private Resolved known(UserRepository.Seen seen, UpstreamIdentity identity, MappedPerson mapped) {
        UserEntity row = seen.user();
        if (isElsewhere(row.user(), mapped)) {
            return new Resolved(ELSEWHERE, List.of());
        }
        if (!row.user().enabled()) {
            return new Resolved(new Resolution.Refused("user-disabled"), List.of());
        }
        if (activity.idleTooLong(row)) {
            return new Resolved(new Resolution.Refused("idle-too-long"), List.of());
        }
        User before = row.user();
        activity.note(row);
        Instant now = clock.instant();
        if (seen.identity().lastLoginAt.plus(NOTE_LOGIN_EVERY).isBefore(now)) {
            seen.identity().lastLoginAt = now;
        }
        // A profile has one owner; an identity linked to it later lends groups but renames nobody.
        boolean hadEmail = row.email != null;
        boolean withheld = row.origin.equals(identity.connector().value()) && profiles.refresh(row, mapped);
        users.settle();
        Set<GroupMembershipEntity> groups =
                profiles.refreshGroups(row, identity.connector().value(), mapped.groups());
        User user = row.user(groups);
        if (!user.equals(before)) {
            changes.announce(row.realm, Accounts.TOPIC, user.id().hex());
        }
        return new Resolved(
                new Resolution.Known(user), withheld && hadEmail ? List.of(Profiles.EMAIL_WITHHELD) : List.of());
    }

    private Resolved provision(RealmName realm, UpstreamIdentity identity, MappedPerson mapped) {
        Optional<Domain> into = users.ofNewcomers(realm, mapped.domain());
        if (into.filter(domain -> !domain.enabled()).isPresent()) {
            return new Resolved(new Resolution.Refused("domain-disabled"), List.of());
        }
        String connector = identity.connector().value();
        UserEntity row = profiles.newcomer(realm, connector, into, mapped.username());
        boolean withheld = profiles.refresh(row, mapped);
        users.add(row);
        users.link(realm, identity.connector(), identity.subject(), row.id, row.createdAt);
        row.comesBy(connector);
        Set<GroupMembershipEntity> groups = profiles.refreshGroups(row, connector, mapped.groups());
        return new Resolved(
                new Resolution.Provisioned(row.user(groups)),
                withheld ? List.of("provisioned", Profiles.EMAIL_WITHHELD) : List.of("provisioned"));
    }

    private static Optional<User> user(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Known known -> Optional.of(known.user());
            case Resolution.Provisioned provisioned -> Optional.of(provisioned.user());
            case Resolution.Refused refused -> Optional.empty();
        };
    }
}
