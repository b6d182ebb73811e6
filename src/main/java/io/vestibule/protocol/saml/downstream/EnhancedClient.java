package io.vestibule.protocol.saml.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.Visitor;
import io.vestibule.login.DirectLogin;
import io.vestibule.login.DirectOutcome;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.AuthnRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.soap.soap11.ActorBearing;

/**
 * Single sign-on for programs (SAML Profiles §4.2, Enhanced Client or Proxy): the request by SOAP, name and password of a
 * local user by HTTP Basic, the answer in an envelope that the program carries to the service provider.
 */
@ApplicationScoped
class EnhancedClient {
    private static final String STEP = "saml-ecp";

    private final Realms realms;
    private final SoapBinding soap;
    private final InboundRequests messages;
    private final RequestChecks checks;
    private final RequestRules rules;
    private final AuthnRequests requests;
    private final Proofs proofs;
    private final DirectLogin login;
    private final OpenSaml xml;
    private final AuditLog audit;
    private final SamlUrls urls;

    EnhancedClient(
            Realms realms,
            SoapBinding soap,
            InboundRequests messages,
            RequestChecks checks,
            RequestRules rules,
            AuthnRequests requests,
            Proofs proofs,
            DirectLogin login,
            OpenSaml xml,
            AuditLog audit,
            SamlUrls urls) {
        this.realms = realms;
        this.soap = soap;
        this.messages = messages;
        this.checks = checks;
        this.rules = rules;
        this.requests = requests;
        this.proofs = proofs;
        this.login = login;
        this.xml = xml;
        this.audit = audit;
        this.urls = urls;
    }

    SoapReply answer(String realmName, byte[] body, Optional<BasicCredentials> credentials, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return SoapReply.notFound();
        }
        Circumstances at = Circumstances.from(visitor.address());
        try {
            Asked asked = asked(realm.get(), body);
            at = at.at(asked.party().id());
            Optional<Denied> denied = rules.broken(asked);
            if (denied.isPresent()) {
                refuse(
                        realm.get(),
                        at,
                        denied.get().reason(),
                        denied.get().expected(),
                        denied.get().actual());
                AuthnRequest request = requests.refusable(asked);
                return carried(
                        asked,
                        proofs.refusal(
                                request, denied.get().status(), denied.get().message()));
            }
            return credentials.map(known -> signedIn(asked, known, visitor)).orElseGet(SoapReply::unauthenticated);
        } catch (SamlRefused refused) {
            refuse(realm.get(), at, refused.reason(), refused.expected(), refused.actual());
            return SoapReply.fault(soap.fault(refused.reason()));
        }
    }

    private Asked asked(Realm realm, byte[] body) throws SamlRefused {
        org.opensaml.saml.saml2.core.AuthnRequest message =
                soap.open(body, org.opensaml.saml.saml2.core.AuthnRequest.class).message();
        RequestChecks.Asker<org.opensaml.saml.saml2.core.AuthnRequest> asker =
                checks.of(messages.bySoap(realm, urls.enhancedClient(realm.name()), message));
        Consumer consumer = ConsumerChoice.of(asker.party(), asker.message(), List.of(ConsumerBinding.PAOS));
        return new Asked(asker.party(), asker.message(), consumer, Optional.empty());
    }

    private SoapReply signedIn(Asked asked, BasicCredentials credentials, Visitor visitor) {
        AuthnRequest request = requests.of(asked);
        return switch (login.authenticate(request, credentials.username(), credentials.password(), visitor)) {
            case DirectOutcome.Proven proven -> carried(asked, proofs.of(request, proven.authentication()));
            case DirectOutcome.Refused refused -> carried(asked, proofs.refusal(request, refused.refusal()));
            case DirectOutcome.BadCredentials bad -> SoapReply.unauthenticated();
            case DirectOutcome.Throttled throttled -> SoapReply.throttled();
            case DirectOutcome.Unreachable unreachable -> SoapReply.unavailable();
        };
    }

    /** The header tells the program where to, and it must compare that with what the service provider told it (§4.2.4.2). */
    private SoapReply carried(Asked asked, Response response) {
        org.opensaml.saml.saml2.ecp.Response header = xml.build(
                org.opensaml.saml.saml2.ecp.Response.DEFAULT_ELEMENT_NAME, org.opensaml.saml.saml2.ecp.Response.class);
        header.setAssertionConsumerServiceURL(asked.consumer().url().toString());
        header.setSOAP11MustUnderstand(true);
        header.setSOAP11Actor(ActorBearing.SOAP11_ACTOR_NEXT);
        return SoapReply.ok(soap.envelope(response, header));
    }

    private void refuse(Realm realm, Circumstances at, String reason, String expected, String actual) {
        audit.refuse(new Refusal(realm.name(), at, STEP, reason, expected, actual));
    }
}
