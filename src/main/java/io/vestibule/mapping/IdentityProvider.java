package io.vestibule.mapping;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import java.util.List;
import java.util.Optional;

/**
 * An upstream as the Identity API knows it.
 *
 * @param domain of the users that it brings
 * @param remoteIds what the upstream may call itself: an issuer, an entity id; any when there are none
 * @param authorizationTtl minutes after a login until which its tokens hold; without end when there are none
 * @param connector through which its people come
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
        Optional<DomainId> owner) {
    public IdentityProvider {
        remoteIds = remoteIds.stream().sorted().toList();
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
                realm, id, domain, other, description, remoteIds, authorizationTtl, connector, owner);
    }

    public IdentityProvider withDescription(Optional<String> other) {
        return new IdentityProvider(realm, id, domain, enabled, other, remoteIds, authorizationTtl, connector, owner);
    }

    public IdentityProvider withRemoteIds(List<String> other) {
        return new IdentityProvider(realm, id, domain, enabled, description, other, authorizationTtl, connector, owner);
    }

    public IdentityProvider withAuthorizationTtl(Optional<Long> other) {
        return new IdentityProvider(realm, id, domain, enabled, description, remoteIds, other, connector, owner);
    }

    public IdentityProvider withConnector(Optional<ConnectorId> other) {
        return new IdentityProvider(realm, id, domain, enabled, description, remoteIds, authorizationTtl, other, owner);
    }
}
