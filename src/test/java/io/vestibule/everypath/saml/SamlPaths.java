package io.vestibule.everypath.saml;

import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.identity.ConnectorId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.ArtifactAsk;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Service providers of SAML: asked for, started here or by an upstream, and by a program with a password. */
@ApplicationScoped
class SamlPaths implements Paths {
    private static final String ANOTHERS_WORD = "another vouches for them: no password of ours is guessed";
    private static final ToyKey SIGNING = ToyKey.rsa("crossing-sp");
    private static final String NO_PROJECT = "speaks of no project";
    private static final String GUESSES = "guesses of anybody end nothing that its owner has already";

    @Override
    public Stream<Path> of(Stage stage) {
        ToyServiceProvider party = party(stage);
        return Stream.of(
                        login(stage, party),
                        byUpstream(stage, party),
                        sso(stage, party),
                        startedHere(stage, party),
                        sentUnasked(stage),
                        artifact(stage, party),
                        program(stage, party))
                .map(path -> path.besides(Switch.PROJECT, NO_PROJECT).besides(Switch.PROJECTS_DOMAIN, NO_PROJECT));
    }

    static ToyServiceProvider party(Stage stage) {
        ToyServiceProvider party = ToyServiceProvider.open(
                0, SIGNING, Optional.empty(), URI.create(stage.world().at("/saml/metadata")));
        party.takesUnsolicited = true;
        stage.atTheEnd(party::close);
        stage.world().declare("""
                  - id: %s
                    name: Kiosk
                    consent: trusted
                    enabled: true # a party's switch
                    saml:
                      idpInitiated: true
                      assertionConsumerServices:
                        - { url: "%s", index: 0, preferred: true }
                        - { url: "%s", index: 1, binding: paos }
                        - { url: "%s", index: 2, binding: artifact }
                      signingCertificates: ["%s"]
                """.formatted(
                        party.entityId(),
                        party.at("/acs"),
                        party.at("/paos"),
                        party.at("/acs"),
                        party.key().certificateText()));
        return party;
    }

