package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.Organisations;
import io.vestibule.connector.Organisations.Organisation;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.view.ChooseView.Choice;
import io.vestibule.login.view.OrganisationsView;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.relyingparty.Hints;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the many organisations behind a connector the person belongs to, and the page that asks. */
@ApplicationScoped
class OrganisationStep {
    private static final int EASILY_SEEN = 20;
    private static final int MOST = 200;

    private final Connectors connectors;
    private final LoginUrls urls;
    private final LastUsed lastUsed;

    OrganisationStep(Connectors connectors, LoginUrls urls, LastUsed lastUsed) {
        this.connectors = connectors;
        this.urls = urls;
        this.lastUsed = lastUsed;
    }

    /** Where the browser goes next. */
    sealed interface Next {
        /** To that organisation, or to the connector's only one. */
        record Leave(Optional<String> organisation) implements Next {}

        record Ask(BrowserReply reply) implements Next {}
    }

    Next next(
            LoginContext context, RedirectConnector connector, String flow, OrganisationAsked asked, Visitor visitor) {
        Optional<Organisations> many = connector.organisations();
        if (many.isEmpty()) {
            return new Next.Leave(Optional.empty());
        }
        if (asked.organisation().isPresent()) {
            String chosen = asked.organisation().get();
            return offered(context, connector, many.get(), chosen)
                    ? new Next.Leave(Optional.of(chosen))
                    : new Next.Ask(
                            new BrowserReply.Redirect(urls.leave(context.realm().name(), connector.id(), flow)));
        }
        List<String> named = named(context, connector);
        return named.size() == 1
                ? new Next.Leave(
                        Optional.of(named.getFirst())) // SAML Core §3.4.1.3.1: the requester chose for the person
                : new Next.Ask(page(context, connector, many.get(), flow, asked, visitor));
    }

    /** Whether that is one of the organisations behind the connector to which this person may go. */
    boolean offers(LoginContext context, RedirectConnector connector, String organisation) {
        return connector
                .organisations()
                .filter(many -> offered(context, connector, many, organisation))
                .isPresent();
    }

    /** The organisation used last behind the connector, as the way to sign in that stands first. */
    Optional<Choice> lastUsed(LoginContext context, ConnectorDeclaration declaration, String flow, Visitor visitor) {
        RealmName realm = context.realm().name();
        return lastUsed.organisation(realm, declaration.id(), visitor)
                .flatMap(id -> connector(realm, declaration.id())
                        .flatMap(connector -> connector
                                .organisations()
                                .filter(many -> offered(context, connector, many, id))
                                .map(many -> named(many, id, languages(context, visitor)))))
                .map(organisation -> choice(context, declaration.id(), flow, organisation));
    }

    /** Which of the organisations vouched; empty when the connector leads to one only. */
    Optional<String> of(LoginContext context, UpstreamIdentity identity) {
        return connector(context.realm().name(), identity.connector())
                .filter(connector -> connector.organisations().isPresent())
                .flatMap(connector -> identity.context().authorities().stream().findFirst());
    }

    private BrowserReply page(
            LoginContext context,
            RedirectConnector connector,
            Organisations many,
            String flow,
            OrganisationAsked asked,
            Visitor visitor) {
        List<Locale> languages = new ArrayList<>(asked.language().stream().toList());
        languages.addAll(languages(context, visitor));
        String search = asked.search().or(() -> known(context)).orElse("");
        List<String> named = named(context, connector);
        int most = asked.more() ? MOST : EASILY_SEEN;
        List<Organisation> found = !named.isEmpty()
                ? named.stream().map(id -> named(many, id, languages)).toList()
                : search.isBlank() && many.size() > MOST ? List.of() : many.search(search, languages, most + 1);
        OrganisationsView view = new OrganisationsView(
                Optional.of(context.realm().name()),
                Optional.of(context.view()),
                context.realm()
                        .connector(connector.id())
                        .map(ConnectorDeclaration::displayName)
                        .orElse(""),
                flow,
                named.isEmpty(),
                search,
                context.realm()
                        .connector(connector.id())
                        .flatMap(declaration -> lastUsed(context, declaration, flow, visitor)),
                found.stream()
                        .limit(most)
                        .map(organisation -> choice(context, connector.id(), flow, organisation))
                        .toList(),
                found.size() > most && !asked.more(),
                urls.choose(context.realm().name(), flow),
                urls.cancel(context.realm().name(), flow));
        return new BrowserReply.Page(200, view, List.of(context.request().replyTo()), List.of());
    }

    /** Those of this connector that whoever sent the person names; empty when any will do. */
    private static List<String> named(LoginContext context, RedirectConnector connector) {
        return context.request().scoping().authorities().stream()
                .filter(connector::reaches)
                .distinct()
                .toList();
    }

    private static boolean offered(
            LoginContext context, RedirectConnector connector, Organisations many, String organisation) {
        return context.request().scoping().authorities().isEmpty()
                ? many.find(organisation, List.of()).isPresent()
                : named(context, connector).contains(organisation);
    }

    /** As it calls itself; one that does not want to be offered may still be named by whoever sent the person. */
    private static Organisation named(Organisations many, String id, List<Locale> languages) {
        return many.find(id, languages).orElseGet(() -> new Organisation(id, id, Optional.empty()));
    }

    /** No picture: to load one from each organisation would tell it who thinks of signing in here. */
    private Choice choice(LoginContext context, ConnectorId connector, String flow, Organisation organisation) {
        return new Choice(
                connector + "~" + organisation.id(),
                organisation.name(),
                Optional.empty(),
                urls.leave(context.realm().name(), connector, flow, organisation.id()));
    }

    /** A domain, or an e-mail address, that the application already knows says where the person belongs. */
    private static Optional<String> known(LoginContext context) {
        Hints hints = context.request().hints();
        return hints.domain().or(() -> hints.login().filter(hint -> hint.contains("@")));
    }

    private static List<Locale> languages(LoginContext context, Visitor visitor) {
        List<Locale> languages = new ArrayList<>();
        context.request().hints().uiLocales().stream()
                .map(Locale::forLanguageTag)
                .forEach(languages::add);
        languages.addAll(visitor.languages());
        return languages;
    }

    private Optional<RedirectConnector> connector(RealmName realm, ConnectorId id) {
        return connectors
                .find(realm, id)
                .filter(RedirectConnector.class::isInstance)
                .map(RedirectConnector.class::cast);
    }
}
