package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Step;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.identity.Sha256;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.outbound.Reach;
import io.vestibule.protocol.saml.metadata.Endpoint;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.metadata.IdentityProviderRole;
import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.RedirectBinding;
import io.vestibule.protocol.saml.xml.Signatures;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.core.LogoutResponse;

/** Carries logout messages to the identity provider, signed: by the browser, or by SOAP where there is none. */
final class SignOutThere implements UpstreamLogout {
    private final Providers providers;
    private final LogoutMessages messages;
    private final OpenSaml openSaml;
    private final Signatures signatures;
    private final OwnKeys keys;
    private final Function<URI, Reach> reach;
    private final SoapSignOut soap;
    private final LogoutRequestIds ids;
    private final Clock clock;

    SignOutThere(
            Providers providers,
            LogoutMessages messages,
            OpenSaml openSaml,
            Signatures signatures,
            OwnKeys keys,
            Function<URI, Reach> reach,
            SoapSignOut soap,
            LogoutRequestIds ids,
            Clock clock) {
        this.providers = providers;
        this.messages = messages;
        this.openSaml = openSaml;
        this.signatures = signatures;
        this.keys = keys;
        this.reach = reach;
        this.soap = soap;
        this.ids = ids;
        this.clock = clock;
    }

    /** {@code returnTo} is not sent: answers come to our own endpoint, which metadata names. */
    @Override
    public Way depart(UpstreamSession session, URI returnTo, String hop) {
        return session.logoutHint()
                .flatMap(LogoutHint::of)
                .map(hint -> depart(hint, session.id(), hop))
                .orElseGet(Way.None::new);
    }

    @Override
    public Answer tell(UpstreamSession session) {
        return soap.tell(session);
    }

    @Override
    public boolean takesNoBrowser(UpstreamSession session) {
        return session.logoutHint()
                .flatMap(LogoutHint::of)
                .map(LogoutHint::provider)
                .filter(providers::knows)
                .map(providers::find)
                .filter(found -> found instanceof Step.Done<EntityMetadata>(EntityMetadata provider)
                        && endpoint(provider).isEmpty()
                        && SoapSignOut.service(provider).isPresent())
                .isPresent();
    }

    private Way depart(LogoutHint hint, Optional<String> sessionIndex, String hop) {
        return switch (providers.find(hint.provider())) {
            case Step.Stopped<EntityMetadata> gone -> new Way.Unknown();
            case Step.Done<EntityMetadata>(EntityMetadata provider) ->
                endpoint(provider)
                        .<Way>map(there -> new Way.Open(request(there, hint, sessionIndex, hop)))
                        .orElseGet(Way.None::new);
        };
    }

    /**
     * Metadata in a file was put there by the operator and written by the provider: where people sign in is what both mean,
     * and an address elsewhere may be any of ours.
     */
    @Override
    public Set<URI> writtenFor(URI address) {
        Set<URI> written = reach.apply(address).trustedOrigins();
        return written.contains(address) && !isWherePeopleSignIn(address) ? Set.of() : written;
    }

    private boolean isWherePeopleSignIn(URI address) {
        return providers.only() instanceof Step.Done<EntityMetadata>(var provider)
                && provider.identityProvider().map(IdentityProviderRole::singleSignOn).stream()
                        .flatMap(List::stream)
                        .anyMatch(there -> origin(there.location()).equals(origin(address)));
    }

    private static URI origin(URI address) {
        return address.resolve("/");
    }

    private static String digestId(String text) {
        return "_" + Sha256.of(text).base64Url();
    }

    /** Whether the provider says where an answer can go. */
    boolean takesAnswers(EntityMetadata provider) {
        return endpoint(provider).isPresent();
    }

    /** An answer, when that provider is known and says where one can go. */
    Optional<BrowserReply> answer(
            String provider, String requestId, SignedOutThere.Outcome outcome, Optional<String> relayState) {
        return switch (providers.find(provider)) {
            case Step.Done<EntityMetadata>(EntityMetadata known) -> answer(known, requestId, outcome, relayState);
            case Step.Stopped<EntityMetadata> gone -> Optional.empty();
        };
    }

    /** An answer, when the provider says where one can go. */
    Optional<BrowserReply> answer(
            EntityMetadata provider, String requestId, SignedOutThere.Outcome outcome, Optional<String> relayState) {
        return endpoint(provider).map(there -> {
            URI destination = there.answersTo();
            SignableSAMLObject response = messages.response(
                    digestId("answer " + requestId),
                    Optional.of(destination),
                    requestId,
                    outcome,
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return reply(there.binding(), destination, MessageParameter.SAML_RESPONSE, response, relayState);
        });
    }

    /** The answer to one that came by SOAP, signed. */
    SignableSAMLObject answer(String requestId, SignedOutThere.Outcome outcome) {
        LogoutResponse response = messages.response(
                digestId("answer " + requestId),
                Optional.empty(),
                requestId,
                outcome,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        signatures.sign(response, keys.signing());
        return response;
    }

    private BrowserReply request(Endpoint there, LogoutHint hint, Optional<String> sessionIndex, String hop) {
        SignableSAMLObject request = messages.request(
                ids.of(hint.provider(), hop),
                there.location(),
                hint,
                sessionIndex,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return reply(there.binding(), there.location(), MessageParameter.SAML_REQUEST, request, Optional.of(hop));
    }

    private BrowserReply reply(
            String binding,
            URI destination,
            MessageParameter parameter,
            SignableSAMLObject message,
            Optional<String> relayState) {
        if (binding.equals(SAMLConstants.SAML2_REDIRECT_BINDING_URI)) {
            return new BrowserReply.Redirect(RedirectBinding.encode(
                    destination, parameter, openSaml.marshal(message), relayState, Optional.of(keys.signing())));
        }
        return new BrowserReply.AutoPost(
                destination, PostBinding.fields(parameter, signatures.sign(message, keys.signing()), relayState));
    }

    private static Optional<Endpoint> endpoint(EntityMetadata provider) {
        return provider.identityProvider()
                .map(IdentityProviderRole::singleLogout)
                .flatMap(all -> Endpoint.speaking(
                        all, List.of(SAMLConstants.SAML2_REDIRECT_BINDING_URI, SAMLConstants.SAML2_POST_BINDING_URI)));
    }
}
