package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.audit.AuditLog;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.Trip;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.MasterKey;
import io.vestibule.keys.Sealer;
import io.vestibule.keys.SignatureProvider;
import io.vestibule.outbound.Reach;
import io.vestibule.outbound.TestOutbound;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.xml.Decryption;
import io.vestibule.protocol.saml.xml.MessageSchema;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SamlKeys;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.protocol.saml.xml.XmlReading;
import io.vestibule.realm.reading.ExtraRecords;
import io.vestibule.realm.reading.Interpolator;
import io.vestibule.realm.reading.KeptSecrets;
import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.RecordBinder;
import io.vestibule.realm.reading.YamlReader;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** A connector to the toy identity provider, configured as an operator would: in YAML. */
final class SamlConnectorFixture implements AutoCloseable {
    static final ConnectorId ID = new ConnectorId("guild");
    static final String OURSELVES = "http://localhost:8080/realms/test/connectors/guild/metadata";
    static final String CARRIED = OURSELVES.replace("/metadata", "/ecp");
    static final URI CONSUMER = URI.create("http://localhost:8080/realms/test/login/from/guild");
    static final ToyKey IDP_KEY = ToyKey.rsa("guild");
    private static final CertifiedKey SIGNING = SamlKeys.rsa();
    private static final CertifiedKey ENCRYPTION = SamlKeys.rsa();
    private static final OpenSaml OPEN_SAML = new OpenSaml();
    private static final MessageSchema SCHEMA = new MessageSchema();

    final ToyIdentityProvider idp = ToyIdentityProvider.open(0, IDP_KEY);
    final ToyProviders providers = new ToyProviders(idp);
    final SeenRecords records = new SeenRecords();
    Function<URI, Reach> reach = address -> Reach.trusting(idp().base());
    final TestOutbound outbound = new TestOutbound(Duration.ofSeconds(2));

    SamlConnector connector(String... yaml) {
        return connector(Clock.systemUTC(), yaml);
    }

    SamlConnector connector(Clock clock, String... yaml) {
        SamlConnectorConfig config = config("entityId: " + idp.entityId() + "\n" + String.join("\n", yaml));
        return open(config, clock);
    }

    SamlConnector open(SamlConnectorConfig config, Clock clock) {
        return open(config, clock, records);
    }

    SamlConnector open(SamlConnectorConfig config, Clock clock, ExpiringRecords records) {
        XmlReading reading = new XmlReading(OPEN_SAML, SCHEMA);
        SecureRandom random = new SecureRandom();
        MasterKey master =
                new MasterKey(Optional.of(Base64.getEncoder().encodeToString(new byte[32])), Path.of("target"), random);
        Surroundings with = new Surroundings(
                OPEN_SAML,
                reading,
                new Signatures(OPEN_SAML, new SignatureProvider()),
                new Decryption(OPEN_SAML, reading),
                new SoapBinding(OPEN_SAML, reading),
                outbound.client(),
                records,
                new AuditLog(new SimpleMeterRegistry(), clock, random),
                new RandomTokens(random),
                new Sealer(master, random, clock),
                master.derive("test"),
                (realm, word) -> word.equals("2") || word.equals("https://refeds.org/profile/mfa"),
                (realm, word) -> word.equals("2"),
                clock);
        return SamlConnector.open(
                new Ourselves(
                        new RealmName("test"),
                        ID,
                        OURSELVES,
                        CONSUMER,
                        URI.create(CONSUMER + "/logout"),
                        URI.create(OURSELVES),
                        URI.create(CARRIED)),
                config,
                providers,
                new OwnKeys() {
                    @Override
                    public CertifiedKey signing() {
                        return SIGNING;
                    }

                    @Override
                    public List<PrivateKey> decrypting() {
                        return List.of(ENCRYPTION.privateKey());
                    }
                },
                reach,
                with);
    }

    private ToyIdentityProvider idp() {
        return idp;
    }

