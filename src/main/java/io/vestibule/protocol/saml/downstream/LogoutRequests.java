package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.OpenSaml;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.SessionIndex;

/** What a service provider is asked when a session is over (SAML Core §3.7.1), not signed yet. */
@ApplicationScoped
class LogoutRequests {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final OpenSaml xml;
    private final SamlUrls urls;
    private final PairwiseIds pairwise;
    private final Clock clock;

    LogoutRequests(OpenSaml xml, SamlUrls urls, PairwiseIds pairwise, Clock clock) {
        this.xml = xml;
        this.urls = urls;
        this.pairwise = pairwise;
        this.clock = clock;
    }

    LogoutRequest of(LogoutOfPartner ending, String id, URI destination) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        LogoutRequest request = xml.build(LogoutRequest.DEFAULT_ELEMENT_NAME, LogoutRequest.class);
        request.setID(id);
        request.setVersion(SAMLVersion.VERSION_20);
        request.setIssueInstant(now);
        request.setNotOnOrAfter(now.plus(PATIENCE));
        request.setDestination(destination.toString());
        Issuer issuer = xml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue(urls.entityId(ending.party().realm()));
        request.setIssuer(issuer);
        request.setNameID(nameId(ending));
        SessionIndex index = xml.build(SessionIndex.DEFAULT_ELEMENT_NAME, SessionIndex.class);
        index.setValue(pairwise.of(ending.party(), ending.session().id()));
        request.getSessionIndexes().add(index);
        return request;
    }

    /** As the assertion said it: the other side compares every part (SAML Core §3.7.3.1). */
    private NameID nameId(LogoutOfPartner ending) {
        return Assertions.nameId(xml, urls, ending.party(), ending.name());
    }
}
