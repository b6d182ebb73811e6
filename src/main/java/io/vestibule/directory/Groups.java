package io.vestibule.directory;

import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.DeclaredId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The groups of a realm and who is in them. */
@ApplicationScoped
public class Groups {
    static final String TOPIC = "group";

    private final GroupRepository rows;
    private final DomainRepository domains;
    private final UserRepository users;
    private final MembershipRepository memberships;
    private final Changes changes;
    private final Clock clock;

    Groups(
            GroupRepository rows,
            DomainRepository domains,
            UserRepository users,
            MembershipRepository memberships,
            Changes changes,
            Clock clock) {
        this.rows = rows;
        this.domains = domains;
        this.users = users;
        this.memberships = memberships;
        this.changes = changes;
        this.clock = clock;
    }

    /** A group to be made; its id is drawn. */
    public record NewGroup(DomainId domain, String name, String description, Extra extra) {}

    public Optional<Group> find(RealmName realm, GroupId id) {
        return rows.read(realm, id);
    }

    /** In any case of its letters. */
    public Optional<Group> named(RealmName realm, DomainId domain, String name) {
        return rows.named(realm, domain, SafeText.key(name));
    }

    /** Those that have one of {@code ids}, and those of the domains that are called one of {@code names}, in any case. */
    public List<Group> those(
            RealmName realm, Collection<GroupId> ids, Collection<DomainId> domains, Collection<String> names) {
        return rows.those(
                realm,
                ids.stream().map(GroupId::value).toList(),
                domains.stream().map(DomainId::value).toList(),
                names.stream().map(SafeText::key).toList());
    }

    public List<Group> all(RealmName realm) {
        return rows.all(realm);
    }

    public List<Group> of(RealmName realm, DomainId domain) {
        return rows.of(realm, domain);
    }

    /** The groups that somebody is in, whoever put them there. */
    public List<Group> ofUser(RealmName realm, UserId user) {
        return rows.ofUser(realm, user);
    }

    public GroupOutcome create(RealmName realm, NewGroup wanted) {
        return create(realm, new GroupId(DrawnId.next()), wanted);
    }

    private GroupOutcome create(RealmName realm, GroupId id, NewGroup wanted) {
        return RetriedTransaction.of(() -> {
            Optional<Domain> domain = domains.read(realm, wanted.domain());
            if (domain.isEmpty()) {
                return new GroupOutcome.UnknownDomain();
            }
            String claim = domain.get().qualified(wanted.name());
            Group group =
                    new Group(realm, id, wanted.domain(), wanted.name(), claim, wanted.description(), wanted.extra());
            if (!rows.add(group, clock.instant())) {
                return new GroupOutcome.NameTaken(wanted.name(), wanted.domain());
            }
            changes.announce(realm.value(), TOPIC, id.value());
            return new GroupOutcome.Done(group);
        });
    }

    public GroupOutcome update(RealmName realm, GroupId id, UnaryOperator<Group> change) {
        return RetriedTransaction.of(() -> rows.row(realm, id)
                .map(row -> update(row, change.apply(row.group())))
                .orElseGet(GroupOutcome.Unknown::new));
    }

    private GroupOutcome update(GroupEntity row, Group wanted) {
        if (rows.isTaken(wanted.realm(), wanted.domain(), SafeText.key(wanted.name()), wanted.id())) {
            return new GroupOutcome.NameTaken(wanted.name(), wanted.domain());
        }
        boolean renamed = !row.name.equals(wanted.name());
        row.take(wanted);
        rows.flush();
        if (renamed) {
            memberships.rename(wanted);
        }
        changes.announce(row.realm, TOPIC, row.id);
        return new GroupOutcome.Done(wanted);
    }

    public GroupOutcome delete(RealmName realm, GroupId id) {
        return RetriedTransaction.of(() -> rows.row(realm, id)
                .<GroupOutcome>map(row -> {
                    Group before = row.group();
                    rows.delete(row);
                    changes.announce(realm.value(), TOPIC, id.value());
                    return new GroupOutcome.Done(before);
                })
                .orElseGet(GroupOutcome.Unknown::new));
    }

    /** Puts somebody in; nothing happens when they are in it already. */
    public void add(Group group, UserId user) {
        RetriedTransaction.of(() -> {
            boolean fresh = users.byId(group.realm(), user.value()).isPresent()
                    && memberships.add(user.value(), Origin.ADMINISTRATOR, group);
            if (fresh) {
                changes.announce(group.realm().value(), Accounts.TOPIC, user.hex());
            }
            return fresh;
        });
    }

