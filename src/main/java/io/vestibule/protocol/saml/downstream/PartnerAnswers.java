package io.vestibule.protocol.saml.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.logout.OngoingLogout;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.RedirectBinding;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.XmlReading;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.StatusCode;

/** What service providers answer to being told that a session is over. One that does not hold counts as no answer. */
@ApplicationScoped
class PartnerAnswers {
    private static final Duration SKEW = Duration.ofMinutes(3);
    private static final Duration OLDEST = Duration.ofMinutes(10);
    private static final int LONGEST_HOP = 80;

    private final ServiceProviders parties;
    private final XmlReading reading;
    private final Signatures signatures;
    private final OngoingLogout logout;
    private final AuditLog audit;
    private final SamlUrls urls;
    private final Clock clock;

    PartnerAnswers(
            ServiceProviders parties,
            XmlReading reading,
            Signatures signatures,
            OngoingLogout logout,
            AuditLog audit,
            SamlUrls urls,
            Clock clock) {
        this.parties = parties;
        this.reading = reading;
        this.signatures = signatures;
        this.logout = logout;
        this.audit = audit;
        this.urls = urls;
        this.clock = clock;
    }

    /** Carried by the browser; the round goes on whatever it says, as everything here is over already. */
    BrowserReply redirected(Realm realm, String rawQuery, Visitor visitor) {
        try {
            RedirectBinding.Received received = RedirectBinding.decode(rawQuery);
            LogoutResponse response = reading.message(received.xml(), LogoutResponse.class);
            return goOn(realm, hop(received.relayState()), visitor, hop -> {
                ServiceProvider party = sender(realm, response);
                RedirectBinding.verify(received, party.partner().signingKeys(), party.algorithms());
                return confirmed(party, isOut(party, response, hop));
            });
        } catch (SamlRefused refused) {
            return goOn(realm, "", visitor, hop -> {
                throw refused;
            });
        }
    }

    BrowserReply posted(Realm realm, PostedForm form, Visitor visitor) {
        return goOn(realm, hop(form.single("RelayState")), visitor, hop -> {
            LogoutResponse response = reading.message(
                    PostBinding.decode(form.single("SAMLResponse").orElse("")), LogoutResponse.class);
            ServiceProvider party = sender(realm, response);
            LogoutResponse believed = signatures
                    .verify(response, party.partner().signingKeys(), party.algorithms())
                    .object();
            return confirmed(party, isOut(party, believed, hop));
        });
    }

    /**
     * Whether the person is out there, said by SOAP: signed, or by a server that TLS has proven (SAML Profiles §4.4.4.2). Whom it does
     * not know is not signed in there (SAML Core §3.2.2.2): the session ran out, or it was told before and its answer got lost.
     */
    boolean isOut(ServiceProvider party, LogoutResponse response, String request, URI service) throws SamlRefused {
        if (Signatures.isSigned(response)) {
            signatures.verify(response, party.partner().signingKeys(), party.algorithms());
        } else if (!"https".equals(service.getScheme())) {
            throw new SamlRefused("unsigned", "a signature, or https", "neither");
        }
        isFrom(party, response);
        answers(response, request);
        return succeeded(response) || knowsNobody(response);
    }

    private boolean isOut(ServiceProvider party, LogoutResponse response, String hop) throws SamlRefused {
        if (!SAMLVersion.VERSION_20.equals(response.getVersion())) {
            throw new SamlRefused("version", "2.0", String.valueOf(response.getVersion()));
        }
        String here = urls.singleLogout(party.realm().name()).toString();
        if (!here.equals(response.getDestination())) {
            throw new SamlRefused("destination", here, String.valueOf(response.getDestination()));
        }
        Instant issued = response.getIssueInstant();
        Instant now = clock.instant();
        if (issued == null || issued.isAfter(now.plus(SKEW)) || issued.isBefore(now.minus(OLDEST))) {
            throw new SamlRefused("issue-instant", "within " + OLDEST + " of " + now, String.valueOf(issued));
        }
        answers(response, PartnerLogout.requestId(hop, party));
        return succeeded(response) || knowsNobody(response) && PartnerLogout.isAskedWithItsCookies(party);
    }

    private ServiceProvider sender(Realm realm, LogoutResponse response) throws SamlRefused {
        return parties.require(realm, issuer(response));
    }

    private static void isFrom(ServiceProvider party, LogoutResponse response) throws SamlRefused {
        if (!party.entityId().equals(issuer(response))) {
            throw new SamlRefused("unknown-issuer", party.entityId(), issuer(response));
        }
    }

    private static String issuer(LogoutResponse response) {
        return Optional.ofNullable(response.getIssuer())
                .map(Issuer::getValue)
                .map(String::strip)
                .orElse("");
    }

    private static void answers(LogoutResponse response, String request) throws SamlRefused {
        if (!request.equals(response.getInResponseTo())) {
            throw new SamlRefused("in-response-to", request, String.valueOf(response.getInResponseTo()));
        }
    }

    private static boolean succeeded(LogoutResponse response) {
        return StatusCode.SUCCESS.equals(response.getStatus().getStatusCode().getValue());
    }

    private static boolean knowsNobody(LogoutResponse response) {
        StatusCode below = response.getStatus().getStatusCode().getStatusCode();
        return below != null && StatusCode.UNKNOWN_PRINCIPAL.equals(below.getValue());
    }

    private static String hop(Optional<String> relayState) {
        return relayState.filter(text -> text.length() <= LONGEST_HOP).orElse("");
    }

    private static Optional<RelyingPartyId> confirmed(ServiceProvider party, boolean success) {
        return success ? Optional.of(party.id()) : Optional.empty();
    }

    /** Looks at an answer; who confirms by it, when it does. */
    private interface Check {
        Optional<RelyingPartyId> confirmer(String hop) throws SamlRefused;
    }

    private BrowserReply goOn(Realm realm, String hop, Visitor visitor, Check check) {
        try {
            Optional<RelyingPartyId> confirmer = check.confirmer(hop);
            if (confirmer.isPresent()) {
                return logout.returned(realm.name(), hop, confirmer.get(), true, visitor);
            }
        } catch (SamlRefused refused) {
            audit.refuse(new Refusal(
                    realm.name(),
                    Circumstances.from(visitor.address()),
                    SingleLogout.STEP,
                    refused.reason(),
                    refused.expected(),
                    refused.actual()));
        }
        return logout.returned(realm.name(), hop, false, visitor);
    }
}
