package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes what is known about a person into a user's row: names kept apart, groups kept by who gave them. */
@ApplicationScoped
class Profiles {
    static final String EMAIL_WITHHELD = "email-withheld";
    private static final int LONGEST_WISH = 200; // leaves room for what keeps it apart
    private static final int NUMBERED = 50;

    private final UserRepository users;
    private final SecureRandom random;
    private final Clock clock;

    Profiles(UserRepository users, SecureRandom random, Clock clock) {
        this.users = users;
        this.random = random;
        this.clock = clock;
    }

    /** A row for somebody new, called {@code username} exactly; not yet in the database. */
    UserEntity fresh(RealmName realm, String origin, String username) {
        UserEntity row = new UserEntity();
        row.id = UUID.randomUUID();
        row.realm = realm.value();
        row.origin = origin;
        row.username = username;
        row.usernameKey = SafeText.key(username);
        row.enabled = true;
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return row;
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
        boolean verified = email.isPresent() && person.emailVerified();
        if (!person.displayName().equals(row.displayName)
                || !Objects.equals(email.orElse(null), row.email)
                || verified != row.emailVerified
                || !claims.equals(row.claims)) {
            row.displayName = person.displayName();
            row.email = email.orElse(null);
            row.emailKey = email.map(SafeText::key).orElse(null);
            row.emailVerified = verified;
            row.claims = claims;
            row.updatedAt = clock.instant();
        }
        return person.email().isPresent() && email.isEmpty();
    }

    /**
     * What {@code source} gave before and gives no longer is taken back; what others gave stays.
     *
     * @return all groups of the user from now on
     */
    Set<String> refreshGroups(UserEntity row, String source, Set<String> groups) {
        Map<Boolean, Set<String>> before = row.memberships.stream()
                .collect(Collectors.partitioningBy(
                        membership -> membership.source().equals(source),
                        Collectors.mapping(GroupMembershipEntity::group, Collectors.toSet())));
        if (!groups.equals(before.get(true))) {
            users.replaceGroups(row.id, source, groups);
        }
        Set<String> all = new TreeSet<>(groups);
        all.addAll(before.getOrDefault(false, Set.of()));
        return all;
    }

    /** The address of another user is not a second user's: relying parties that join by e-mail would mix them up. */
    private boolean mayHave(UserEntity row, String address) {
        String key = SafeText.key(address);
        return key.equals(row.emailKey) || !users.emailBelongsToAnother(new RealmName(row.realm), key, row.id);
    }
}