    /** Takes somebody out, whoever put them in; false when they were not. */
    public boolean remove(Group group, UserId user) {
        return RetriedTransaction.of(() -> {
            boolean was = memberships.remove(user.value(), group);
            if (was) {
                changes.announce(group.realm().value(), Accounts.TOPIC, user.hex());
            }
            return was;
        });
    }

    /**
     * After this {@code source} puts somebody into {@code wanted} and no other groups; what others said stays. False when
     * nothing changed. In the caller's transaction if there is one.
     */
    public boolean become(RealmName realm, UserId user, String source, Collection<Group> wanted) {
        Set<String> ids = wanted.stream().map(group -> group.id().value()).collect(Collectors.toSet());
        return RetriedTransaction.joined(() -> {
            boolean changed = !memberships.ofSource(user.value(), source).equals(ids);
            if (changed) {
                memberships.replace(user.value(), source, wanted);
                changes.announce(realm.value(), Accounts.TOPIC, user.hex());
            }
            return changed;
        });
    }

    /** The groups into which {@code source} puts somebody. In the caller's transaction if there is one. */
    public List<Group> givenBy(RealmName realm, UserId user, String source) {
        return RetriedTransaction.joined(
                () -> those(realm, ids(memberships.ofSource(user.value(), source)), List.of(), List.of()));
    }

    private static List<GroupId> ids(Collection<String> ids) {
        return ids.stream().map(GroupId::new).toList();
    }

    /** Takes everybody out of the groups into which {@code source} put them. In the caller's transaction if there is one. */
    public void takeBack(RealmName realm, String source) {
        RetriedTransaction.joined(() -> {
            List<UUID> concerned = memberships.usersOf(realm, source);
            concerned.forEach(user -> {
                memberships.replace(user, source, List.of());
                changes.announce(realm.value(), Accounts.TOPIC, new UserId(user).hex());
            });
            return concerned.size();
        });
    }

    public boolean contains(Group group, UserId user) {
        return RetriedTransaction.of(() -> memberships.contains(user.value(), group));
    }

    public List<User> members(Group group) {
        return RetriedTransaction.of(() -> users.byIds(group.realm(), memberships.members(group)).stream()
                .map(UserEntity::user)
                .toList());
    }

    /**
     * The group that the realm's file declares under that name, whatever it is called now. One that somebody else called so is
     * not it: whoever may name groups would have what the file gives.
     */
    public Optional<Group> declared(RealmName realm, Domain domain, String name) {
        return rows.declared(realm, domain.id(), SafeText.key(name))
                .or(() -> rows.read(realm, declaredId(domain, name)) // an id that only the file gives
                        .filter(group -> group.domain().equals(domain.id())));
    }

    /** That group as the file has it: made when missing; nothing when the name is another group's. */
    public Optional<Group> declare(RealmName realm, Domain domain, String name, Optional<String> description) {
        Optional<Group> there = declared(realm, domain, name);
        if (there.isEmpty()) {
            NewGroup wanted = new NewGroup(domain.id(), name, description.orElse(""), Extra.none());
            create(realm, declaredId(domain, name), wanted); // or another node did
            there = declared(realm, domain, name);
        }
        there.ifPresent(group -> rows.declare(group, SafeText.key(name)));
        return there.map(group -> followed(group, name, description));
    }

    private Group followed(Group there, String name, Optional<String> description) {
        Group described = description.map(there::withDescription).orElse(there);
        boolean renamed = !SafeText.key(there.name()).equals(SafeText.key(name));
        if (renamed
                && update(there.realm(), there.id(), now -> now.withName(name).withDescription(described.description()))
                        instanceof GroupOutcome.Done(Group group)) {
            return group;
        }
        return described.equals(there)
                ? there
                : done(update(there.realm(), there.id(), now -> now.withDescription(described.description())));
    }

    private static GroupId declaredId(Domain domain, String name) {
        return new GroupId(DeclaredId.of("group", domain.name(), name));
    }

    private static Group done(GroupOutcome outcome) {
        if (outcome instanceof GroupOutcome.Done(Group group)) {
            return group;
        }
        throw new IllegalStateException("a declared group was changed by somebody else meanwhile: " + outcome);
    }
}
