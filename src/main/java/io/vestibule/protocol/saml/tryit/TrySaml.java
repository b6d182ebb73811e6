package io.vestibule.protocol.saml.tryit;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.Trip;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.protocol.saml.metadata.MetadataConfig;
import io.vestibule.protocol.saml.upstream.SamlConnectorConfig;
import io.vestibule.protocol.saml.upstream.SamlConnectorFactory;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.RandomTokens;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The demo service provider. */
@ApplicationScoped
class TrySaml {
    private static final ConnectorId ITSELF = new ConnectorId("try-saml");

    private final SamlConnectorFactory factory;
    private final TrySamlMemory memory;
    private final ErrorPages errors;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Map<RealmName, RedirectConnector> connectors = new ConcurrentHashMap<>();

    TrySaml(SamlConnectorFactory factory, TrySamlMemory memory, ErrorPages errors, RandomTokens tokens, BaseUrl base) {
        this.factory = factory;
        this.memory = memory;
        this.errors = errors;
        this.tokens = tokens;
        this.base = base;
    }

    /** Its metadata's address is its name. */
    RelyingPartyId entityId(RealmName realm) {
        return new RelyingPartyId(at(realm, "/metadata").toString());
    }

    BrowserReply page(RealmName realm, Visitor visitor) {
        return new BrowserReply.Page(
                200,
                new TrySamlView(
                        Optional.of(realm),
                        identityProvider(realm).toString(),
                        at(realm, "/start"),
                        at(realm, "/start?fresh=true"),
                        at(realm, "/sign-out"),
                        memory.kept(realm, visitor)));
    }

    BrowserReply start(RealmName realm, boolean fresh, Visitor visitor) {
        String hop = tokens.next();
        return switch (connector(realm).depart(trip(realm, hop, fresh))) {
            case DepartureOutcome.Unreachable unreachable ->
                refused(realm, visitor, Kind.UPSTREAM_UNREACHABLE, "idp-unreachable", "", unreachable.detail());
            case DepartureOutcome.Ready ready ->
                ready.departure()
                        .reply()
                        .with(List.of(memory.leave(
                                realm,
                                new TrySamlMemory.Away(
                                        hop, fresh, ready.departure().memory()))));
        };
    }

    BrowserReply arrive(RealmName realm, InboundMessage message, Visitor visitor) {
        Optional<TrySamlMemory.Away> away = memory.comeBack(realm, visitor)
                .filter(known ->
                        message.single("RelayState").filter(known.hop()::equals).isPresent());
        if (away.isEmpty()) {
            return refused(realm, visitor, Kind.FLOW_LOST, "no-login-of-this-browser", "", "");
        }
        Trip trip = trip(realm, away.get().hop(), away.get().fresh());
        BrowserReply reply = switch (connector(realm)
                .arrive(message, trip, away.get().memory())) {
            case AuthnOutcome.Authenticated(var identity) ->
                new BrowserReply.Redirect(home(realm)).with(List.of(memory.keep(realm, TellIdentity.of(identity))));
            case AuthnOutcome.Cancelled cancelled -> new BrowserReply.Redirect(home(realm));
            case AuthnOutcome.Unreachable unreachable ->
                refused(realm, visitor, Kind.UPSTREAM_UNREACHABLE, "idp-unreachable", "", unreachable.detail());
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
        };
        return reply.with(List.of(memory.forgetAway(realm)));
    }

    /** Forgets what it was told, and goes where the realm signs people out. */
    BrowserReply signOut(RealmName realm, Visitor visitor) {
        memory.take(realm, visitor);
        return new BrowserReply.Redirect(URI.create(base.issuer(realm) + "/sign-out"))
                .with(List.of(memory.forget(realm)));
    }

    @PreDestroy
    void close() {
        connectors.values().forEach(RedirectConnector::close);
    }

    private Trip trip(RealmName realm, String hop, boolean fresh) {
        return new Trip(
                realm,
                ITSELF,
                at(realm, "/acs"),
                hop,
                List.of(),
                fresh,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private RedirectConnector connector(RealmName realm) {
        return connectors.computeIfAbsent(
                realm,
                name -> factory.open(
                        name,
                        ITSELF,
                        SamlConnectorConfig.of(
                                MetadataConfig.at(identityProvider(name)),
                                entityId(name).value())));
    }

    private BrowserReply refused(
            RealmName realm, Visitor visitor, Kind kind, String reason, String expected, String actual) {
        return errors.page(
                kind,
                new Refusal(
                        realm,
                        Circumstances.from(visitor.address()).at(entityId(realm)),
                        "try-saml",
                        reason,
                        expected,
                        actual),
                Optional.empty(),
                Optional.empty(),
                List.of(new ErrorView.WayOn(Label.TRY_AGAIN, home(realm))));
    }

    private URI identityProvider(RealmName realm) {
        return URI.create(base.issuer(realm) + "/saml/metadata");
    }

    private URI home(RealmName realm) {
        return at(realm, "");
    }

    private URI at(RealmName realm, String path) {
        return URI.create(base.issuer(realm) + "/try-saml" + path);
    }
}
