package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.PresentedConnector;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.LoginFlow;
import io.vestibule.protocol.keystone.federation.login.Providers.Provider;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.RequestedContext;
import io.vestibule.relyingparty.Scoping;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person opens the address where programs show proofs, and is to have a token there: as behind a Keystone's web server, whose
 * module asks them to sign in first. The portal does, and sends the browser back with a ticket; the token is the answer to that.
 */
@ApplicationScoped
class BrowserTokens {
    static final String TICKET = "ticket";
    private static final String PAGE = "text/html";

    private final Providers providers;
    private final Connectors connectors;
    private final LoginFlow login;
    private final BrowserSessions sessions;
    private final BrowserTickets tickets;
    private final SessionTokens tokens;

    BrowserTokens(
            Providers providers,
            Connectors connectors,
            LoginFlow login,
            BrowserSessions sessions,
            BrowserTickets tickets,
            SessionTokens tokens) {
        this.providers = providers;
        this.connectors = connectors;
        this.login = login;
        this.sessions = sessions;
        this.tickets = tickets;
        this.tokens = tokens;
    }

    /** Whether a person wants to see something, and no script of a page does; and brings no proof that could be looked at. */
    static boolean opens(Call call) {
        return !call.changes()
                && call.header("Accept").filter(types -> types.contains(PAGE)).isPresent()
                && call.header("Sec-Fetch-Dest").map("document"::equals).orElse(true)
                && call.header("PAOS")
                        .isEmpty() // a program that carries messages takes pages, too (SAML Profiles §4.2.4.1)
                && call.header("Authorization").isEmpty();
    }

    static Optional<String> ticket(Call call) {
        return call.query().value(TICKET);
    }

    /** To the portal, and there to the one connector; nothing where the request itself can prove who they are. */
    Optional<BrowserReply> begin(Call call, String identityProvider, String protocol) {
        Provider provider = providers.inUse(call, identityProvider, protocol);
        return connectors
                .find(call.realmName(), provider.connector())
                .filter(connector -> !(connector instanceof PresentedConnector))
                .flatMap(connector -> BrowserTokenProofIssuer.door(provider.idp()))
                .map(door -> begin(call, provider, door));
    }

    private BrowserReply begin(Call call, Provider provider, RelyingPartyId door) {
        Hints hints = new Hints(
                Optional.empty(),
                Optional.of(provider.connector().value()),
                Optional.empty(),
                Optional.empty(),
                List.of());
        WebSsoMemory asked =
                new WebSsoMemory(provider.protocol(), Optional.of(provider.idp().id()));
        return login.begin(
                new AuthnRequest(
                        call.realmName(),
                        door,
                        BrowserTokenProofIssuer.PROTOCOL,
                        new RequestedContext(List.of(), false, provider.holdsFor()),
                        Set.of(),
                        hints,
                        Scoping.byNearest(provider.remoteIds()),
                        Set.of(),
                        here(call),
                        asked.packed()),
                call.visitor());
    }

    private static URI here(Call call) {
        String self = call.selfLink();
        int query = self.indexOf('?');
        return URI.create(query < 0 ? self : self.substring(0, query));
    }

    /** @throws KeystoneRefused 401 when the ticket is no good, or not in this browser */
    Issued redeem(Call call, String ticket, String identityProvider, String protocol) {
        WebSsoMemory asked = new WebSsoMemory(protocol, Optional.of(identityProvider));
        SignedIn person = tickets.take(ticket, asked, sessions.of(call.realm(), call.visitor()))
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("ticket-unknown"));
        RelyingPartyId door = BrowserTokenProofIssuer.door(identityProvider)
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("ticket-unknown"));
        return tokens.issue(call.realm(), door, asked, authentication(person));
    }

    private static Authentication authentication(SignedIn person) {
        Session session = person.session();
        return new Authentication(
                person.user().subject(),
                person.user().everything(),
                person.user().groups(),
                session.context(),
                session.connector(),
                session.upstreamSubject(),
                Set.of(),
                Optional.empty(),
                session.ref(),
                Optional.of(session.expiresAt()));
    }
}
