package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest.Destination;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Step;
import io.vestibule.logout.UpstreamRound;
import io.vestibule.protocol.saml.upstream.LogoutExchange.Ending;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realms;
import io.vestibule.session.Session;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A LogoutRequest of an identity provider that somebody's browser brought. Where its window is ours and a session of it is meant,
 * it tells whom only it can tell, and then takes the answer; else it takes the answer straight back (decision 0016).
 */
@ApplicationScoped
class BroughtLogout {
    private final SignedOutThere signedOut;
    private final UpstreamRound round;
    private final LogoutAnswers answers;
    private final SessionCookie cookie;
    private final Realms realms;
    private final BaseUrl base;

    BroughtLogout(
            SignedOutThere signedOut,
            UpstreamRound round,
            LogoutAnswers answers,
            SessionCookie cookie,
            Realms realms,
            BaseUrl base) {
        this.signedOut = signedOut;
        this.round = round;
        this.answers = answers;
        this.cookie = cookie;
        this.realms = realms;
        this.base = base;
    }

    Step<BrowserReply> ended(
            SamlConnector connector,
            InboundMessage message,
            InboundLogout inbound,
            Destination destination,
            Visitor visitor) {
        Ourselves ourselves = connector.ourselves();
        Optional<Map<String, String>> again = InboundLogout.bouncing(message);
        if (again.isPresent()
                && destination == Destination.WINDOW // a frame of theirs would not show our page
                && cookie.tokens(ourselves.realm(), visitor).isEmpty()) { // SameSite=Lax: not with another site's form
            return Step.done(new BrowserReply.AutoPost(ourselves.logout(), again.get()));
        }
        return connector
                .logout()
                .request(inbound)
                .then(ending -> signedOut
                        .meant(ourselves.realm(), ourselves.connector(), ending)
                        .then(meant -> {
                            Brought brought = new Brought(connector, inbound.relayState(), ending, meant);
                            return Step.done(inItsWindow(brought, destination, visitor)
                                    .orElseGet(() -> straightBack(brought, visitor)));
                        }));
    }

    /** A request that was believed, and the living sessions it means. */
    private record Brought(SamlConnector connector, Optional<String> relayState, Ending ending, List<Session> meant) {}

    private Optional<BrowserReply> inItsWindow(Brought brought, Destination destination, Visitor visitor) {
        Ourselves ourselves = brought.connector().ourselves();
        return realms.find(ourselves.realm())
                .filter(realm -> destination != Destination.WITHIN_A_PAGE)
                .flatMap(realm -> round.end(
                        realm,
                        ourselves.connector(),
                        brought.meant(),
                        answers.to(brought.connector(), brought.ending(), brought.relayState()),
                        visitor));
    }

    private BrowserReply straightBack(Brought brought, Visitor visitor) {
        Ourselves ourselves = brought.connector().ourselves();
        Circumstances circumstances = Circumstances.from(visitor.address()).by(ourselves.connector());
        SignedOutThere.Outcome outcome =
                signedOut.end(ourselves.realm(), ourselves.connector(), brought.meant(), circumstances);
        return brought.connector()
                .signOut()
                .answer(brought.ending().provider(), brought.ending().requestId(), outcome, brought.relayState())
                .orElseGet(() -> new BrowserReply.Redirect(base.issuer(ourselves.realm())));
    }
}
