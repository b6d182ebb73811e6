package io.vestibule.mapping;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An upstream as the Identity API knows it.
 *
 * @param domain of the users that it brings
 * @param remoteIds what the upstream may call itself: an issuer, an entity id; any when there are none
 * @param authorizationTtl minutes after a login until which its tokens hold; without end when there are none
 * @param connector through which its people come
 * @param grantsKeptFor minutes after the last login that gave them for which groups and roles stay that rules no longer give;
 *     not at all when there are none
 * @param owner the domain whose administrators look after it; none when those of the realm do
 */
public record IdentityProvider(
        RealmName realm,
        String id,
        DomainId domain,
        boolean enabled,
        Optional<String> description,
        List<String> remoteIds,
        Optional<Long> authorizationTtl,
        Optional<ConnectorId> connector,
        Optional<DomainId> owner,
        Optional<Long> grantsKeptFor) {
    /** Ten years, in minutes; more does not fit into every sum with a moment. */
    public static final long LONGEST_KEPT = 5_256_000;

    public IdentityProvider {
        remoteIds = remoteIds.stream().sorted().toList();
        grantsKeptFor = grantsKeptFor.map(minutes -> Math.min(minutes, LONGEST_KEPT));
    }

    /** One whose rules take back at once. */
    public IdentityProvider(
            RealmName realm,
            String id,
            DomainId domain,
            boolean enabled,
            Optional<String> description,
            List<String> remoteIds,
            Optional<Long> authorizationTtl,
            Optional<ConnectorId> connector,
            Optional<DomainId> owner) {
        this(realm, id, domain, enabled, description, remoteIds, authorizationTtl, connector, owner, Optional.empty());
    }

    /** How long what rules no longer give stays; zero when it goes at once. */
    public Duration keepsGrants() {
        return Duration.ofMinutes(grantsKeptFor.orElse(0L));
    }

    /** Under which name what its rules gave is remembered, to be taken back; no connector can be called so. */
    public String source() {
        return "@rules/" + id;
    }

    /** Whether it is the upstream that vouched, called {@code by}: one provider's word is not another's behind one connector. */
    public boolean isVouchedForBy(Optional<String> by) {
        return remoteIds.isEmpty() || names(by);
    }

    boolean names(Optional<String> by) {
        return by.filter(remoteIds::contains).isPresent();
    }

    public IdentityProvider withEnabled(boolean other) {
        return new IdentityProvider(
                realm, id, domain, other, description, remoteIds, authorizationTtl, connector, owner, grantsKeptFor);
    }

    public IdentityProvider withDescription(Optional<String> other) {
        return new IdentityProvider(
                realm, id, domain, enabled, other, remoteIds, authorizationTtl, connector, owner, grantsKeptFor);
    }

    public IdentityProvider withRemoteIds(List<String> other) {
        return new IdentityProvider(
                realm, id, domain, enabled, description, other, authorizationTtl, connector, owner, grantsKeptFor);
    }

    public IdentityProvider withAuthorizationTtl(Optional<Long> other) {
        return new IdentityProvider(
                realm, id, domain, enabled, description, remoteIds, other, connector, owner, grantsKeptFor);
    }

    public IdentityProvider withConnector(Optional<ConnectorId> other) {
        return new IdentityProvider(
                realm, id, domain, enabled, description, remoteIds, authorizationTtl, other, owner, grantsKeptFor);
    }

    public IdentityProvider withGrantsKeptFor(Optional<Long> other) {
        return new IdentityProvider(
                realm, id, domain, enabled, description, remoteIds, authorizationTtl, connector, owner, other);
    }
}
