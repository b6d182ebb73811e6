package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.SessionRef;
import io.vestibule.login.LoginFlow;
import io.vestibule.logout.Logout;
import io.vestibule.logout.LogoutRequest;
import io.vestibule.protocol.keystone.federation.login.Dashboards.Trusted;
import io.vestibule.protocol.keystone.token.TokenCheck;
import io.vestibule.protocol.keystone.token.TokenSessions;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.Scoping;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A dashboard sends a browser to be signed in, or out. */
@ApplicationScoped
class WebSso {
    /** The words of consent for what a token tells and does. */
    private static final Set<String> ASKS = Set.of("profile", "groups", "roles");

    private final Dashboards dashboards;
    private final Providers providers;
    private final LoginFlow login;
    private final Logout logout;
    private final TokenCheck tokens;
    private final TokenSessions inSession;

    WebSso(
            Dashboards dashboards,
            Providers providers,
            LoginFlow login,
            Logout logout,
            TokenCheck tokens,
            TokenSessions inSession) {
        this.dashboards = dashboards;
        this.providers = providers;
        this.login = login;
        this.logout = logout;
        this.tokens = tokens;
        this.inSession = inSession;
    }

    /** By whatever identity provider the person chooses. */
    BrowserReply begin(Call call, String protocol) {
        return begin(call, new WebSsoMemory(protocol, Optional.empty()), Hints.none(), Scoping.any(), Optional.empty());
    }

    /** By one of them. */
    BrowserReply begin(Call call, String identityProvider, String protocol) {
        Providers.Provider provider = providers.inUse(call, identityProvider, protocol);
        Hints hints = new Hints(
                Optional.empty(),
                Optional.of(provider.connector().value()),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Scoping only = Scoping.byNearest(provider.remoteIds());
        return begin(call, new WebSsoMemory(protocol, Optional.of(identityProvider)), hints, only, provider.holdsFor());
    }

    private BrowserReply begin(
            Call call, WebSsoMemory memory, Hints hints, Scoping scoping, Optional<Duration> maxAge) {
        String origin = call.query()
                .value("origin")
                .orElseThrow(() -> KeystoneRefused.badRequest("Request must have an origin query parameter"));
        Trusted dashboard = trusted(call, origin);
        return login.begin(
                new AuthnRequest(
                        call.realmName(),
                        dashboard.party().id(),
                        WebSsoProofIssuer.PROTOCOL,
                        dashboard.settings().wants(maxAge),
                        Set.of(),
                        hints,
                        scoping,
                        ASKS,
                        URI.create(origin),
                        memory.packed()),
                call.visitor());
    }

    /**
     * Ends the session everywhere. A dashboard that brings a token which the person got in this very session has proven that
     * they are its own; otherwise the person is asked first. A token that somebody was lent (a trust's, an application
     * credential's) proves nothing of the browser.
     */
    BrowserReply end(Call call, Optional<String> origin, Optional<String> returnTo, Optional<String> token) {
        Optional<Trusted> dashboard = origin.map(text -> trusted(call, text));
        Optional<SessionRef> proof = token.flatMap(text -> tokens.valid(call.realm(), text))
                .filter(valid -> !valid.delegated())
                .flatMap(valid -> inSession
                        .sessionOf(call.realm(), valid.payload())
                        .filter(session -> session.user().equals(valid.user())));
        return logout.begin(
                new LogoutRequest(
                        call.realmName(),
                        dashboard.map(known -> known.party().id()),
                        proof.map(SessionRef::id),
                        proof.map(SessionRef::user),
                        dashboard.flatMap(known -> known.settings().signedOut(returnTo))),
                call.visitor());
    }

    private Trusted trusted(Call call, String origin) {
        return dashboards
                .at(call.realm(), origin)
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("origin-not-trusted"));
    }
}
