package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.logout.Logout;
import io.vestibule.logout.LogoutRequest;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The end-session endpoint (RP-Initiated Logout 1.0): who asks, whom they mean, and where the person may return to. Whether
 * the person is asked first is the logout room's rule.
 */
@ApplicationScoped
class EndSession {
    private static final String STEP = "logout";

    private final Realms realms;
    private final Clients clients;
    private final IdTokenHints hints;
    private final Logout logout;
    private final ErrorPages errors;
    private final SessionCookie sessionCookie;
    private final OidcUrls urls;

    EndSession(
            Realms realms,
            Clients clients,
            IdTokenHints hints,
            Logout logout,
            ErrorPages errors,
            SessionCookie sessionCookie,
            OidcUrls urls) {
        this.realms = realms;
        this.clients = clients;
        this.hints = hints;
        this.logout = logout;
        this.errors = errors;
        this.sessionCookie = sessionCookie;
        this.urls = urls;
    }

    BrowserReply answer(String realmName, EncodedForm form, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return errors.page(
                    Kind.NOT_FOUND,
                    new Refusal(Optional.empty(), Circumstances.from(visitor.address()), STEP, "no-such-realm", "", ""),
                    Optional.empty(),
                    Optional.empty());
        }
        return switch (form.read()) {
            case Parameters.Reading.Malformed malformed ->
                refused(realm.get(), visitor, "malformed-request", malformed.description());
            case Parameters.Reading.Read read
            when bounces(realm.get(), form, read.parameters(), visitor) ->
                new BrowserReply.Redirect(URI.create(urls.logout(realm.get().name()) + "?"
                        + read.parameters().encoded()));
            case Parameters.Reading.Read read -> ask(realm.get(), read.parameters(), visitor);
        };
    }

    /** A POST from another site comes without our SameSite=Lax cookies; as a GET it brings them along. */
    private boolean bounces(Realm realm, EncodedForm form, Parameters parameters, Visitor visitor) {
        return form.posted()
                && sessionCookie.tokens(realm.name(), visitor).isEmpty()
                && parameters.encoded().length() <= Parameters.LONGEST;
    }

    private BrowserReply ask(Realm realm, Parameters parameters, Visitor visitor) {
        Optional<IdTokenHints.Hint> hint = parameters.get("id_token_hint").flatMap(text -> hints.read(realm, text));
        Optional<String> named = parameters.get("client_id");
        if (hint.isPresent() && named.isPresent() && !hint.get().audience().contains(named.get())) { // §2
            return refused(realm, visitor, "client-and-hint-differ", "the id_token_hint is not this client's");
        }
        Optional<Client> client =
                named.or(() -> hint.map(one -> one.audience().getFirst())).flatMap(id -> clients.find(realm, id));
        Optional<String> returnTo = parameters.get("post_logout_redirect_uri");
        boolean unregistered = returnTo.isPresent()
                && client.isPresent()
                && !client.get().oidc().postLogoutRedirectUris().contains(returnTo.get());
        if (unregistered) {
            return refused(
                    realm, visitor, "post-logout-redirect-uri", "the post_logout_redirect_uri is not registered");
        }
        // §3: to an address nobody vouches for, or with a hint that somebody made up, there is no way back
        boolean vouchedFor = client.isPresent() && (hint.isPresent() || !parameters.has("id_token_hint"));
        return logout.begin(
                new LogoutRequest(
                                realm.name(),
                                client.map(Client::id),
                                hint.flatMap(IdTokenHints.Hint::session),
                                hint.map(IdTokenHints.Hint::user),
                                returnTo.filter(uri -> vouchedFor).map(uri -> withState(uri, parameters.get("state"))))
                        .hinting(
                                parameters.get("logout_hint"),
                                List.copyOf(Scopes.values(
                                        parameters.get("ui_locales").orElse("")))),
                visitor);
    }

    private static URI withState(String uri, Optional<String> state) {
        String separator = uri.indexOf('?') >= 0 ? "&" : "?";
        return URI.create(
                state.map(text -> uri + separator + "state=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .orElse(uri));
    }

    private BrowserReply refused(Realm realm, Visitor visitor, String reason, String description) {
        return errors.page(
                Kind.BAD_REQUEST,
                new Refusal(realm.name(), Circumstances.from(visitor.address()), STEP, reason),
                Optional.empty(),
                Optional.of("invalid_request: " + description));
    }
}
