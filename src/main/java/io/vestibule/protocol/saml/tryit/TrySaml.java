package io.vestibule.protocol.saml.tryit;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.Trip;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.login.demo.DemoParties;
import io.vestibule.login.demo.DemoParty;
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
    private final DemoParty party;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Map<RealmName, RedirectConnector> connectors = new ConcurrentHashMap<>();

    TrySaml(SamlConnectorFactory factory, DemoParties parties, RandomTokens tokens, BaseUrl base) {
        this.factory = factory;
        this.party = parties.at("try-saml");
        this.tokens = tokens;
        this.base = base;
    }

    /** A login under way. */
    private record Away(String hop, boolean fresh, Map<String, String> memory) {}

    /** Its metadata's address is its name. */
    RelyingPartyId entityId(RealmName realm) {
        return new RelyingPartyId(party.at(realm, "/metadata").toString());
    }

    BrowserReply page(RealmName realm, Visitor visitor) {
        return new BrowserReply.Page(
                200,
                new TrySamlView(
                        Optional.of(realm),
                        identityProvider(realm).toString(),
                        party.at(realm, "/start"),
                        party.at(realm, "/start?fresh=true"),
                        party.at(realm, "/sign-out"),
                        party.kept(realm, visitor, TrySamlView.Told.class)));
    }

    BrowserReply start(RealmName realm, boolean fresh, Visitor visitor) {
        String hop = tokens.next();
        return switch (connector(realm).depart(trip(realm, hop, fresh))) {
            case DepartureOutcome.Unreachable unreachable ->
                party.unreachable(realm, entityId(realm), visitor, unreachable.detail());
            case DepartureOutcome.Ready ready ->
                ready.departure()
                        .reply()
                        .with(List.of(party.leave(
                                realm,
                                new Away(hop, fresh, ready.departure().memory().values()))));
        };
    }

    BrowserReply arrive(RealmName realm, InboundMessage message, Visitor visitor) {
        Optional<Away> away = party.comeBack(realm, visitor, Away.class)
                .filter(known ->
                        message.single("RelayState").filter(known.hop()::equals).isPresent());
        if (away.isEmpty()) {
            return party.lost(realm, entityId(realm), visitor);
        }
        Trip trip = trip(realm, away.get().hop(), away.get().fresh());
        BrowserReply reply = switch (connector(realm)
                .arrive(message, trip, new Departure.Memory(away.get().memory()))) {
            case AuthnOutcome.Authenticated(var identity) ->
                new BrowserReply.Redirect(party.home(realm))
                        .with(List.of(party.keep(realm, TellIdentity.of(identity))));
            case AuthnOutcome.Cancelled cancelled -> new BrowserReply.Redirect(party.home(realm));
            case AuthnOutcome.Unreachable unreachable ->
                party.unreachable(realm, entityId(realm), visitor, unreachable.detail());
            case AuthnOutcome.Rejected rejected -> party.rejected(realm, entityId(realm), visitor, rejected);
        };
        return reply.with(List.of(party.forgetAway(realm)));
    }

    /** Forgets what it was told, and goes where the realm signs people out. */
    BrowserReply signOut(RealmName realm, Visitor visitor) {
        party.take(realm, visitor, TrySamlView.Told.class);
        return new BrowserReply.Redirect(URI.create(base.issuer(realm) + "/sign-out"))
                .with(List.of(party.forget(realm)));
    }

    @PreDestroy
    void close() {
        connectors.values().forEach(RedirectConnector::close);
    }

    private Trip trip(RealmName realm, String hop, boolean fresh) {
        return new Trip(
                realm,
                ITSELF,
                party.at(realm, "/acs"),
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

    private URI identityProvider(RealmName realm) {
        return URI.create(base.issuer(realm) + "/saml/metadata");
    }
}
