package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest.Destination;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Step;
import io.vestibule.logout.UpstreamMessage.Carrier;
import io.vestibule.logout.UpstreamRound;
import io.vestibule.protocol.saml.upstream.LogoutExchange.Ending;
import io.vestibule.protocol.saml.upstream.SignedOutThere.Meant;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
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
                .request(inbound, Carrier.BROWSER)
                .then(ending -> signedOut
                        .meant(ourselves.realm(), ourselves.connector(), ending)
                        .then(meant -> ended(
                                new Brought(connector, inbound.relayState(), ending, meant), destination, visitor)));
    }

    /** A request that was believed, and what it means. */
    private record Brought(SamlConnector connector, Optional<String> relayState, Ending ending, Meant meant) {}

    private Step<BrowserReply> ended(Brought brought, Destination destination, Visitor visitor) {
        return inItsWindow(brought, destination, visitor)
                .then(round ->
                        round.<Step<BrowserReply>>map(Step::done).orElseGet(() -> straightBack(brought, visitor)));
    }

    private Step<Optional<BrowserReply>> inItsWindow(Brought brought, Destination destination, Visitor visitor) {
        Ourselves ourselves = brought.connector().ourselves();
        Optional<Realm> realm =
                realms.find(ourselves.realm()).filter(found -> destination != Destination.WITHIN_A_PAGE);
        if (realm.isEmpty()) {
            return Step.done(Optional.empty());
        }
        UpstreamRound.Asked asked = new UpstreamRound.Asked(
                ourselves.connector(),
                brought.ending().message(),
                brought.meant().living(),
                answers.to(
                        brought.connector(),
                        brought.ending(),
                        brought.relayState(),
                        brought.meant().outcome(true)));
        return switch (round.end(realm.get(), asked, visitor)) {
            case UpstreamRound.Begun.Here(BrowserReply reply) -> Step.done(Optional.of(reply));
            case UpstreamRound.Begun.Elsewhere elsewhere -> Step.done(Optional.empty());
            case UpstreamRound.Begun.Seen seen ->
                SignedOutThere.replayed(brought.ending().requestId());
        };
    }

    private Step<BrowserReply> straightBack(Brought brought, Visitor visitor) {
        Ourselves ourselves = brought.connector().ourselves();
        Circumstances circumstances = Circumstances.from(visitor.address()).by(ourselves.connector());
        return signedOut
                .end(ourselves.realm(), ourselves.connector(), brought.ending(), brought.meant(), circumstances)
                .then(outcome -> Step.done(brought.connector()
                        .signOut()
                        .answer(
                                brought.ending().provider(),
                                brought.ending().requestId(),
                                outcome,
                                brought.relayState())
                        .orElseGet(() -> new BrowserReply.Redirect(base.issuer(ourselves.realm())))));
    }
}
