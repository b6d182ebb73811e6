package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Trip;
import io.vestibule.protocol.saml.upstream.SamlConnectorConfig.NameIdFormat;
import io.vestibule.protocol.saml.upstream.SamlConnectorConfig.ResponseBinding;
import io.vestibule.protocol.saml.xml.OpenSaml;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.core.AuthnContextClassRef;
import org.opensaml.saml.saml2.core.AuthnContextComparisonTypeEnumeration;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.NameIDPolicy;
import org.opensaml.saml.saml2.core.RequestedAuthnContext;
import org.opensaml.saml.saml2.core.RequesterID;
import org.opensaml.saml.saml2.core.Scoping;

/** What an identity provider is asked: SAML Core §3.4.1, SAML Profiles §4.1.4.1. */
final class AuthnRequests {
    private static final int MOST_REQUESTERS = 10;

    private final SamlConnectorConfig config;
    private final String ourselves;
    private final OpenSaml openSaml;

    AuthnRequests(SamlConnectorConfig config, String ourselves, OpenSaml openSaml) {
        this.config = config;
        this.ourselves = ourselves;
        this.openSaml = openSaml;
    }

    AuthnRequest request(String id, URI destination, Trip trip, List<String> classes, Instant now) {
        AuthnRequest request = openSaml.build(AuthnRequest.DEFAULT_ELEMENT_NAME, AuthnRequest.class);
        request.setID(id);
        request.setVersion(SAMLVersion.VERSION_20);
        request.setIssueInstant(now);
        request.setDestination(destination.toString());
        request.setAssertionConsumerServiceURL(trip.callback().toString());
        request.setProtocolBinding(
                config.responseBinding() == ResponseBinding.ARTIFACT
                        ? SAMLConstants.SAML2_ARTIFACT_BINDING_URI
                        : SAMLConstants.SAML2_POST_BINDING_URI);
        // SAML has no word for an age: who must not have signed in too long ago is asked to sign in again.
        if ((trip.fresh() || trip.maxAge().isPresent()) && config.forwardForceAuthn()) {
            request.setForceAuthn(true);
        }
        if (trip.passive()) {
            request.setIsPassive(true);
        }
        request.setIssuer(issuer());
        request.setNameIDPolicy(nameIdPolicy());
        if (!classes.isEmpty()) {
            request.setRequestedAuthnContext(context(classes));
        }
        if (config.forwardRequesterId()) {
            scope(request, trip);
        }
        return request;
    }

    /** For a program to carry, which knows where to (SAML Profiles §4.2.4.1). */
    AuthnRequest carried(String id, Trip trip, List<String> classes, Instant now) {
        AuthnRequest request = request(id, trip.callback(), trip, classes, now);
        request.setDestination(null);
        request.setProtocolBinding(SAMLConstants.SAML2_PAOS_BINDING_URI);
        return request;
    }

    Issuer issuer() {
        Issuer issuer = openSaml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue(ourselves);
        return issuer;
    }

    private NameIDPolicy nameIdPolicy() {
        NameIDPolicy policy = openSaml.build(NameIDPolicy.DEFAULT_ELEMENT_NAME, NameIDPolicy.class);
        if (config.nameIdFormat() != NameIdFormat.UNSPECIFIED) {
            policy.setFormat(config.nameIdFormat().uri());
        }
        policy.setAllowCreate(true);
        return policy;
    }

    private RequestedAuthnContext context(List<String> classes) {
        RequestedAuthnContext context =
                openSaml.build(RequestedAuthnContext.DEFAULT_ELEMENT_NAME, RequestedAuthnContext.class);
        context.setComparison(
                switch (config.acrComparison()) {
                    case EXACT -> AuthnContextComparisonTypeEnumeration.EXACT;
                    case MINIMUM -> AuthnContextComparisonTypeEnumeration.MINIMUM;
                    case BETTER -> AuthnContextComparisonTypeEnumeration.BETTER;
                    case MAXIMUM -> AuthnContextComparisonTypeEnumeration.MAXIMUM;
                });
        for (String uri : classes) {
            AuthnContextClassRef ref =
                    openSaml.build(AuthnContextClassRef.DEFAULT_ELEMENT_NAME, AuthnContextClassRef.class);
            ref.setURI(uri);
            context.getAuthnContextClassRefs().add(ref);
        }
        return context;
    }

    /** SAML Core §3.4.1.2 and §3.4.1.5.1: on whose behalf, and how many more may pass it on. */
    private void scope(AuthnRequest request, Trip trip) {
        List<String> requesters = trip.requesters().stream()
                .filter(name -> name.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)))
                .limit(MOST_REQUESTERS)
                .toList();
        if (requesters.isEmpty() && trip.proxyCount().isEmpty()) {
            return;
        }
        Scoping scoping = openSaml.build(Scoping.DEFAULT_ELEMENT_NAME, Scoping.class);
        trip.proxyCount().filter(count -> count >= 0).ifPresent(scoping::setProxyCount);
        for (String name : requesters) {
            RequesterID requester = openSaml.build(RequesterID.DEFAULT_ELEMENT_NAME, RequesterID.class);
            requester.setURI(name);
            scoping.getRequesterIDs().add(requester);
        }
        request.setScoping(scoping);
    }
}
