package io.vestibule.everypath.keystone;

import static io.vestibule.everypath.keystone.KeystonePaths.granted;
import static io.vestibule.everypath.keystone.KeystonePaths.withoutProject;

import io.vestibule.directory.Domain;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.everypath.World;
import io.vestibule.identity.ConnectorId;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.w3c.dom.Element;

/** Assertions that a program brings: to a request that it carried (ECP), and from a Keystone that sends it (K2K). */
@ApplicationScoped
@Tag("saml")
class CarriedPaths implements Paths {
    private static final ToyKey KEY = ToyKey.rsa("crossing-idp");
    private static final String PAOS = "application/vnd.paos+xml";
    private static final String ECP = "urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp";
    private static final String RULES = "everybody-by-saml";

    private final IdentityProviders providers;
    private final FederationProtocols protocols;

    CarriedPaths(IdentityProviders providers, FederationProtocols protocols) {
        this.providers = providers;
        this.protocols = protocols;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        ToyIdentityProvider idp = ToyIdentityProvider.open(0, KEY);
        stage.atTheEnd(idp::close);
        return Stream.of(carried(stage, idp), sent(stage, idp))
                .map(path -> withoutProject(granted(path))
                        .resting(Rest.ON_UPSTREAM)
                        .besides(Switch.RELYING_PARTY, KeystonePaths.NO_PARTY));
    }

    /** The program asked for the page, and the identity provider has answered. */
    private Path carried(Stage stage, ToyIdentityProvider idp) {
        String connector = connector(stage, idp, "");
        stage.world().linked(stage.user().id(), new ConnectorId(connector), "emmy-7f3a");
        PlainBrowser program = program(stage);
        HttpResponse<String> asked = program.ask(HttpRequest.newBuilder(door(stage, connector))
                .header("Accept", "text/html, */*, " + PAOS)
                .header("PAOS", "ver=\"urn:liberty:paos:2003-08\";\"" + ECP + "\""));
        Element envelope = Xml.parse(asked.body());
        String request = Xml.below(envelope, SamlNames.PROTOCOL, "AuthnRequest")
                .orElseThrow()
                .getAttribute("ID");
        String relayState = Xml.below(envelope, ECP, "RelayState").orElseThrow().getTextContent();
        Draft draft =
                idp.draft(audience(stage, connector), consumer(stage, connector).toString(), request);
        String answer = envelope(relayState, draft.signed(KEY));
        return Path.of("SAML answer carried by a program", () -> brought(stage, program, connector, answer));
    }

    private Path sent(Stage stage, ToyIdentityProvider idp) {
        String connector = connector(stage, idp, "\n      keystone: true\n      outdatedAlgorithms: [sha1]");
        stage.world().linked(stage.user().id(), new ConnectorId(connector), "Default!emmy");
        PlainBrowser program = program(stage);
        Draft draft =
                idp.draft(audience(stage, connector), consumer(stage, connector).toString(), null);
        draft.conditional = false;
        draft.attributes.clear();
        draft.attributes.put("openstack_user", List.of("emmy"));
        draft.attributes.put("openstack_user_domain", List.of("Default"));
        Seal.Shape sha1 = Seal.Shape.of(KEY).method(SamlNames.DSIG + "rsa-sha1").digest(SamlNames.DSIG + "sha1");
        String answer = envelope("ss:mem:" + Stage.hex(), draft.response(Seal.sign(draft.assertion(), sha1)));
        return Path.of("keystone from keystone", () -> brought(stage, program, connector, answer));
    }

    private static boolean brought(Stage stage, PlainBrowser program, String connector, String answer) {
        HttpResponse<String> taken = program.ask(HttpRequest.newBuilder(consumer(stage, connector))
                .header("Content-Type", PAOS)
                .POST(BodyPublishers.ofString(answer)));
        HttpResponse<String> token = program.ask(HttpRequest.newBuilder(door(stage, connector)));
        return taken.statusCode() == 303 && token.statusCode() == 201;
    }

    /** Another one for each row, as each leads to the stage's person. */
    private String connector(Stage stage, ToyIdentityProvider idp, String more) {
        String id = "idp-" + Stage.hex();
        stage.world().connector(stage, """
                  - id: %s
                    type: saml
                    name: Guild
                    hidden: true
                    enabled: true # the connector's switch
                    config:
                      metadata: { url: "%s" }%s
                """.formatted(id, idp.entityId(), more));
        providers.create(new IdentityProvider(
                World.REALM,
                id,
                Domain.DEFAULT,
                true,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new ConnectorId(id)),
                Optional.empty()));
        protocols.create(World.REALM, new FederationProtocol(id, "saml2", RULES, Optional.empty()));
        return id;
    }

    private static PlainBrowser program(Stage stage) {
        PlainBrowser program = new PlainBrowser();
        stage.atTheEnd(program::close);
        return program;
    }

    private static String audience(Stage stage, String connector) {
        try (PlainBrowser reader = new PlainBrowser()) {
            URI metadata = URI.create(stage.world().at("/connectors/" + connector + "/metadata"));
            return PeerMetadata.serviceProvider(
                            reader.ask(HttpRequest.newBuilder(metadata)).body())
                    .entityId();
        }
    }

    private static URI consumer(Stage stage, String connector) {
        return URI.create(stage.world().at("/connectors/" + connector + "/ecp"));
    }

    private static URI door(Stage stage, String connector) {
        return URI.create(
                stage.world().at("/v3/OS-FEDERATION/identity_providers/" + connector + "/protocols/saml2/auth"));
    }

    private static String envelope(String relayState, String message) {
        return "<S:Envelope xmlns:S=\"" + SamlNames.SOAP + "\"><S:Header><ecp:RelayState xmlns:ecp=\"" + ECP
                + "\" S:mustUnderstand=\"1\" S:actor=\"http://schemas.xmlsoap.org/soap/actor/next\">" + relayState
                + "</ecp:RelayState></S:Header><S:Body>" + message + "</S:Body></S:Envelope>";
    }
}
