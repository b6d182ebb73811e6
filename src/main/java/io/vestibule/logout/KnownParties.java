package io.vestibule.logout;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.relyingparty.ProofIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** What people call those who take part in sessions, and who tells them. */
@ApplicationScoped
class KnownParties {
    private final Instance<ProofIssuer> issuers;
    private final UpstreamParty upstream;
    private final Realms realms;

    KnownParties(@Any Instance<ProofIssuer> issuers, UpstreamParty upstream, Realms realms) {
        this.issuers = issuers;
        this.upstream = upstream;
        this.realms = realms;
    }

    /** Who tells the relying parties of that protocol, or upstreams. */
    Optional<LogoutParticipant> participant(String protocol) {
        if (protocol.equals(LogoutReport.UPSTREAM)) {
            return Optional.of(upstream);
        }
        return issuer(protocol).flatMap(ProofIssuer::logoutParticipant);
    }

    String name(RealmName realm, String protocol, RelyingPartyId id) {
        if (protocol.equals(LogoutReport.UPSTREAM)) {
            return realms.find(realm)
                    .flatMap(found -> found.connector(new ConnectorId(id.value())))
                    .map(ConnectorDeclaration::displayName)
                    .orElse(id.value());
        }
        return realms.find(realm)
                .flatMap(found -> issuer(protocol).flatMap(issuer -> issuer.relyingParty(found, id)))
                .map(RelyingParty::displayName)
                .orElse(id.value());
    }

    /** Whether people know it at all; the pages of this server take part in sessions, too. */
    boolean isShown(RealmName realm, String protocol, RelyingPartyId id) {
        return participant(protocol).isPresent()
                || realms.find(realm).flatMap(found -> found.relyingParty(id)).isPresent();
    }

    private Optional<ProofIssuer> issuer(String protocol) {
        return issuers.stream()
                .filter(issuer -> issuer.protocol().equals(protocol))
                .findFirst();
    }
}
