package io.vestibule.mapping;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which rules hold for whoever comes through a connector, or by a protocol of an identity provider. */
@ApplicationScoped
public class FederatedRules {
    private final IdentityProviders providers;
    private final FederationProtocols protocols;
    private final Mappings mappings;

    FederatedRules(IdentityProviders providers, FederationProtocols protocols, Mappings mappings) {
        this.providers = providers;
        this.protocols = protocols;
        this.mappings = mappings;
    }

    /** How rules stand towards a login. */
    public sealed interface Standing {
        /**
         * Nobody wrote rules: the login stays as it is without them.
         *
         * @param idp the provider that is bound and has no protocol now; what its rules gave before is to be taken back
         */
        record Unruled(Optional<IdentityProvider> idp) implements Standing {}

        /**
         * Nobody comes in this way; {@code reason} is a stable word for the audit log: {@code identity-provider-disabled},
         * {@code remote-id-unknown}, {@code rules-missing}, {@code rules-of-another}.
         */
        record Closed(IdentityProvider idp, String reason) implements Standing {}
    }

    /**
     * Rules and what they are bound to.
     *
     * @param limit the domain whose administrators may write the rules: they give nothing outside of it; none when the
     *     operator wrote them
     */
    public record Bound(IdentityProvider idp, FederationProtocol protocol, Rules rules, Optional<DomainId> limit)
            implements Standing {}

    /**
     * For whoever comes through {@code connector}. Of several providers on it those count that whoever vouched may be: first
     * the one that names them, then the realm's before a domain's, then the one called as the connector is, then by id.
     *
     * @param by what the nearest of those who vouched calls itself: an issuer, an entity id
     */
    public Standing forConnector(Realm realm, ConnectorId connector, Optional<String> by) {
        List<IdentityProvider> bound = providers.all(realm.name()).stream()
                .filter(idp -> idp.connector().equals(Optional.of(connector)))
                .sorted(Comparator.comparing((IdentityProvider idp) -> !idp.names(by))
                        .thenComparing(idp -> idp.owner().isPresent())
                        .thenComparing(idp -> !idp.id().equals(connector.value()))
                        .thenComparing(IdentityProvider::id))
                .toList();
        if (bound.isEmpty()) {
            return new Standing.Unruled(Optional.empty());
        }
        return bound.stream()
                .filter(idp -> idp.isVouchedForBy(by))
                .findFirst()
                .map(idp -> ofProvider(realm, idp, connector))
                .orElseGet(() -> new Standing.Closed(bound.getFirst(), "remote-id-unknown"));
    }

    private Standing ofProvider(Realm realm, IdentityProvider idp, ConnectorId connector) {
        return protocol(realm, idp, connector)
                .map(protocol -> standing(realm.name(), idp, protocol))
                .orElseGet(() -> withoutProtocol(idp));
    }

    /** A domain says who comes under its rules, not that somebody comes under none. */
    private static Standing withoutProtocol(IdentityProvider idp) {
        if (!idp.enabled()) {
            return disabled(idp);
        }
        return idp.owner().isPresent()
                ? new Standing.Closed(idp, "rules-missing")
                : new Standing.Unruled(Optional.of(idp));
    }

    /** For whoever comes by this protocol of this provider; none when there is no such thing. */
    public Optional<Standing> of(RealmName realm, String identityProvider, String protocol) {
        return providers
                .find(realm, identityProvider)
                .flatMap(idp ->
                        protocols.find(realm, identityProvider, protocol).map(found -> standing(realm, idp, found)));
    }

    private Standing standing(RealmName realm, IdentityProvider idp, FederationProtocol protocol) {
        if (!idp.enabled()) {
            return disabled(idp);
        }
        Optional<RuleSet> found = mappings.find(realm, protocol.mapping());
        if (found.isEmpty()) {
            return new Standing.Closed(idp, "rules-missing"); // a deleted mapping opens no door
        }
        Optional<DomainId> writer = found.get().owner();
        if (idp.owner().isPresent()
                && writer.filter(domain -> !domain.equals(idp.owner().get())).isPresent()) {
            return new Standing.Closed(idp, "rules-of-another"); // made anew under the name, with the first one's reach
        }
        return new Bound(idp, protocol, found.get().rules(), idp.owner().or(() -> writer));
    }

    private static Standing disabled(IdentityProvider idp) {
        return new Standing.Closed(idp, "identity-provider-disabled");
    }

    /** What Keystone calls that which a connector speaks. */
    public static String protocolOf(Realm realm, ConnectorId connector) {
        return protocolOf(
                realm.connector(connector).map(ConnectorDeclaration::kind).orElse(""));
    }

    /** What Keystone calls that which connectors of this declared kind speak. */
    public static String protocolOf(String connectorKind) {
        return switch (connectorKind) {
            case "oidc" -> "openid";
            case "saml" -> "saml2";
            default -> "mapped";
        };
    }

    /** The one that is called as what the connector speaks, or the first there is. */
    private Optional<FederationProtocol> protocol(Realm realm, IdentityProvider idp, ConnectorId connector) {
        List<FederationProtocol> all = protocols.of(realm.name(), idp.id());
        return all.stream()
                .filter(protocol -> protocol.id().equals(protocolOf(realm, connector)))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }
}
