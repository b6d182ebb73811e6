package io.vestibule.protocol.saml.downstream;

import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.relyingparty.Scoping;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.opensaml.saml.saml2.core.IDPEntry;
import org.opensaml.saml.saml2.core.RequesterID;

/** Which identity providers may vouch, and how far the request may travel (SAML Core §3.4.1.2). */
@ApplicationScoped
class AskedScoping {
    private static final int MOST = 50;

    private final Connectors connectors;
    private final SamlUrls urls;

    AskedScoping(Connectors connectors, SamlUrls urls) {
        this.connectors = connectors;
        this.urls = urls;
    }

    /** In neutral words; only for a request that is not broken. */
    Scoping of(Asked asked) {
        org.opensaml.saml.saml2.core.Scoping scoping = asked.message().getScoping();
        if (scoping == null) {
            return Scoping.any();
        }
        List<String> listed = listed(asked);
        List<String> reachable = listed.stream()
                .filter(authority -> redirects(asked).anyMatch(connector -> connector.reaches(authority)))
                .toList();
        boolean onlyUs = !listed.isEmpty() && reachable.isEmpty();
        Optional<Integer> count = onlyUs ? Optional.of(0) : Optional.ofNullable(scoping.getProxyCount());
        List<String> requesters = scoping.getRequesterIDs().stream()
                .map(RequesterID::getURI)
                .filter(Objects::nonNull)
                .map(String::strip)
                .limit(MOST)
                .toList();
        return new Scoping(reachable, count, requesters);
    }

    Optional<Denied> broken(Asked asked) {
        org.opensaml.saml.saml2.core.Scoping scoping = asked.message().getScoping();
        if (scoping == null) {
            return Optional.empty();
        }
        List<String> listed = listed(asked);
        boolean us = listed.contains(urls.entityId(asked.party().realm()));
        boolean others = redirects(asked).anyMatch(connector -> listed.stream().anyMatch(connector::reaches));
        boolean local = open(asked).anyMatch(PasswordConnector.class::isInstance);
        Integer count = scoping.getProxyCount();
        boolean mayProxy = count == null || count > 0;
        if (!listed.isEmpty() && !us && !others) {
            return Optional.of(Denied.of(
                            SamlStatus.NO_SUPPORTED_IDP,
                            "idp-list",
                            "None of the identity providers listed is known here.")
                    .seen("a known identity provider", String.join(" ", listed)));
        }
        if (!listed.isEmpty() && us && !others && !local) {
            return Optional.of(Denied.of(
                    SamlStatus.NO_AVAILABLE_IDP, "idp-list", "This identity provider has nobody of its own to ask."));
        }
        boolean proxyNeeded = !local || !listed.isEmpty() && !us;
        return mayProxy || !proxyNeeded
                ? Optional.empty()
                : Optional.of(Denied.of(
                        SamlStatus.PROXY_COUNT_EXCEEDED,
                        "proxy-count",
                        "This identity provider would have to ask another one."));
    }

    private static List<String> listed(Asked asked) {
        org.opensaml.saml.saml2.core.Scoping scoping = asked.message().getScoping();
        return scoping == null || scoping.getIDPList() == null
                ? List.of()
                : scoping.getIDPList().getIDPEntrys().stream()
                        .map(IDPEntry::getProviderID)
                        .filter(Objects::nonNull)
                        .limit(MOST)
                        .toList();
    }

    private Stream<RedirectConnector> redirects(Asked asked) {
        return open(asked).filter(RedirectConnector.class::isInstance).map(RedirectConnector.class::cast);
    }

    private Stream<Connector> open(Asked asked) {
        ServiceProvider party = asked.party();
        return party.realm().connectorsFor(party.party()).stream()
                .flatMap(declaration -> connectors.find(party.realm().name(), declaration.id()).stream());
    }
}
