package io.vestibule.protocol.saml.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.Sha256;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.Reach;
import io.vestibule.protocol.saml.metadata.MetadataConfig;
import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.RedirectBinding;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.LogoutParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;

/**
 * Tells service providers that a session is over (SAML Profiles §4.4): server to server by SOAP where there is a service for
 * it, else by the browser.
 */
@ApplicationScoped
class PartnerLogout implements LogoutParticipant {
    private static final String SOAP_ACTION =
            "\"http://www.oasis-open.org/committees/security\""; // SAML Bindings §3.2.3.1
    private static final int LARGEST_ANSWER = 256 * 1024;

    private final Realms realms;
    private final ServiceProviders parties;
    private final LogoutRequests requests;
    private final PartnerAnswers answers;
    private final Responses responses;
    private final Signatures signatures;
    private final OpenSaml xml;
    private final SoapBinding soap;
    private final MessageIds ids;
    private final OutboundClient outbound;

    PartnerLogout(
            Realms realms,
            ServiceProviders parties,
            LogoutRequests requests,
            PartnerAnswers answers,
            Responses responses,
            Signatures signatures,
            OpenSaml xml,
            SoapBinding soap,
            MessageIds ids,
            OutboundClient outbound) {
        this.realms = realms;
        this.parties = parties;
        this.requests = requests;
        this.answers = answers;
        this.responses = responses;
        this.signatures = signatures;
        this.xml = xml;
        this.soap = soap;
        this.ids = ids;
        this.outbound = outbound;
    }

    @Override
    public LogoutNotice end(Party party) {
        Optional<LogoutOfPartner> known = known(party);
        if (known.isEmpty()) {
            return new LogoutNotice.Unsupported();
        }
        LogoutOfPartner ending = known.get();
        return service(ending, LogoutAddress.Binding.SOAP)
                .map(service -> bySoap(ending, service))
                .orElseGet(() -> frontService(ending).isPresent()
                        ? new LogoutNotice.ViaBrowser()
                        : new LogoutNotice.Unsupported());
    }

    @Override
    public Optional<FrontDoor> frontDoor(Party party) {
        return known(party)
                .filter(ending -> service(ending, LogoutAddress.Binding.SOAP).isEmpty())
                .flatMap(ending -> frontService(ending)
                        .map(service -> new FrontDoor(
                                service.url(),
                                reach(ending.party(), service.url()).trustedOrigins())));
    }

    @Override
    public Optional<BrowserReply> byBrowser(Party party, String hop) {
        return known(party).flatMap(ending -> frontService(ending).map(service -> byBrowser(ending, service, hop)));
    }

    /** The ID of the request that goes with a hop to one service provider, so that nothing is kept to know its answer. */
    static String requestId(String hop, ServiceProvider party) {
        return "_" + Sha256.of("logout " + hop + " " + party.entityId()).base64Url();
    }

    private Optional<LogoutOfPartner> known(Party party) {
        return realms.find(party.realm())
                .flatMap(realm -> parties.find(realm, party.relyingParty()))
                .flatMap(provider -> PersonName.recalled(party.memory())
                        .map(name -> new LogoutOfPartner(provider, party.session(), name)));
    }

    private LogoutNotice bySoap(LogoutOfPartner ending, LogoutAddress service) {
        String id = ids.next();
        LogoutRequest request = requests.of(ending, id, service.url());
        signatures.sign(request, responses.key(ending.party()));
        OutboundOutcome outcome = outbound.post(
                service.url(),
                Map.of("SOAPAction", SOAP_ACTION),
                "text/xml; charset=utf-8",
                new String(soap.envelope(request), StandardCharsets.UTF_8),
                reach(ending.party(), service.url()).upTo(LARGEST_ANSWER));
        return switch (outcome) {
            case OutboundOutcome.Answered(var response)
            when response.ok() -> told(ending.party(), id, service.url(), response.body());
            case OutboundOutcome.Answered(var response) -> LogoutNotice.ofStatus(response.status());
            case OutboundOutcome.Failed(var kind, String detail) -> new LogoutNotice.Failed(kind + ": " + detail);
        };
    }

    /** Internal addresses only where the operator wrote the address, or the host it is on. */
    private static Reach reach(ServiceProvider party, URI service) {
        Optional<MetadataConfig> metadata = party.saml().metadata();
        boolean written = metadata.isEmpty()
                || metadata.get().inline().isPresent()
                || metadata.get().file().isPresent();
        return written
                ? Reach.trusting(service)
                : Reach.trusting(metadata.get().url().stream().toArray(URI[]::new));
    }

    private LogoutNotice told(ServiceProvider party, String id, URI service, byte[] envelope) {
        try {
            LogoutResponse response = soap.open(envelope, LogoutResponse.class).message();
            return answers.isOut(party, response, id, service)
                    ? new LogoutNotice.Done()
                    : new LogoutNotice.Refused(
                            "answered " + response.getStatus().getStatusCode().getValue());
        } catch (SamlRefused refused) {
            return new LogoutNotice.Failed(refused.reason() + ": " + refused.actual());
        }
    }

    private BrowserReply byBrowser(LogoutOfPartner ending, LogoutAddress service, String hop) {
        LogoutRequest request = requests.of(ending, requestId(hop, ending.party()), service.url());
        if (service.binding() == LogoutAddress.Binding.REDIRECT) {
            return new BrowserReply.Redirect(RedirectBinding.encode(
                    service.url(),
                    MessageParameter.SAML_REQUEST,
                    xml.marshal(request),
                    Optional.of(hop),
                    Optional.of(responses.key(ending.party()))));
        }
        return new BrowserReply.AutoPost(
                service.url(),
                PostBinding.fields(
                        MessageParameter.SAML_REQUEST,
                        signatures.sign(request, responses.key(ending.party())),
                        Optional.of(hop)));
    }

    /** A form that is posted from our site may leave them behind, by which it knows whom the message means. */
    static boolean isAskedWithItsCookies(ServiceProvider party) {
        return service(party, LogoutAddress.Binding.REDIRECT).isPresent();
    }

    private static Optional<LogoutAddress> frontService(LogoutOfPartner ending) {
        return service(ending, LogoutAddress.Binding.REDIRECT).or(() -> service(ending, LogoutAddress.Binding.POST));
    }

    private static Optional<LogoutAddress> service(LogoutOfPartner ending, LogoutAddress.Binding binding) {
        return service(ending.party(), binding);
    }

    private static Optional<LogoutAddress> service(ServiceProvider party, LogoutAddress.Binding binding) {
        return party.partner().logoutServices().stream()
                .filter(service -> service.binding() == binding)
                .findFirst();
    }
}