    private static Path login(Stage stage, ToyServiceProvider party) {
        URI asked = request(party);
        return Path.of("SAML login", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                return arrives(through(stage, browser, browser.open(asked)));
            }
        });
    }

    private static Path byUpstream(Stage stage, ToyServiceProvider party) {
        ToyIdentityProvider idp = ToyIdentityProvider.open(0, SIGNING);
        String connector = connector(stage, idp, false);
        URI asked = request(party);
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        String link = "a[href*=/login/with/" + connector + "?]";
        String leave = browser.open(asked).html().select(link).attr("abs:href");
        Visit answer = browser.open(URI.create(leave));
        return Path.of("SAML login by an upstream", () -> arrives(through(null, browser, answer)))
                .resting(Rest.ON_UPSTREAM)
                .besides(Switch.LOCKED, ANOTHERS_WORD);
    }

    /** An answer to no question of ours is on its way; whoever it is about ends at our own page, signed in. */
    private static Path sentUnasked(Stage stage) {
        ToyIdentityProvider idp = ToyIdentityProvider.open(0, SIGNING);
        String connector = connector(stage, idp, true);
        String consumer = stage.world().at("/login/from/" + connector);
        Draft said = idp.draft(stage.world().at("/connectors/" + connector + "/metadata"), consumer, null);
        String answer = Base64.getEncoder()
                .encodeToString(idp.answer(said, Optional.empty()).getBytes(StandardCharsets.UTF_8));
        Visit form = new Visit(
                idp.at("/sso"),
                200,
                "<form method=post action=\"" + consumer + "\"><input name=\"SAMLResponse\" value=\"" + answer
                        + "\"></form>",
                List.of());
        URI home = URI.create(stage.world().at(""));
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        return Path.of("SAML sent unasked by an upstream", () -> {
                    Visit arrived = through(null, browser, form);
                    return arrived.status() == 200 && arrived.address().equals(home);
                })
                .resting(Rest.ON_UPSTREAM)
                .besides(Switch.LOCKED, ANOTHERS_WORD)
                .besides(Switch.RELYING_PARTY, "they end at our own page: no relying party takes part");
    }

    private static String connector(Stage stage, ToyIdentityProvider idp, boolean unasked) {
        stage.atTheEnd(idp::close);
        // What is to end by itself is the answer, not the metadata before it.
        String longer = "validUntil=\"" + stage.world().clock().instant().plus(100, ChronoUnit.DAYS) + "\"";
        idp.publishes = metadata -> metadata.replaceFirst("validUntil=\"[^\"]*\"", longer);
        String connector = "idp-" + Stage.hex();
        stage.world().connector(stage, """
                  - id: %s
                    type: saml
                    name: Guild
                    enabled: true # the connector's switch
                    config:
                      metadata: { url: "%s" }
                      allowUnsolicited: %s
                """.formatted(connector, idp.entityId(), unasked));
        stage.world().linked(stage.user().id(), new ConnectorId(connector), "emmy-7f3a");
        idp.trusts(URI.create(stage.world().at("/connectors/" + connector + "/metadata")));
        return connector;
    }

    private static Path sso(Stage stage, ToyServiceProvider party) {
        PlainBrowser browser = signedIn(stage, party);
        URI asked = request(party);
        return Path.of("SAML over a session", () -> arrives(through(null, browser, browser.open(asked))))
                .besides(Switch.LOCKED, GUESSES);
    }

    private static Path startedHere(Stage stage, ToyServiceProvider party) {
        PlainBrowser browser = signedIn(stage, party);
        URI start = URI.create(stage.world().at("/saml/initiate") + "?sp="
                + URLEncoder.encode(party.entityId(), StandardCharsets.UTF_8));
        return Path.of("SAML started here", () -> arrives(through(null, browser, browser.open(start))))
                .besides(Switch.LOCKED, GUESSES);
    }

    /** The answer is ready and waits for the service provider to fetch it. */
    private static Path artifact(Stage stage, ToyServiceProvider party) {
        PlainBrowser browser = signedIn(stage, party);
        AuthnAsk ask = party.ask();
        ask.attributes.put("AssertionConsumerServiceIndex", "2");
        HttpResponse<String> ready = browser.ask(HttpRequest.newBuilder(URI.create(
                        ask.destination + "?" + RedirectQuery.signed("SAMLRequest", ask.text(), "state", party.key())))
                .GET());
        URI back = URI.create(ready.headers().firstValue("Location").orElseThrow());
        String artifact = RedirectQuery.read(back.getRawQuery()).get("SAMLart");
        String service = stage.world().at("/saml/artifact");
        return Path.of("SAML artifact", () -> {
                    Instant now = stage.world().clock().instant();
                    String query = Seal.sign(ArtifactAsk.text(artifact, party.entityId(), service, now), party.key());
                    HttpResponse<String> answer = browser.ask(soap(URI.create(service), query));
                    return answer.body().contains("<saml2:Assertion");
                })
                .besides(Switch.LOCKED, GUESSES);
    }

    private static HttpRequest.Builder soap(URI to, String message) {
        return HttpRequest.newBuilder(to)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP
                        + "\"><soap:Body>" + message + "</soap:Body></soap:Envelope>"));
    }

    private static Path program(Stage stage, ToyServiceProvider party) {
        return Path.of("SAML ECP", () -> carries(stage, party, Stage.PASSWORD));
    }

    static boolean carries(Stage stage, ToyServiceProvider party, String password) {
        String door = stage.world().at("/saml/ecp");
        AuthnAsk ask = new AuthnAsk(party.entityId(), door);
        ask.issued = stage.world().clock().instant().truncatedTo(ChronoUnit.MILLIS);
        String login = stage.user().username() + ":" + password;
        try (PlainBrowser program = new PlainBrowser()) {
            String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            HttpResponse<String> answer = program.ask(soap(URI.create(door), Seal.sign(ask.text(), party.key()))
                    .header("Authorization", "Basic " + basic));
            return answer.statusCode() == 200 && answer.body().contains("status:Success");
        }
    }

    /** Made while everything is on: the party learns from our metadata where to ask. */
    private static URI request(ToyServiceProvider party) {
        AuthnAsk ask = party.ask();
        return URI.create(
                ask.destination + "?" + RedirectQuery.signed("SAMLRequest", ask.text(), "state", party.key()));
    }

    private static PlainBrowser signedIn(Stage stage, ToyServiceProvider party) {
        PlainBrowser browser = new PlainBrowser();
        stage.atTheEnd(browser::close);
        if (!arrives(through(stage, browser, browser.open(request(party))))) {
            throw new AssertionError("could not sign in while everything was on");
        }
        return browser;
    }

    /** Through forms that post themselves, and the password page when {@code person} is given. */
    private static Visit through(Stage person, PlainBrowser browser, Visit from) {
        Visit at = from;
        for (int i = 0; i < 8; i++) {
            if (at.body().contains("name=\"SAMLResponse\"") || at.body().contains("name=\"SAMLRequest\"")) {
                at = browser.submit(at, "form:has([name=SAMLResponse]),form:has([name=SAMLRequest])", Map.of());
            } else if (person != null && i < 4 && at.body().contains("name=\"password\"")) {
                at = browser.submit(
                        at,
                        "form:has([name=password])",
                        Map.of("username", person.user().username(), "password", Stage.PASSWORD));
            } else {
                return at;
            }
        }
        return at;
    }

    private static boolean arrives(Visit visit) {
        return visit.body().contains("\"nameId\"") && !visit.body().contains("\"refused\"");
    }
}
