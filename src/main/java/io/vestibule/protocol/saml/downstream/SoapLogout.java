package io.vestibule.protocol.saml.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.logout.EndedUnseen;
import io.vestibule.logout.LogoutReport;
import io.vestibule.logout.PartyPart;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutRequest;

/** A service provider ends sessions without the browser (SAML Profiles §4.4, SOAP binding). */
@ApplicationScoped
class SoapLogout {
    private final Realms realms;
    private final SoapBinding soap;
    private final InboundRequests messages;
    private final LogoutChecks checks;
    private final NamedSessions named;
    private final EndedUnseen unseen;
    private final Responses responses;
    private final AuditLog audit;
    private final SamlUrls urls;
    private final Clock clock;

    SoapLogout(
            Realms realms,
            SoapBinding soap,
            InboundRequests messages,
            LogoutChecks checks,
            NamedSessions named,
            EndedUnseen unseen,
            Responses responses,
            AuditLog audit,
            SamlUrls urls,
            Clock clock) {
        this.realms = realms;
        this.soap = soap;
        this.messages = messages;
        this.checks = checks;
        this.named = named;
        this.unseen = unseen;
        this.responses = responses;
        this.audit = audit;
        this.urls = urls;
        this.clock = clock;
    }

    SoapReply answer(String realmName, byte[] body, String address) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return SoapReply.notFound();
        }
        try {
            RequestChecks.Asker<LogoutRequest> asker = checks.of(messages.bySoap(
                    realm.get(),
                    urls.soapLogout(realm.get().name()),
                    soap.open(body, LogoutRequest.class).message()));
            Responses.Address to = new Responses.Address(
                    asker.party(),
                    "",
                    Optional.of(String.valueOf(asker.message().getID())),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return SoapReply.ok(soap.envelope(responses.loggedOut(to, end(asker, address), true)));
        } catch (SamlRefused refused) {
            refuse(realm.get(), Circumstances.from(address), refused.reason(), refused.expected(), refused.actual());
            return SoapReply.fault(soap.fault(refused.reason()));
        }
    }

    private SamlStatus end(RequestChecks.Asker<LogoutRequest> asker, String address) throws SamlRefused {
        ServiceProvider party = asker.party();
        Circumstances at = Circumstances.from(address).at(party.id());
        List<Session> meant = named.of(party, asker.message());
        if (meant.isEmpty()) {
            refuse(
                    party.realm(),
                    at,
                    "no-such-session",
                    "a session in which it takes part",
                    "none that the request names");
            return SamlStatus.UNKNOWN_PRINCIPAL;
        }
        long people = meant.stream().map(Session::user).distinct().count();
        if (people > 1 && !NamedSessions.hasIndex(asker.message())) { // an address that was handed on: no guessing
            refuse(party.realm(), at, "several-people", "a SessionIndex, or a name of one person", people + " people");
            return SamlStatus.UNKNOWN_PRINCIPAL;
        }
        boolean everybodyTold =
                unseen
                        .end(party.realm(), meant, new PartyPart(SamlProofIssuer.PROTOCOL, party.id()), at)
                        .values()
                        .stream()
                        .allMatch(LogoutReport::complete);
        return everybodyTold ? SamlStatus.SUCCESS : SamlStatus.PARTIAL_LOGOUT;
    }

    private void refuse(Realm realm, Circumstances at, String reason, String expected, String actual) {
        audit.refuse(new Refusal(realm.name(), at, SingleLogout.STEP, reason, expected, actual));
    }
}
