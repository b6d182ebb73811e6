package io.vestibule.protocol.saml.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.http.HttpServerOptions;
import io.vestibule.MovableClock;
import io.vestibule.audit.AuditLog;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.outbound.TestOutbound;
import io.vestibule.realm.BaseUrl;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Security case 24 over real HTTP: what is refused keeps the last good copy in force, and the operator hears of it. */
class FeedTest {
    private static final TestSigner SIGNER = TestSigner.rsa();
    private static final String A = "https://a.example";
    private static final String B = "https://b.example";
    private static final Owner OWNER = Owner.of(new RealmName("campus"), new ConnectorId("federation"));

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Partners> opened = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private OwnDoor door = new OwnDoor(new BaseUrl(URI.create("http://front.example")));
    private TestOutbound outbound;
    private HttpServer server;
    private URI address;
    private volatile Supplier<String> document = () -> "";
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        outbound = new TestOutbound(Duration.ofSeconds(5));
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            String text = exchange.getRequestURI().getRawPath().contains("unknown") ? "" : document.get();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            String etag = "\"" + text.hashCode() + "\"";
            exchange.getResponseHeaders().add("ETag", etag);
            boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            int answer = text.isEmpty() ? 404 : same ? 304 : status;
            if (same) {
                unchanged.incrementAndGet();
            }
            exchange.sendResponseHeaders(answer, answer == 304 || bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                if (answer != 304) {
                    out.write(bytes);
                }
            }
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        opened.forEach(Partners::close);
        outbound.close();
        server.stop(0);
    }

    @Test
    void offersTheOrganisationsOfASignedFederation() {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"), idp(B, "Beta", "r1"));
        Partners partners = open(aggregate());

        assertThat(found(partners.find(A)).identityProvider()).isPresent();
        assertThat(partners.find("https://c.example")).isInstanceOf(Lookup.Unknown.class);
        assertThat(partners.organisations().orElseThrow().search("bet", List.of(Locale.ENGLISH), 5))
                .extracting(organisation -> organisation.id())
                .containsExactly(B);
        assertThat(meters.get("vestibule.saml.metadata.valid.seconds").gauge().value())
                .isEqualTo(Duration.ofDays(1).toSeconds());
    }

    @Test
    void whatThisVeryServerPublishesIsFetchedOnceItListens() {
        door = new OwnDoor(new BaseUrl(address));
        document = () -> TestFederation.alone(idp(A, "Alpha", "r1"));
        FeedPartners partners = open(new MetadataConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.of(address.resolve("/entity")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(A),
                Duration.ofHours(1),
                Duration.ofDays(30),
                Map.of(),
                false,
                true));
        assertThat(partners.feed().current(Duration.ofMillis(300))).isInstanceOf(Feed.Current.None.class);
        assertThat(asked.get()).isZero();

        door.opened(new HttpServerStart(new HttpServerOptions()));

        assertThat(found(partners.find(A)).identityProvider()).isPresent();
    }

    @Test
    void keepsTheLastGoodCopyWhenTheNextIsNotSignedByTheFederation() {
        FeedPartners partners = openGood();
        TestSigner stranger = TestSigner.rsa();

        for (String bad : List.of(
                TestFederation.aggregate(day(2), idp(A, "Evil", "r1")),
                TestFederation.signed(TestFederation.aggregate(day(2), idp(A, "Evil", "r1")), stranger),
                signed(day(2), idp(A, "Evil", "r1")).replace("Evil", "EviL"),
                "<html>maintenance</html>",
                "{}")) {
            document = () -> bad;
            partners.feed().refresh();

            assertThat(name(partners.find(A))).isEqualTo("Alpha");
        }
        assertThat(alarms("metadata-unsigned")).isEqualTo(1);
        assertThat(alarms("metadata-signature")).isEqualTo(1);
        assertThat(alarms("metadata-digest")).isEqualTo(1);
        assertThat(alarms("metadata-not-metadata")).isEqualTo(1);
    }

    @Test
    void refusesACopyThatExpiredOrIsValidForTooLongOrForEver() {
        FeedPartners partners = openGood();

        for (Optional<Instant> until : List.of(
                Optional.of(clock.instant().minusSeconds(1)),
                Optional.of(clock.instant().plus(Duration.ofDays(400))),
                Optional.<Instant>empty())) {
            document = () -> TestFederation.signed(
                    TestFederation.aggregate(until, Optional.empty(), idp(A, "Other", "r1")), SIGNER);
            partners.feed().refresh();

            assertThat(name(partners.find(A))).isEqualTo("Alpha");
        }
        assertThat(alarms("metadata-expired")).isEqualTo(1);
        assertThat(alarms("metadata-unbounded")).isEqualTo(2);
    }

    @Test
    void refusesACopyThatWasRolledBack() {
        document = () -> signed(day(3), idp(A, "New", "r1"));
        FeedPartners partners = open(aggregate());
        assertThat(name(partners.find(A))).isEqualTo("New");

        document = () -> signed(day(2), idp(A, "Old, with a stolen key", "r1"));
        partners.feed().refresh();

        assertThat(name(partners.find(A))).isEqualTo("New");
        assertThat(alarms("metadata-rolled-back")).isEqualTo(1);
    }

    @Test
    void refusesARolledBackCopyAfterARestartToo() {
        document = () -> signed(day(3), idp(A, "New", "r1"));
        Partners before = open(aggregate());
        assertThat(name(before.find(A))).isEqualTo("New");
        before.close();

        document = () -> signed(day(2), idp(A, "Old", "r1"));
        FeedPartners after = open(aggregate());
        after.feed().refresh();

        assertThat(name(after.find(A))).isEqualTo("New");
    }

    @Test
    void keepsAnEntityAsItWasWhenAnotherRegistrarReplacesIt() {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"), idp(B, "Beta", "r1"));
        FeedPartners partners = open(aggregate());
        assertThat(name(partners.find(A))).isEqualTo("Alpha");

        document = () -> signed(day(2), idp(A, "Taken", "r2"), idp(B, "Beta the second", "r1"));
        partners.feed().refresh();

        assertThat(name(partners.find(A))).as("replaced by another registrar").isEqualTo("Alpha");
        assertThat(name(partners.find(B))).as("the others go on").isEqualTo("Beta the second");
        assertThat(alarms("metadata-other-registrar")).isEqualTo(1);

        partners.close();
        FeedPartners restarted = open(aggregate());
        assertThat(name(restarted.find(A))).as("after a restart").isEqualTo("Alpha");
        assertThat(restarted.organisations().orElseThrow().search("taken", List.of(), 5))
                .isEmpty();
    }

    @Test
    void believesAnotherRegistrarOnceTheOperatorNamedIt() {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"));
        Partners before = open(aggregate());
        assertThat(name(before.find(A))).isEqualTo("Alpha");
        before.close();

        document = () -> signed(day(2), idp(A, "Moved", "r2"));
        FeedPartners after = open(config(Map.of(A, "r2")));
        after.feed().refresh();

        assertThat(name(after.find(A))).isEqualTo("Moved");
    }

    @Test
    void dropsWhatExpiresWhileNothingNewerCanBeFetched() {
        FeedPartners partners = openGood();
        status = 500;
        clock.advance(Duration.ofHours(25));
        partners.feed().refresh();

        assertThat(partners.find(A)).isInstanceOf(Lookup.Unavailable.class);
        assertThat(alarms("metadata-expired")).isEqualTo(1);
        assertThat(meters.get("vestibule.saml.metadata.valid.seconds").gauge().value())
                .isNegative();
    }

    @Test
    void goesOnWithTheLastGoodCopyAfterARestartWithoutNetwork() {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"));
        Partners before = open(aggregate());
        assertThat(name(before.find(A))).isEqualTo("Alpha");
        before.close();

        document = () -> "";
        assertThat(name(open(aggregate()).find(A))).isEqualTo("Alpha");
    }

    @Test
    void doesNotBelieveAKeptCopyThatWasChangedOnDisk() throws IOException {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"));
        Partners before = open(aggregate());
        assertThat(name(before.find(A))).isEqualTo("Alpha");
        before.close();
        Path copy = onlyFile("copy.xml");
        Files.writeString(copy, Files.readString(copy).replace("Alpha", "Elpha"));

        document = () -> "";
        FeedPartners after = open(aggregate());

        assertThat(after.find(A)).isInstanceOf(Lookup.Unavailable.class);
    }

    @Test
    void asksConditionallyAndLeavesACopyThatIsTheSame() {
        FeedPartners partners = openGood();
        partners.feed().refresh();
        partners.feed().refresh();

        assertThat(unchanged).hasValue(2);
        assertThat(partners.feed().due()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void readsOneEntityOfAnAggregate() {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"), idp(B, "Beta", "r1"));
        MetadataConfig all = aggregate();
        Partners partners = open(new MetadataConfig(
                all.inline(),
                all.file(),
                all.url(),
                all.mdq(),
                all.aggregate(),
                all.signedBy(),
                Optional.of(B),
                all.refresh(),
                all.longestValidity(),
                Map.of(),
                false,
                false));

        assertThat(name(partners.only())).isEqualTo("Beta");
        assertThat(partners.find(A)).isInstanceOf(Lookup.Unknown.class);
        assertThat(partners.organisations()).isEmpty();
    }

    @Test
    void readsOnePartnerFromAFileOrInlineOrUrl() throws IOException {
        String alone = TestFederation.alone(idp(A, "Alpha", "r1"));
        document = () -> alone;
        Files.writeString(folder.resolve("partner.xml"), alone);

        for (MetadataConfig config : List.of(
                MetadataConfig.inline(alone),
                MetadataConfig.at(address.resolve("/one")),
                source(null, "partner.xml", null, null))) {
            assertThat(name(open(config).only())).isEqualTo("Alpha");
        }
    }

    @Test
    void asksAQueryServerForEachEntityAndKeepsWhatItSaid() {
        document = () -> TestFederation.signed(TestFederation.alone(idp(A, "Alpha", "r1")), SIGNER);
        MetadataConfig config = source(null, null, address.resolve("/mdq"), null);
        Partners partners = open(config);

        assertThat(name(partners.find(A))).isEqualTo("Alpha");
        assertThat(name(partners.find(A))).isEqualTo("Alpha");
        assertThat(asked).as("asked once").hasValue(1);
        assertThat(partners.find(B)).as("an answer about somebody else").isInstanceOf(Lookup.Unavailable.class);
        assertThat(partners.find("https://unknown.example")).isInstanceOf(Lookup.Unavailable.class);
        assertThat(partners.find("https://unknown.example")).isInstanceOf(Lookup.Unavailable.class);
        assertThat(asked).as("a miss is remembered for a while").hasValue(3);
        assertThat(partners.organisations().orElseThrow().search(A, List.of(), 5))
                .as("who knows the entity id finds it")
                .extracting(organisation -> organisation.name())
                .containsExactly("Alpha");
        assertThat(partners.organisations().orElseThrow().search("alpha", List.of(), 5))
                .isEmpty();
        assertThat(asked).hasValue(3);
    }

    @Test
    void doesNotAskAQueryServerForWhateverIsNamedInARush() throws IOException {
        document = () -> "";
        Partners partners = open(source(null, null, address.resolve("/mdq"), null));

        for (int i = 0; i < 200; i++) {
            assertThat(partners.knows("https://unknown.example/" + i)).isFalse();
        }

        assertThat(asked).hasValueLessThanOrEqualTo(60);
        try (var left = Files.list(folder.resolve("data/saml-metadata"))) {
            assertThat(left).as("nothing is left of them").isEmpty();
        }
        clock.advance(Duration.ofMinutes(1));
        document = () -> TestFederation.signed(TestFederation.alone(idp(A, "Alpha", "r1")), SIGNER);
        assertThat(name(partners.find(A))).isEqualTo("Alpha");
    }

    @Test
    void aReaderThatIsInterruptedDisturbsNobody() throws Exception {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"), idp(B, "Beta", "r1"));
        FeedPartners partners = open(aggregate());
        assertThat(name(partners.find(A))).isEqualTo("Alpha");

        Thread hurried = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            partners.find(B);
        });
        hurried.join();

        assertThat(name(partners.find(B))).isEqualTo("Beta");
    }

    @Test
    void showsHowLongItIsValidAfterTheConfigurationChangedToo() {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"));
        MetadataFeeds feeds = feeds();
        Partners before = feeds.open(OWNER, aggregate());
        Partners after = feeds.open(OWNER, config(Map.of(B, "r9")));
        opened.add(after);
        before.close();
        assertThat(name(after.find(A))).isEqualTo("Alpha");

        assertThat(meters.get("vestibule.saml.metadata.valid.seconds").gauge().value())
                .isEqualTo(Duration.ofDays(1).toSeconds());
        after.close();
        assertThat(meters.find("vestibule.saml.metadata.valid.seconds").gauge()).isNull();
    }

    @Test
    void namesAnEntityToAQueryServerAsTheProtocolSays() {
        URI base = URI.create("https://mdq.example/");

        assertThat(MdqPartners.address(base, "http://example.org/service", false))
                .hasToString("https://mdq.example/entities/http%3A%2F%2Fexample.org%2Fservice");
        assertThat(MdqPartners.address(base, "http://example.org/service", true))
                .hasToString("https://mdq.example/entities/%7Bsha1%7D11d72e8cf351eb6c75c721e838f469677ab41bdb");
    }

    private FeedPartners openGood() {
        document = () -> signed(day(1), idp(A, "Alpha", "r1"));
        FeedPartners partners = open(aggregate());
        assertThat(name(partners.find(A))).isEqualTo("Alpha");
        return partners;
    }

    private MetadataConfig aggregate() {
        return config(Map.of());
    }

    private MetadataConfig config(Map<String, String> registrars) {
        return new MetadataConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(address.resolve("/aggregate").toString()),
                List.of(SIGNER.pem()),
                Optional.empty(),
                Duration.ofHours(1),
                Duration.ofDays(30),
                registrars,
                false,
                false);
    }

    private MetadataConfig source(String inline, String file, URI mdq, String entityId) {
        return new MetadataConfig(
                Optional.ofNullable(inline),
                Optional.ofNullable(file),
                Optional.empty(),
                Optional.ofNullable(mdq),
                Optional.empty(),
                mdq == null ? List.of() : List.of(SIGNER.pem()),
                Optional.ofNullable(entityId),
                Duration.ofHours(1),
                Duration.ofDays(30),
                Map.of(),
                false,
                false);
    }

    @SuppressWarnings("unchecked")
    private <P extends Partners> P open(MetadataConfig config) {
        Partners partners = feeds().open(OWNER, config);
        opened.add(partners);
        return (P) partners;
    }

    private MetadataFeeds feeds() {
        return new MetadataFeeds(
                folder,
                folder.resolve("data"),
                outbound.client(),
                door,
                new AuditLog(meters, clock, new SecureRandom()),
                meters,
                clock);
    }

    private Instant day(int days) {
        return clock.instant().plus(Duration.ofDays(days));
    }

    private static String idp(String id, String name, String registrar) {
        return TestFederation.idp(id, name, URI.create(id).getHost(), registrar);
    }

    private static String signed(Instant until, String... entities) {
        return TestFederation.signed(TestFederation.aggregate(until, entities), SIGNER);
    }

    private static EntityMetadata found(Lookup lookup) {
        Assertions.assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).entity();
    }

    private static String name(Lookup lookup) {
        return found(lookup)
                .identityProvider()
                .orElseThrow()
                .display()
                .name(List.of(Locale.ENGLISH))
                .orElseThrow();
    }

    private int alarms(String reason) {
        return (int) meters.find("vestibule.events").counters().stream()
                .filter(counter -> ("metadata/" + reason).equals(counter.getId().getTag("reason")))
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private Path onlyFile(String name) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }
}
