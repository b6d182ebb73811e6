package io.vestibule.protocol.saml.downstream;

import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.Response;

/** From what login says, neutrally, to a Response; whatever binding it will travel by. */
@ApplicationScoped
class Proofs {
    private final Realms realms;
    private final ServiceProviders parties;
    private final NameIds names;
    private final ReleasedAttributes attributes;
    private final Assertions assertions;
    private final Responses responses;
    private final Clock clock;

    Proofs(
            Realms realms,
            ServiceProviders parties,
            NameIds names,
            ReleasedAttributes attributes,
            Assertions assertions,
            Responses responses,
            Clock clock) {
        this.realms = realms;
        this.parties = parties;
        this.names = names;
        this.attributes = attributes;
        this.assertions = assertions;
        this.responses = responses;
        this.clock = clock;
    }

    Response of(AuthnRequest request, Authentication who) {
        ServiceProvider party = party(request);
        SamlMemory asked = SamlMemory.unpacked(request.memory());
        Responses.Address address = address(party, request, asked);
        Optional<PersonName> name = name(party, asked, who);
        if (name.isEmpty()) {
            return responses.refusal(
                    address, SamlStatus.INVALID_NAME_ID_POLICY, "The person has no name of the wanted format.");
        }
        if (isSomebodyElse(asked, name.get())) { // SAML Core §3.4.1: the subject asked about or nobody
            return responses.refusal(
                    address, SamlStatus.UNKNOWN_PRINCIPAL, "The person is not the one who was asked about.");
        }
        List<ReleasedAttribute> released = attributes.of(
                party, asked.attributeService().flatMap(index -> party.partner().attributes(Optional.of(index))), who);
        String classRef = party.ladder().classOf(who.context().acr(), asked.classes());
        return responses.success(
                address,
                assertions.of(new Assertions.Statement(
                        party,
                        address.destination(),
                        address.inResponseTo(),
                        who,
                        name.get(),
                        classRef,
                        released,
                        address.now())));
    }

    /** What the service provider is going to call the person. */
    Optional<PersonName> name(AuthnRequest request, Authentication who) {
        return name(party(request), SamlMemory.unpacked(request.memory()), who);
    }

    private Optional<PersonName> name(ServiceProvider party, SamlMemory asked, Authentication who) {
        return names.of(party, asked.nameIdFormat().orElseGet(() -> NameIds.usual(party)), who);
    }

    Response refusal(AuthnRequest request, Refusal refusal) {
        return refusal(
                request, status(request, refusal.reason()), refusal.sentence() + " Reference " + refusal.reference());
    }

    Response refusal(AuthnRequest request, SamlStatus status, String message) {
        ServiceProvider party = party(request);
        return responses.refusal(address(party, request, SamlMemory.unpacked(request.memory())), status, message);
    }

    ServiceProvider party(AuthnRequest request) {
        return realms.find(request.realm())
                .flatMap(realm -> parties.find(realm, request.relyingParty()))
                .orElseThrow(() -> new IllegalStateException("login proves for relying parties of the realm only"));
    }

    private Responses.Address address(ServiceProvider party, AuthnRequest request, SamlMemory asked) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Responses.Address(party, request.replyTo().toString(), asked.requestId(), now);
    }

    private static boolean isSomebodyElse(SamlMemory asked, PersonName name) {
        return name.format() != NameIdFormat.TRANSIENT
                && asked.subject().map(wanted -> !wanted.equals(name.value())).orElse(false);
    }

    private static SamlStatus status(AuthnRequest request, Refusal.Reason reason) {
        return switch (reason) {
            case LOGIN_REQUIRED, CONSENT_REQUIRED, ACCOUNT_SELECTION_REQUIRED, INTERACTION_REQUIRED ->
                request.passive() ? SamlStatus.NO_PASSIVE : SamlStatus.AUTHN_FAILED;
            case ACCESS_DENIED, SCOPE_REFUSED -> SamlStatus.REQUEST_DENIED;
            case CONTEXT_NOT_MET -> SamlStatus.NO_AUTHN_CONTEXT;
            case TEMPORARILY_UNAVAILABLE, SERVER_ERROR -> SamlStatus.RESPONDER;
        };
    }
}
