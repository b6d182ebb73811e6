package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Step;
import io.vestibule.connector.Trip;
import io.vestibule.protocol.saml.metadata.Endpoint;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.metadata.IdentityProviderRole;
import io.vestibule.protocol.saml.upstream.SamlConnectorConfig.RequestBinding;
import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.RedirectBinding;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.records.RandomTokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.core.AuthnRequest;

/** Sends a browser with a signed request: always signed, whether or not the identity provider insists. */
final class Sending {
    private final SamlConnectorConfig config;
    private final Function<List<String>, RequestedClasses> classes;
    private final AuthnRequests requests;
    private final OpenSaml openSaml;
    private final Signatures signatures;
    private final OwnKeys keys;
    private final RandomTokens tokens;

    Sending(
            SamlConnectorConfig config,
            Function<List<String>, RequestedClasses> classes,
            AuthnRequests requests,
            OpenSaml openSaml,
            Signatures signatures,
            OwnKeys keys,
            RandomTokens tokens) {
        this.config = config;
        this.classes = classes;
        this.requests = requests;
        this.openSaml = openSaml;
        this.signatures = signatures;
        this.keys = keys;
        this.tokens = tokens;
    }

    /** A request on its way, and what its answer will call it. */
    record Sent(String id, BrowserReply reply) {}

    Step<Sent> request(EntityMetadata provider, Trip trip, Instant now) {
        Optional<Endpoint> endpoint = provider.identityProvider()
                .map(IdentityProviderRole::singleSignOn)
                .flatMap(this::endpoint);
        if (endpoint.isEmpty()) {
            return Step.unreachable(provider.entityId() + " signs nobody on by Redirect or POST");
        }
        String id = "_" + tokens.next(); // an NCName begins with no digit
        AuthnRequest request = requests.request(
                id,
                endpoint.get().location(),
                trip,
                classes.apply(trip.acrValues()).classes(),
                now);
        return Step.done(new Sent(id, reply(endpoint.get(), request, trip.hop())));
    }

    private BrowserReply reply(Endpoint endpoint, AuthnRequest request, String hop) {
        if (endpoint.binding().equals(SAMLConstants.SAML2_REDIRECT_BINDING_URI)) {
            return new BrowserReply.Redirect(RedirectBinding.encode(
                    endpoint.location(),
                    MessageParameter.SAML_REQUEST,
                    openSaml.marshal(request),
                    Optional.of(hop),
                    Optional.of(keys.signing())));
        }
        return new BrowserReply.AutoPost(
                endpoint.location(),
                PostBinding.fields(
                        MessageParameter.SAML_REQUEST, signatures.sign(request, keys.signing()), Optional.of(hop)));
    }

    private Optional<Endpoint> endpoint(List<Endpoint> endpoints) {
        List<String> order = config.requestBinding() == RequestBinding.REDIRECT
                ? List.of(SAMLConstants.SAML2_REDIRECT_BINDING_URI, SAMLConstants.SAML2_POST_BINDING_URI)
                : List.of(SAMLConstants.SAML2_POST_BINDING_URI, SAMLConstants.SAML2_REDIRECT_BINDING_URI);
        return Endpoint.speaking(endpoints, order);
    }
}
