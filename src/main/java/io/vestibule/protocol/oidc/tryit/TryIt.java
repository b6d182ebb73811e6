package io.vestibule.protocol.oidc.tryit;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Step;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
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

    private final OidcConnectorFactory factory;
    private final TryItMemory memory;
    private final ErrorPages errors;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Map<RealmName, OidcClient> clients = new ConcurrentHashMap<>();

    TryIt(OidcConnectorFactory factory, TryItMemory memory, ErrorPages errors, RandomTokens tokens, BaseUrl base) {
        this.factory = factory;
        this.memory = memory;
        this.errors = errors;
        this.tokens = tokens;
        this.base = base;
    }

    BrowserReply page(RealmName realm, Visitor visitor) {
        TryItView view = new TryItView(
                Optional.of(realm),
                base.issuer(realm),
                at(realm, "/start"),
                at(realm, "/start?fresh=true"),
                at(realm, "/sign-out"),
                memory.kept(realm, visitor).map(TellClaims::of));
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
                        .with(List.of(memory.leave(realm, new TryItMemory.Away(state, asked.memory()))));
        };
    }

    BrowserReply arrive(RealmName realm, InboundMessage message, Visitor visitor) {
        Optional<TryItMemory.Away> away = memory.comeBack(realm, visitor);
        if (away.isEmpty()) {
            return refused(realm, visitor, Kind.FLOW_LOST, "no-login-of-this-browser", "", "");
        }
        Step<VerifiedLogin> login = client(realm)
                .redeem(message, away.get().state(), callback(realm), away.get().memory());
        BrowserReply reply = switch (login) {
            case Step.Stopped<VerifiedLogin>(AuthnOutcome outcome) -> stopped(realm, outcome, visitor);
            case Step.Done<VerifiedLogin>(VerifiedLogin verified) ->
                new BrowserReply.Redirect(home(realm))
                        .with(List.of(memory.keep(
                                realm,
                                new TryItMemory.Kept(
                                        verified.idToken(), verified.idTokenClaims(), verified.userinfoClaims()))));
        };
        return reply.with(List.of(memory.forgetAway(realm)));
    }

    /** Forgets what it was told, and asks the realm to sign the person out (RP-Initiated Logout §2). */
    BrowserReply signOut(RealmName realm, Visitor visitor) {
        URI next = memory.take(realm, visitor)
                .flatMap(kept -> client(realm).endSession(Optional.of(kept.idToken()), home(realm), tokens.next()))
                .orElseGet(() -> home(realm));
        return new BrowserReply.Redirect(next).with(List.of(memory.forget(realm)));
    }

    private BrowserReply stopped(RealmName realm, AuthnOutcome outcome, Visitor visitor) {
        return switch (outcome) {
            case AuthnOutcome.Cancelled cancelled -> new BrowserReply.Redirect(home(realm));
            case AuthnOutcome.Unreachable unreachable ->
                refused(realm, visitor, Kind.UPSTREAM_UNREACHABLE, "issuer-unreachable", "", unreachable.detail());
            case AuthnOutcome.Rejected rejected ->
                refused(
                        realm,
                        visitor,
                        rejected.kind() == AuthnOutcome.Rejection.INVALID_MESSAGE
                                ? Kind.UPSTREAM_REJECTED
                                : Kind.UPSTREAM_DENIED,
                        rejected.reason(),
                        rejected.expected(),
                        rejected.actual());
            case AuthnOutcome.Authenticated impossible ->
                throw new IllegalStateException("a client stops before anybody is authenticated");
        };
    }

    private BrowserReply refused(
            RealmName realm, Visitor visitor, Kind kind, String reason, String expected, String actual) {
        Circumstances at = Circumstances.from(visitor.address()).at(new RelyingPartyId(CLIENT_ID));
        return errors.page(
                kind,
                new Refusal(realm, at, "try", reason, expected, actual),
                Optional.empty(),
                Optional.empty(),
                List.of(new ErrorView.WayOn(Label.TRY_AGAIN, home(realm))));
    }

    private OidcClient client(RealmName realm) {
        return clients.computeIfAbsent(
                realm,
                name -> factory.client(name, OidcConnectorConfig.of(base.issuer(name), CLIENT_ID, Optional.empty())));
    }

    private URI home(RealmName realm) {
        return at(realm, "");
    }

    private URI callback(RealmName realm) {
        return at(realm, "/callback");
    }

    private URI at(RealmName realm, String path) {
        return URI.create(base.issuer(realm) + "/try" + path);
    }
}
