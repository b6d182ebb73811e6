package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes what is known about a person into a user's row: names kept apart, groups kept by who gave them. */
@ApplicationScoped
class Profiles {
    static final String EMAIL_WITHHELD = "email-withheld";
    private static final int LONGEST_WISH = 200; // leaves room for what keeps it apart
    private static final int NUMBERED = 50;
    private static final int LONGEST_EMAIL = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");

    private final UserRepository users;
    private final MembershipRepository memberships;
    private final SecureRandom random;
    private final Clock clock;

    Profiles(UserRepository users, MembershipRepository memberships, SecureRandom random, Clock clock) {
        this.users = users;
        this.memberships = memberships;
        this.random = random;
        this.clock = clock;
    }

    /** A row for somebody new, called {@code username} exactly; not yet in the database. */
    UserEntity fresh(RealmName realm, String origin, String username) {
        return fresh(realm, origin, Domain.DEFAULT, username, username);
    }

    /** As {@link #fresh(RealmName, String, String)}, with another {@code name} within a domain. */
    UserEntity fresh(RealmName realm, String origin, DomainId domain, String name, String username) {
        UserEntity row = new UserEntity();
        row.id = UUID.randomUUID();
        row.realm = realm.value();
        row.origin = origin;
        row.domainId = domain.value();
        row.name = name;
        row.nameKey = SafeText.key(name);
        row.username = username;
        row.usernameKey = SafeText.key(username);
        row.claims = "{}";
        row.options = "{}";
        row.extra = "{}";
        row.enabled = true;
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return row;
    }

    /** A row for somebody whom a connector brings into that domain, called as it wishes where nobody is called so there. */
    UserEntity newcomer(RealmName realm, String connector, Optional<Domain> into, String wish) {
        Optional<Domain> own = into.filter(domain -> !domain.id().equals(Domain.DEFAULT));
        if (own.isEmpty()) {
            return fresh(realm, connector, free(realm, wish));
        }
        Domain domain = own.get();
        String stem = SafeText.name(wish, LONGEST_WISH);
        String name = Stream.concat(
                        Stream.of(stem), IntStream.rangeClosed(2, NUMBERED).mapToObj(n -> stem + "-" + n))
                .filter(one ->
                        users.byName(realm, domain.id(), SafeText.key(one)).isEmpty())
                .findFirst()
                .orElseGet(() -> stem + "-" + Long.toString(random.nextLong() >>> 16, Character.MAX_RADIX));
        return fresh(realm, connector, domain.id(), name, free(realm, domain.qualified(name)));
    }

    /** @param wish for the user name, unless it is that but for the case of its letters */
    void rename(UserEntity row, String name, String wish) {
        row.name = name;
        row.nameKey = SafeText.key(name);
        if (!SafeText.key(wish).equals(row.usernameKey)) {
            row.username = free(new RealmName(row.realm), wish);
            row.usernameKey = SafeText.key(row.username);
        }
    }

    /** A name nobody in the realm has: {@code ada}, {@code ada-2}, … Once given it stays. */
    String free(RealmName realm, String wish) {
        String stem = SafeText.name(wish, LONGEST_WISH);
        Map<String, String> byKey = new LinkedHashMap<>();
        byKey.put(SafeText.key(stem), stem);
        IntStream.rangeClosed(2, NUMBERED)
                .mapToObj(n -> stem + "-" + n)
                .forEach(name -> byKey.put(SafeText.key(name), name));
        byKey.keySet().removeAll(users.takenUsernames(realm, List.copyOf(byKey.keySet())));
        return byKey.values().stream()
                .findFirst()
                // So many of one name are an attack or a school; a search for the next number would serve the first.
                .orElseGet(() -> stem + "-" + Long.toString(random.nextLong() >>> 16, Character.MAX_RADIX));
    }

    /** Brings the row up to date; true when the person's address stays with another user. */
    boolean refresh(UserEntity row, MappedPerson person) {
        Optional<String> email = person.email().filter(address -> mayHave(row, address));
        String claims = ClaimsText.write(person.claims());
        // What its owner proved stays proven while the address stays: whoever brings it again need not know.
        boolean proven = Origin.MAIL.equals(row.emailVerifiedBy)
                && email.filter(address -> Mailbox.isSame(address, row.email)).isPresent();
        boolean verified = email.isPresent() && (person.emailVerified() || proven);
        if (!person.displayName().equals(row.displayName)
                || !Objects.equals(email.orElse(null), row.email)
                || verified != row.emailVerified
                || !claims.equals(row.claims)) {
            row.displayName = person.displayName();
            row.address(email, verified ? Optional.of(row.origin) : Optional.empty(), clock.instant());
            row.claims = claims;
            row.updatedAt = clock.instant();
        }
        return person.email().isPresent() && email.isEmpty();
    }

    /** The address of somebody whom an administrator described, when it is nobody else's; never verified. */
    void takeEmail(UserEntity row, Optional<String> wanted) {
        Optional<String> email = wanted.filter(ADDRESS.asMatchPredicate())
                .filter(address -> address.equals(SafeText.name(address, LONGEST_EMAIL)))
                .filter(address -> mayHave(row, address));
        boolean proven = Origin.MAIL.equals(row.emailVerifiedBy)
                && email.filter(address -> Mailbox.isSame(address, row.email)).isPresent();
        row.address(email, proven ? Optional.of(Origin.MAIL) : Optional.empty(), clock.instant());
    }

    /**
     * What a connector said before and says no longer is taken back; what others gave stays.
     *
     * @return all memberships of the user from now on
     */
    Set<GroupMembershipEntity> refreshGroups(UserEntity row, String connector, Set<String> groups) {
        Map<Boolean, Set<GroupMembershipEntity>> before = row.memberships.stream()
                .collect(Collectors.partitioningBy(
                        membership -> membership.source().equals(connector), Collectors.toSet()));
        Set<GroupMembershipEntity> said = groups.stream()
                .map(group -> new GroupMembershipEntity(group, connector, null))
                .collect(Collectors.toSet());
        if (!said.equals(before.get(true))) {
            memberships.replaceNames(row.id, connector, groups);
        }
        said.addAll(before.getOrDefault(false, Set.of()));
        return said;
    }

    /** The groups that {@code origin} puts somebody in, as above. */
    Set<GroupMembershipEntity> replaceGroups(UserEntity row, String origin, Collection<Group> groups) {
        memberships.replace(row.id, origin, groups);
        return Stream.concat(
                        row.memberships.stream()
                                .filter(membership -> !membership.source().equals(origin)),
                        groups.stream()
                                .map(group -> new GroupMembershipEntity(
                                        group.claim(), origin, group.id().value())))
                .collect(Collectors.toSet());
    }

    /** The address of another user is not a second user's: relying parties that join by e-mail would mix them up. */
    boolean mayHave(UserEntity row, String address) {
        String key = SafeText.key(address);
        return key.equals(row.emailKey) || !users.emailBelongsToAnother(new RealmName(row.realm), key, row.id);
    }
}
