package io.vestibule.protocol.saml.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.LogoutParticipant.Party;
import io.vestibule.session.Participant;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** What a realm that is somebody's identity provider would send with the browser itself, where its own pages use frames. */
@ApplicationScoped
public class LogoutOnItsWay {
    private final Realms realms;
    private final Sessions sessions;
    private final Participants participants;
    private final PartnerLogout partners;

    LogoutOnItsWay(Realms realms, Sessions sessions, Participants participants, PartnerLogout partners) {
        this.realms = realms;
        this.sessions = sessions;
        this.participants = participants;
        this.partners = partners;
    }

    /** A LogoutRequest to {@code party} by HTTP-Redirect, of the session there whose cookie holds {@code token}. */
    public URI to(RelyingPartyId party, RealmName name, String token) {
        Realm realm = realms.find(name).orElseThrow();
        Session session = sessions.find(name, token, realm.sessions()).orElseThrow();
        Participant there = participants.of(session.id()).stream()
                .filter(one -> one.relyingParty().equals(party))
                .findFirst()
                .orElseThrow();
        BrowserReply way = partners.byBrowser(new Party(name, party, session.ref(), there.memory()), "not-awaited")
                .orElseThrow();
        return ((BrowserReply.Redirect) way).to();
    }
}