    /** Somebody of the toy, which is one member of a federation that the person chose. */
    UpstreamIdentity federated(Consumer<Draft> change) {
        SamlConnector connector = open(federation(), Clock.systemUTC());
        Trip usual = trip();
        Trip trip = new Trip(
                usual.realm(),
                usual.connector(),
                usual.callback(),
                usual.hop(),
                List.of(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(idp.entityId()),
                Optional.empty(),
                List.of(),
                false);
        AuthnOutcome outcome = login(connector, trip, change);
        assertThat(outcome).isInstanceOf(AuthnOutcome.Authenticated.class);
        return ((AuthnOutcome.Authenticated) outcome).identity();
    }

    /** One of whose members people choose. */
    static SamlConnectorConfig federation() {
        return config("metadata: {mdq: \"https://mdq.example\", signedBy: [unused.pem]}\n", "");
    }

    static SamlConnectorConfig config(String yaml) {
        return config("metadata: {url: http://localhost:1/metadata}\n", yaml);
    }

    private static SamlConnectorConfig config(String metadata, String yaml) {
        Problems problems = new Problems();
        Interpolator interpolator = new Interpolator(
                name -> null, "http://localhost:8080", new KeptSecrets(Path.of("target"), new SecureRandom()));
        Optional<SamlConnectorConfig> config = YamlReader.read(
                        "test.yaml", (metadata + yaml).getBytes(StandardCharsets.UTF_8), problems)
                .flatMap(tree -> new RecordBinder(interpolator, ExtraRecords.Claimed.none(), problems)
                        .bind(SamlConnectorConfig.class, tree, ""));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.inOrder().toString());
        }
        return config.orElseThrow();
    }

    static Trip trip() {
        return trip(List.of());
    }

    /** On behalf of an application that wants one of these classes. */
    static Trip trip(List<String> wanted) {
        return new Trip(
                new RealmName("test"),
                ID,
                CONSUMER,
                UUID.randomUUID().toString(),
                wanted,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** A trip for which the person must sign in anew. */
    static Trip freshTrip() {
        Trip usual = trip();
        return new Trip(
                usual.realm(),
                usual.connector(),
                usual.callback(),
                usual.hop(),
                List.of(),
                true,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    static Departure depart(SamlConnector connector, Trip trip) {
        DepartureOutcome outcome = connector.depart(trip);
        assertThat(outcome).isInstanceOf(DepartureOutcome.Ready.class);
        return ((DepartureOutcome.Ready) outcome).departure();
    }

    /** What the toy would say to this departure, for a test to change. */
    Draft draft(Departure departure) {
        return idp.draft(
                OURSELVES,
                CONSUMER.toString(),
                Asked.of(departure.memory()).orElseThrow().requestId());
    }

    /** An answer that nobody asked for. */
    InboundMessage unasked(Consumer<Draft> change) {
        Draft draft = idp.draft(OURSELVES, CONSUMER.toString(), null);
        change.accept(draft);
        return posted(draft, "wherever");
    }

    static PublicKey encryptionKey() {
        return ENCRYPTION.certificate().getPublicKey();
    }

    static PublicKey signingKey() {
        return SIGNING.certificate().getPublicKey();
    }

    /** The toy's whole answer as the browser brings it. */
    InboundMessage posted(Draft draft, String relayState) {
        return message(idp.answer(draft, Optional.of(encryptionKey())), relayState);
    }

    static String relayState(Departure departure) {
        return switch (departure.reply()) {
            case BrowserReply.Redirect redirect -> query(redirect.to()).get("RelayState");
            case BrowserReply.AutoPost post -> post.fields().get("RelayState");
            case BrowserReply.Page page -> throw new AssertionError("a connector has no pages: " + page.model());
        };
    }

    static Map<String, String> query(URI address) {
        Map<String, String> query = new HashMap<>();
        RedirectQuery.raw(address.getRawQuery())
                .forEach((name, value) -> query.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8)));
        return query;
    }

    static InboundMessage message(String response, String relayState) {
        String field = Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8));
        return new InboundMessage(
                InboundMessage.Method.POST,
                Map.of("SAMLResponse", List.of(field), "RelayState", List.of(relayState)),
                "");
    }

    AuthnOutcome login(SamlConnector connector, Trip trip, Consumer<Draft> change) {
        Departure departure = depart(connector, trip);
        Draft draft = draft(departure);
        change.accept(draft);
        return connector.arrive(posted(draft, trip.hop()), trip, departure.memory());
    }

    AuthnOutcome login(SamlConnector connector, Consumer<Draft> change) {
        return login(connector, trip(), change);
    }

    AuthnOutcome login(SamlConnector connector) {
        return login(connector, draft -> {});
    }

    @Override
    public void close() {
        idp.close();
        outbound.close();
    }
}
