package io.vestibule.directory;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What lets a user in, and since when. */
@ApplicationScoped
class WaysIn {
    private static final Duration BELIEVED = Duration.ofDays(30);

    private final IdentityRepository identities;
    private final LocalCredentialRepository credentials;
    private final TotpSecretRepository authenticators;
    private final Instance<FurtherKeys> further;

    WaysIn(
            IdentityRepository identities,
            LocalCredentialRepository credentials,
            TotpSecretRepository authenticators,
            @Any Instance<FurtherKeys> further) {
        this.identities = identities;
        this.credentials = credentials;
        this.authenticators = authenticators;
        this.further = further;
    }

    /** Whether anything that works in this realm today would be left without {@code identity}. */
    boolean remainWithout(Realm realm, UUID user, UpstreamIdentityEntity identity) {
        boolean another = identities.of(realm.name(), user).stream()
                .filter(one -> !(one.connector.equals(identity.connector) && one.subject.equals(identity.subject)))
                .anyMatch(one -> realm.connector(new ConnectorId(one.connector)).isPresent());
        return another || password(realm, user).isPresent() || usedKeys(realm, user) > 0;
    }

    /** Whether anything works in this realm today. */
    boolean any(Realm realm, UUID user) {
        return password(realm, user).isPresent()
                || usedKeys(realm, user) > 0
                || identities.of(realm.name(), user).stream()
                        .anyMatch(one ->
                                realm.connector(new ConnectorId(one.connector)).isPresent());
    }

    /** Whether anything that works in this realm today would be left without one of the user's further keys. */
    boolean remainWithoutAKey(Realm realm, UUID user) {
        return usedKeys(realm, user) != 1 // none: it opens nothing, and takes nothing with it
                || password(realm, user).isPresent()
                || identities.of(realm.name(), user).stream()
                        .anyMatch(one ->
                                realm.connector(new ConnectorId(one.connector)).isPresent());
    }

    /** Whether somebody whom this connector knows comes in as this user. */
    boolean comesBy(Realm realm, UserEntity row, ConnectorId connector) {
        return identities.of(realm.name(), row.id).stream().anyMatch(one -> one.connector.equals(connector.value()));
    }

    /**
     * Whether something lets people in that was there before the address was known to be the user's: whoever took somebody
     * else's address first could still come in by it (account pre-hijacking). What the authority for the address vouches for is
     * its owner's, whenever it came.
     */
    boolean anyFromBefore(Realm realm, UserEntity row, String address) {
        Instant since = row.emailVerifiedAt;
        if (since == null) {
            return true;
        }
        Stream<Instant> unproven = identities.of(realm.name(), row.id).stream()
                .filter(one -> !vouches(realm, one.connector, address))
                .filter(one -> !one.connector.equals(row.emailVerifiedBy)) // it proved the address itself
                .map(one -> one.firstSeenAt);
        return Stream.concat(unproven, own(realm.name(), row.id)).anyMatch(since::isAfter);
    }

    /** What they could show here, and since when: whether or not a door is open for it today, it may be tomorrow. */
    private Stream<Instant> own(RealmName realm, UUID user) {
        return Stream.of(
                        credentials.present(user).map(LocalCredentialRepository.Present::knownSince).stream(),
                        keys(realm, user).stream(),
                        authenticators.of(realm, new UserId(user)).stream().map(seed -> seed.createdAt))
                .flatMap(since -> since);
    }

    /**
     * Whether a verified address of this user was verified by somebody whom the realm believes it of, and lately: whoever gives
     * addresses out gives one to another when its owner has left, and only that owner's logins tell that they have not.
     */
    boolean isBelieved(Realm realm, UserEntity row, String address, Instant now) {
        String by = row.emailVerifiedBy;
        if (!row.emailVerified || by == null) {
            return false;
        }
        Instant latest = now.minus(BELIEVED);
        return switch (by) {
            case Origin.REALM_FILE -> true; // says so today
            case Origin.MAIL -> row.emailVerifiedAt != null && row.emailVerifiedAt.isAfter(latest);
            default ->
                vouches(realm, by, address)
                        && identities.of(realm.name(), row.id).stream()
                                .anyMatch(one -> one.connector.equals(by) && one.lastLoginAt.isAfter(latest));
        };
    }

    private static boolean vouches(Realm realm, String connector, String address) {
        return ConnectorId.isValid(connector)
                && realm.connector(new ConnectorId(connector))
                        .map(declared -> declared.linking())
                        .filter(policy -> policy.vouchesFor(address))
                        .isPresent();
    }

    /** Whether anybody comes in with a password of ours. */
    static boolean usesPasswords(Realm realm) {
        return realm.connectors().values().stream()
                .anyMatch(one -> one.enabled() && one.kind().equals(LocalCredentials.CONNECTOR_KIND));
    }

    private Optional<Instant> password(Realm realm, UUID user) {
        return usesPasswords(realm)
                ? credentials.present(user).map(LocalCredentialRepository.Present::knownSince)
                : Optional.empty();
    }

    private long usedKeys(Realm realm, UUID user) {
        return further.stream()
                .filter(some -> some.areUsed(realm))
                .mapToLong(some ->
                        some.openingSince(realm.name(), new UserId(user)).size())
                .sum();
    }

    private List<Instant> keys(RealmName realm, UUID user) {
        return further.stream()
                .flatMap(some -> some.openingSince(realm, new UserId(user)).stream())
                .toList();
    }
}
