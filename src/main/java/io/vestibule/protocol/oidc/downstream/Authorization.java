package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ResponseMode;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.LoginFlow;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The authorization endpoint (RFC 6749 §3.1, OIDC Core §3.1.2): whom to trust first, then what is asked. Stores nothing. */
@ApplicationScoped
class Authorization {
    private static final String STEP = "authorize";

    private final Realms realms;
    private final Clients clients;
    private final AuthorizationRules rules;
    private final AuthnRequests requests;
    private final AuthorizationAnswers answers;
    private final LoginFlow flow;
    private final ErrorPages errors;
    private final SessionCookie sessionCookie;
    private final AuditLog audit;
    private final OidcUrls urls;

    Authorization(
            Realms realms,
            Clients clients,
            AuthorizationRules rules,
            AuthnRequests requests,
            AuthorizationAnswers answers,
            LoginFlow flow,
            ErrorPages errors,
            SessionCookie sessionCookie,
            AuditLog audit,
            OidcUrls urls) {
        this.realms = realms;
        this.clients = clients;
        this.rules = rules;
        this.requests = requests;
        this.answers = answers;
        this.flow = flow;
        this.errors = errors;
        this.sessionCookie = sessionCookie;
        this.audit = audit;
        this.urls = urls;
    }

    BrowserReply answer(String realmName, EncodedForm form, Visitor visitor) {
        return realms.find(realmName)
                .map(realm -> answer(realm, form, visitor))
                .orElseGet(() -> errors.page(
                        Kind.NOT_FOUND,
                        new Refusal(
                                Optional.empty(), Circumstances.from(visitor.address()), STEP, "no-such-realm", "", ""),
                        Optional.empty(),
                        Optional.empty()));
    }

    private BrowserReply answer(Realm realm, EncodedForm form, Visitor visitor) {
        return switch (form.read()) {
            case Parameters.Reading.Malformed malformed ->
                errors.page(
                        Kind.BAD_REQUEST,
                        new Refusal(realm.name(), Circumstances.from(visitor.address()), STEP, "malformed-request"),
                        Optional.empty(),
                        Optional.of("invalid_request: " + malformed.description()));
            case Parameters.Reading.Read read
            when bounces(realm, form, read.parameters(), visitor) ->
                new BrowserReply.Redirect(URI.create(
                        urls.authorize(realm.name()) + "?" + read.parameters().encoded()));
            case Parameters.Reading.Read read -> toClient(realm, read.parameters(), visitor);
        };
    }

    /** A POST from another site comes without our SameSite=Lax cookies; as a GET it brings them along. */
    private boolean bounces(Realm realm, EncodedForm form, Parameters parameters, Visitor visitor) {
        return form.posted()
                && sessionCookie.tokens(realm.name(), visitor).isEmpty()
                && parameters.encoded().length() <= Parameters.LONGEST;
    }

    private BrowserReply toClient(Realm realm, Parameters parameters, Visitor visitor) {
        Optional<Client> client = parameters.get("client_id").flatMap(id -> clients.find(realm, id));
        if (client.isEmpty()) {
            return errors.page(
                    Kind.UNKNOWN_APPLICATION,
                    new Refusal(
                            realm.name(),
                            Circumstances.from(visitor.address()),
                            STEP,
                            "unknown-client",
                            "a registered client_id",
                            parameters.get("client_id").orElse("none")),
                    Optional.empty(),
                    Optional.of("invalid_request: unknown client_id"));
        }
        Optional<URI> redirectUri = redirectUri(client.get(), parameters);
        return redirectUri
                .map(uri -> checked(new Asked(client.get(), parameters, uri, mode(parameters)), visitor))
                .orElseGet(() -> untrustedRedirect(client.get(), parameters, visitor));
    }

    /** Without one in the request there must be no choice, and OpenID Connect wants it always (OIDC Core §3.1.2.1). */
    private static Optional<URI> redirectUri(Client client, Parameters parameters) {
        List<String> registered = client.oidc().redirectUris();
        Optional<String> requested = parameters.get("redirect_uri");
        boolean openid = Scopes.values(parameters.get("scope").orElse("")).contains(Scopes.OPENID);
        if (requested.isEmpty() && !openid && registered.size() == 1) {
            return Optional.of(URI.create(registered.getFirst()));
        }
        return requested.flatMap(
                uri -> RedirectUris.match(uri, registered, client.oidc().isPublic()));
    }

    /** Never a redirect, or this server would send anybody anywhere (RFC 9700 §4.11.2). */
    private BrowserReply untrustedRedirect(Client client, Parameters parameters, Visitor visitor) {
        URI known = URI.create(client.oidc().redirectUris().stream()
                .findFirst()
                .orElse(urls.issuer(client.realm().name())));
        return errors.page(
                Kind.BAD_REQUEST,
                new Refusal(
                        client.realm().name(),
                        Circumstances.from(visitor.address()).at(client.id()),
                        STEP,
                        "redirect-uri",
                        "one of the registered redirect URIs",
                        parameters.get("redirect_uri").orElse("none")),
                Optional.of(RelyingPartyView.of(client.party(), known)),
                Optional.of("invalid_request: the redirect_uri is not registered"));
    }

    /** Asked for in any way that is known, even by a request that is refused for something else. */
    private static ResponseMode mode(Parameters parameters) {
        String type = parameters.get("response_type").orElse("code");
        ResponseMode usual = Scopes.values(type).stream().anyMatch(part -> part.endsWith("token"))
                ? ResponseMode.FRAGMENT // OAuth 2.0 Multiple Response Types §5: also of a refusal
                : ResponseMode.QUERY;
        return switch (UnreadRequestObject.orParameter(parameters, "response_mode")
                .orElse("")) {
            case "query" -> ResponseMode.QUERY;
            case "fragment" -> ResponseMode.FRAGMENT;
            case "form_post" -> ResponseMode.FORM_POST;
            default -> usual;
        };
    }

    private BrowserReply checked(Asked asked, Visitor visitor) {
        return rules.broken(asked)
                .map(denied -> refuse(asked, denied, visitor))
                .orElseGet(() -> flow.begin(requests.of(asked), visitor));
    }

    private BrowserReply refuse(Asked asked, Denied denied, Visitor visitor) {
        Client client = asked.client();
        audit.refuse(new Refusal(
                client.realm().name(),
                Circumstances.from(visitor.address()).at(client.id()),
                STEP,
                denied.reason(),
                denied.expected(),
                denied.actual()));
        return answers.error(
                client.realm().name(),
                asked.redirectUri(),
                asked.mode(),
                UnreadRequestObject.orParameter(asked.parameters(), "state"),
                denied.code(),
                denied.description());
    }
}
