package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Step;
import io.vestibule.connector.UpstreamLogout.Answer;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.Reach;
import io.vestibule.protocol.saml.metadata.Endpoint;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.metadata.IdentityProviderRole;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;

/** Tells an identity provider that has a SOAP service for it, with no browser in between: SAML Profiles §4.4.3.1. */
final class SoapSignOut {
    private static final String SOAP_ACTION =
            "\"http://www.oasis-open.org/committees/security\""; // SAML Bindings §3.2.3.1
    private static final int LARGEST_ANSWER = 256 * 1024;

    private final Providers providers;
    private final LogoutMessages messages;
    private final LogoutExchange exchange;
    private final OwnKeys keys;
    private final Function<URI, Reach> reach;
    private final Surroundings with;

    SoapSignOut(
            Providers providers,
            LogoutMessages messages,
            LogoutExchange exchange,
            OwnKeys keys,
            Function<URI, Reach> reach,
            Surroundings with) {
        this.providers = providers;
        this.messages = messages;
        this.exchange = exchange;
        this.keys = keys;
        this.reach = reach;
        this.with = with;
    }

    Answer tell(UpstreamSession session) {
        return session.logoutHint()
                .flatMap(LogoutHint::of)
                .map(hint -> tell(hint, session.id()))
                .orElseGet(Answer.NeedsBrowser::new);
    }

    private Answer tell(LogoutHint hint, Optional<String> sessionIndex) {
        return switch (providers.find(hint.provider())) {
            case Step.Stopped<EntityMetadata>(AuthnOutcome gone) -> new Answer.Failed("no metadata: " + gone);
            case Step.Done<EntityMetadata>(EntityMetadata provider) ->
                service(provider)
                        .map(there -> tell(provider, there, hint, sessionIndex))
                        .orElseGet(Answer.NeedsBrowser::new);
        };
    }

    static Optional<URI> service(EntityMetadata provider) {
        return provider.identityProvider()
                .map(IdentityProviderRole::singleLogout)
                .flatMap(all -> Endpoint.speaking(all, List.of(SAMLConstants.SAML2_SOAP11_BINDING_URI)))
                .map(Endpoint::location);
    }

    private Answer tell(EntityMetadata provider, URI service, LogoutHint hint, Optional<String> sessionIndex) {
        String id = "_" + with.tokens().next();
        LogoutRequest request = messages.request(
                id, service, hint, sessionIndex, with.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        with.signatures().sign(request, keys.signing());
        OutboundOutcome outcome = with.outbound()
                .post(
                        service,
                        Map.of("SOAPAction", SOAP_ACTION),
                        "text/xml; charset=utf-8",
                        new String(with.soap().envelope(request), StandardCharsets.UTF_8),
                        reach.apply(service).upTo(LARGEST_ANSWER));
        return switch (outcome) {
            case OutboundOutcome.Answered(var response) when response.ok() -> answer(provider, response.body(), id);
            case OutboundOutcome.Answered(var response) -> new Answer.Failed("status " + response.status());
            case OutboundOutcome.Failed(var kind, String detail) -> new Answer.Failed(kind + ": " + detail);
        };
    }

    private Answer answer(EntityMetadata provider, byte[] envelope, String asked) {
        Step<Boolean> signedOut = Read.of(
                        () -> with.soap().open(envelope, LogoutResponse.class).message())
                .then(response -> exchange.answer(response, provider, asked));
        return switch (signedOut) {
            case Step.Done<Boolean>(Boolean yes) -> yes ? new Answer.Done() : new Answer.Refused("answered no");
            case Step.Stopped<Boolean>(AuthnOutcome no) -> new Answer.Failed(no.toString());
        };
    }
}
