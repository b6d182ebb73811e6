package io.vestibule.protocol.saml.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.LogoutParticipant.Party;
import io.vestibule.session.Participant;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.opensaml.saml.saml2.core.LogoutRequest;

/**
 * What a realm that is somebody's identity provider would send by a way that its own pages do not take: with the browser itself,
 * where those use frames; by SOAP, and its own session goes on.
 */
@ApplicationScoped
public class LogoutOnItsWay {
    private final Realms realms;
    private final Sessions sessions;
    private final Participants participants;
    private final ServiceProviders providers;
    private final PartnerLogout partners;
    private final LogoutRequests requests;
    private final MessageIds ids;
    private final Responses responses;
    private final Signatures signatures;
    private final SoapBinding soap;

    LogoutOnItsWay(
            Realms realms,
            Sessions sessions,
            Participants participants,
            ServiceProviders providers,
            PartnerLogout partners,
            LogoutRequests requests,
            MessageIds ids,
            Responses responses,
            Signatures signatures,
            SoapBinding soap) {
        this.realms = realms;
        this.sessions = sessions;
        this.participants = participants;
        this.providers = providers;
        this.partners = partners;
        this.requests = requests;
        this.ids = ids;
        this.responses = responses;
        this.signatures = signatures;
        this.soap = soap;
    }

    /** A LogoutRequest to {@code party} by HTTP-Redirect, of the session there whose cookie holds {@code token}. */
    public URI to(RelyingPartyId party, RealmName name, String token) {
        BrowserReply way = partners.byBrowser(told(party, name, token), "not-awaited-" + UUID.randomUUID())
                .orElseThrow();
        return ((BrowserReply.Redirect) way).to();
    }

    /** The same as an envelope for its service at {@code there}. */
    public String soap(RelyingPartyId party, RealmName name, String token, URI there) {
        Realm realm = realms.find(name).orElseThrow();
        ServiceProvider provider = providers.find(realm, party).orElseThrow();
        Party told = told(party, name, token);
        PersonName person = PersonName.recalled(told.memory()).orElseThrow();
        LogoutRequest request = requests.of(new LogoutOfPartner(provider, told.session(), person), ids.next(), there);
        signatures.sign(request, responses.key(provider));
        return new String(soap.envelope(request), StandardCharsets.UTF_8);
    }

    private Party told(RelyingPartyId party, RealmName name, String token) {
        Realm realm = realms.find(name).orElseThrow();
        Session session = sessions.find(name, token, realm.sessions()).orElseThrow();
        Participant there = participants.of(session.id()).stream()
                .filter(one -> one.relyingParty().equals(party))
                .findFirst()
                .orElseThrow();
        return new Party(name, party, session.ref(), there.memory());
    }
}
