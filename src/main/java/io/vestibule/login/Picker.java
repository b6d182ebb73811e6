package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.directory.Passkeys;
import io.vestibule.identity.ConnectorId;
import io.vestibule.login.view.ChooseView;
import io.vestibule.login.view.PasskeyForm;
import io.vestibule.mail.MailPolicy;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.relyingparty.Scoping;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** "Choose how to sign in": which connectors this relying party may use, and the page that offers them. */
@ApplicationScoped
class Picker {
    private final Connectors connectors;
    private final LoginUrls urls;
    private final LastUsed lastUsed;
    private final OrganisationStep organisations;
    private final Passkeys passkeys;

    Picker(
            Connectors connectors,
            LoginUrls urls,
            LastUsed lastUsed,
            OrganisationStep organisations,
            Passkeys passkeys) {
        this.connectors = connectors;
        this.urls = urls;
        this.lastUsed = lastUsed;
        this.organisations = organisations;
        this.passkeys = passkeys;
    }

    /** The way to the upstream to go to without asking: the hinted one, or the only one there is. */
    Optional<URI> withoutAsking(LoginContext context, String flow) {
        return hinted(context, flow)
                .or(() -> only(context).map(id -> urls.leave(context.realm().name(), id, flow)));
    }

    /** A hint names a connector, or one of the organisations behind one. */
    private Optional<URI> hinted(LoginContext context, String flow) {
        Optional<String> hint = context.request().hints().connector();
        if (hint.filter(ConnectorId::isValid).isPresent()) {
            return hint.map(ConnectorId::new)
                    .filter(id -> redirect(context, id).isPresent())
                    .map(id -> urls.leave(context.realm().name(), id, flow));
        }
        return hint.flatMap(organisation -> context.realm().connectorsFor(context.relyingParty()).stream()
                .map(ConnectorDeclaration::id)
                .filter(id -> redirect(context, id)
                        .filter(connector -> organisations.offers(context, connector, organisation))
                        .isPresent())
                .findFirst()
                .map(id -> urls.leave(context.realm().name(), id, flow, organisation)));
    }

    private Optional<ConnectorId> only(LoginContext context) {
        List<ConnectorDeclaration> all = visible(context).stream()
                .filter(declaration -> context.request().scoping().authorities().isEmpty()
                        || redirect(context, declaration.id()).isPresent())
                .toList();
        return all.size() == 1
                ? Optional.of(all.getFirst().id())
                        .filter(id -> redirect(context, id).isPresent())
                : Optional.empty();
    }

    /** The connector when this relying party may use it and the browser is sent away to it. */
    Optional<RedirectConnector> redirect(LoginContext context, ConnectorId id) {
        return allowed(context, id)
                .filter(RedirectConnector.class::isInstance)
                .map(RedirectConnector.class::cast)
                .filter(connector -> inScope(context, connector));
    }

    /** The connector that takes user name and password on our own page. */
    Optional<PasswordConnector> password(LoginContext context) {
        if (!context.request().scoping().authorities().isEmpty()) {
            return Optional.empty(); // somebody else was asked for
        }
        return context.realm().connectorsFor(context.relyingParty()).stream()
                .flatMap(declaration -> open(context, declaration.id()).stream())
                .filter(PasswordConnector.class::isInstance)
                .map(PasswordConnector.class::cast)
                .findFirst();
    }

    private static boolean inScope(LoginContext context, RedirectConnector connector) {
        Scoping scoping = context.request().scoping();
        return scoping.mayProxy()
                && (scoping.authorities().isEmpty()
                        || scoping.authorities().stream().anyMatch(connector::reaches));
    }

    BrowserReply page(
            LoginContext context,
            String flow,
            Visitor visitor,
            Optional<String> username,
            Optional<ChooseView.Problem> problem) {
        ChooseView view = new ChooseView(
                Optional.of(context.realm().name()),
                Optional.of(context.view()),
                flow,
                password(context).map(connector -> form(context, connector, flow, username, problem)),
                choices(context, flow, visitor),
                first(context, flow, visitor),
                Optional.of(urls.cancel(context.realm().name(), flow)));
        return new BrowserReply.Page(
                status(problem), view, List.of(context.request().replyTo()), List.of());
    }

    private ChooseView.PasswordForm form(
            LoginContext context,
            PasswordConnector connector,
            String flow,
            Optional<String> username,
            Optional<ChooseView.Problem> problem) {
        String name = context.realm()
                .connector(connector.id())
                .map(ConnectorDeclaration::displayName)
                .orElse("");
        URI action = urls.password(context.realm().name());
        String known = username.or(() -> context.request().hints().login()).orElse("");
        Optional<PasskeyForm> passkey =
                Methods.byPassword(context.realm(), connector.id()) && passkeys.offered(context.realm())
                        ? Optional.of(new PasskeyForm(
                                urls.passkeyAlone(context.realm().name()),
                                passkeys.toUse(context.realm(), Optional.empty(), PasskeyStep.challenge(flow))))
                        : Optional.empty();
        Optional<URI> forgotten =
                Methods.byPassword(context.realm(), connector.id()) && MailPolicy.resets(context.realm())
                        ? Optional.of(urls.forgotten(context.realm().name(), flow))
                        : Optional.empty();
        return new ChooseView.PasswordForm(action, name, known, problem, passkey, forgotten);
    }

    private List<ChooseView.Choice> choices(LoginContext context, String flow, Visitor visitor) {
        List<ChooseView.Choice> choices = new ArrayList<>();
        for (ConnectorDeclaration declaration : visible(context)) {
            if (redirect(context, declaration.id()).isPresent()) {
                organisations.lastUsed(context, declaration, flow, visitor).ifPresent(choices::add);
                choices.add(new ChooseView.Choice(
                        declaration.id().value(),
                        declaration.displayName(),
                        declaration.logo(),
                        urls.leave(context.realm().name(), declaration.id(), flow)));
            }
        }
        return choices;
    }

    /** The id of the choice used last: an organisation behind a connector rather than the connector. */
    private Optional<String> first(LoginContext context, String flow, Visitor visitor) {
        return lastUsed.of(context.realm().name(), visitor)
                .map(connector -> visible(context).stream()
                        .filter(declaration -> declaration.id().value().equals(connector))
                        .findFirst()
                        .flatMap(declaration -> organisations.lastUsed(context, declaration, flow, visitor))
                        .map(ChooseView.Choice::id)
                        .orElse(connector));
    }

    private List<ConnectorDeclaration> visible(LoginContext context) {
        return context.realm().connectorsFor(context.relyingParty()).stream()
                .filter(declaration -> !declaration.hidden())
                .toList();
    }

    private Optional<Connector> allowed(LoginContext context, ConnectorId id) {
        return context.realm().connectorsFor(context.relyingParty()).stream()
                .filter(declaration -> declaration.id().equals(id))
                .findFirst()
                .flatMap(declaration -> open(context, id));
    }

    private Optional<Connector> open(LoginContext context, ConnectorId id) {
        return connectors.find(context.realm().name(), id);
    }

    private static int status(Optional<ChooseView.Problem> problem) {
        return problem.map(kind -> switch (kind) {
                    case BAD_CREDENTIALS, OTHER_PERSON, PASSKEY -> 403;
                    case THROTTLED -> 429;
                    case INCOMPLETE -> 400;
                })
                .orElse(200);
    }
}
