package io.vestibule.protocol.oidc.tryit;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Step;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.login.demo.DemoParties;
import io.vestibule.login.demo.DemoParty;
import io.vestibule.protocol.oidc.upstream.AuthorizationAsk;
import io.vestibule.protocol.oidc.upstream.OidcClient;
import io.vestibule.protocol.oidc.upstream.OidcConnectorConfig;
import io.vestibule.protocol.oidc.upstream.OidcConnectorFactory;
import io.vestibule.protocol.oidc.upstream.VerifiedLogin;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The demo relying party. */
@ApplicationScoped
class TryIt {
    static final String CLIENT_ID = "try-it";
    private static final RelyingPartyId ITSELF = new RelyingPartyId(CLIENT_ID);

    private final OidcConnectorFactory factory;
    private final DemoParty party;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Map<RealmName, OidcClient> clients = new ConcurrentHashMap<>();

    TryIt(OidcConnectorFactory factory, DemoParties parties, RandomTokens tokens, BaseUrl base) {
        this.factory = factory;
        this.party = parties.at("try");
        this.tokens = tokens;
        this.base = base;
    }

    /** A login under way. */
    private record Away(String state, Map<String, String> memory) {}

    /** What a verified login gave. */
    record Kept(String idToken, Map<String, Object> idTokenClaims, Map<String, Object> userinfoClaims) {
        @Override
        public String toString() {
            return "Kept[***]";
        }
    }

    BrowserReply page(RealmName realm, Visitor visitor) {
        TryItView view = new TryItView(
                Optional.of(realm),
                base.issuer(realm),
                party.at(realm, "/start"),
                party.at(realm, "/start?fresh=true"),
                party.at(realm, "/sign-out"),
                party.kept(realm, visitor, Kept.class).map(TellClaims::of));
        return new BrowserReply.Page(200, view);
    }

    BrowserReply start(RealmName realm, boolean fresh, Visitor visitor) {
        String state = tokens.next();
        AuthorizationAsk plain = AuthorizationAsk.plain(callback(realm), state);
        AuthorizationAsk ask = !fresh
                ? plain
                : new AuthorizationAsk(
                        plain.redirectUri(),
                        state,
                        List.of(),
                        List.of("login"),
                        Optional.of(Duration.ZERO),
                        Optional.empty(),
                        List.of());
        return switch (client(realm).ask(ask)) {
            case Step.Stopped<OidcClient.Asked>(AuthnOutcome outcome) -> stopped(realm, outcome, visitor);
            case Step.Done<OidcClient.Asked>(OidcClient.Asked asked) ->
                new BrowserReply.Redirect(asked.address())
                        .with(List.of(party.leave(realm, new Away(state, asked.memory()))));
        };
    }

    BrowserReply arrive(RealmName realm, InboundMessage message, Visitor visitor) {
        Optional<Away> away = party.comeBack(realm, visitor, Away.class);
        if (away.isEmpty()) {
            return party.lost(realm, ITSELF, visitor);
        }
        Step<VerifiedLogin> login = client(realm)
                .redeem(message, away.get().state(), callback(realm), away.get().memory());
        BrowserReply reply = switch (login) {
            case Step.Stopped<VerifiedLogin>(AuthnOutcome outcome) -> stopped(realm, outcome, visitor);
            case Step.Done<VerifiedLogin>(VerifiedLogin verified) ->
                new BrowserReply.Redirect(party.home(realm))
                        .with(List.of(party.keep(
                                realm,
                                new Kept(
                                        verified.idToken().reveal(),
                                        verified.idTokenClaims(),
                                        verified.userinfoClaims()))));
        };
        return reply.with(List.of(party.forgetAway(realm)));
    }

    /** Forgets what it was told, and asks the realm to sign the person out (RP-Initiated Logout §2). */
    BrowserReply signOut(RealmName realm, Visitor visitor) {
        Step<Optional<URI>> there = party.take(realm, visitor, Kept.class)
                .map(kept -> client(realm)
                        .endSession(Optional.of(new Secret(kept.idToken())), party.home(realm), tokens.next()))
                .orElseGet(() -> Step.done(Optional.empty()));
        BrowserReply reply = switch (there) {
            case Step.Stopped<Optional<URI>>(AuthnOutcome outcome) -> stopped(realm, outcome, visitor);
            case Step.Done<Optional<URI>>(Optional<URI> address) ->
                new BrowserReply.Redirect(address.orElseGet(() -> party.home(realm)));
        };
        return reply.with(List.of(party.forget(realm)));
    }

    private BrowserReply stopped(RealmName realm, AuthnOutcome outcome, Visitor visitor) {
        return switch (outcome) {
            case AuthnOutcome.Cancelled cancelled -> new BrowserReply.Redirect(party.home(realm));
            case AuthnOutcome.Unreachable unreachable ->
                party.unreachable(realm, ITSELF, visitor, unreachable.detail());
            case AuthnOutcome.Rejected rejected -> party.rejected(realm, ITSELF, visitor, rejected);
            case AuthnOutcome.Authenticated impossible ->
                throw new IllegalStateException("a client stops before anybody is authenticated");
        };
    }

    private OidcClient client(RealmName realm) {
        return clients.computeIfAbsent(
                realm,
                name -> factory.client(name, OidcConnectorConfig.of(base.issuer(name), CLIENT_ID, Optional.empty())));
    }

    private URI callback(RealmName realm) {
        return party.at(realm, "/callback");
    }
}
