package io.vestibule.protocol.saml.metadata;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.audit.AuditLog;
import io.vestibule.identity.Sha256;
import io.vestibule.outbound.OutboundClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens sources of metadata. Opening fetches nothing and reads no large file: a thread does that afterwards. */
@ApplicationScoped
public class MetadataFeeds {
    private static final int LARGEST_DOCUMENT = 4 * 1024 * 1024;
    private static final int LARGEST_AGGREGATE = 256 * 1024 * 1024;
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);
    private static final Duration LOCAL_LOOK = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AGGREGATE_PATIENCE = Duration.ofMinutes(5);

    private final Path realmConfig;
    private final Path kept;
    private final OutboundClient outbound;
    private final OwnDoor door;
    private final AuditLog audit;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<Partners, Watched> open = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    /** A feed the operator can see. */
    private record Watched(String owner, Feed feed) {}

    MetadataFeeds(
            @ConfigProperty(name = "vestibule.realm-config", defaultValue = "realm-config") Path realmConfig,
            @ConfigProperty(name = "vestibule.data-dir", defaultValue = "data") Path dataDirectory,
            OutboundClient outbound,
            OwnDoor door,
            AuditLog audit,
            MeterRegistry meters,
            Clock clock) {
        this.realmConfig = realmConfig;
        this.kept = dataDirectory.resolve("saml-metadata");
        this.outbound = outbound;
        this.door = door;
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
        Shelf.sweep(kept, clock.instant().minus(LEFT_BEHIND));
    }

    /**
     * The partners of a source, until they are closed.
     *
     * @throws IllegalArgumentException with a sentence for the operator when {@code signedBy} cannot be read
     */
    public Partners open(Owner owner, MetadataConfig config) {
        List<PublicKey> trusted = TrustedSigners.keys(config.signedBy(), realmConfig);
        FeedReport report = new FeedReport(owner, audit);
        if (config.mdq().isPresent()) {
            return mdq(owner, config, config.mdq().get(), trusted, report);
        }
        boolean federation = config.aggregate().isPresent();
        Acceptance acceptance = new Acceptance(config, trusted, federation, config.entityId(), report, clock);
        String source =
                String.join("\n", config.aggregate().orElse(""), config.file().orElse(""), text(config.url()));
        Feed feed = feed(supply(config), shelf(owner, source), acceptance, report, config);
        FeedPartners[] self = new FeedPartners[1];
        self[0] = new FeedPartners(feed, federation, config.entityId(), clock, () -> forget(self[0]));
        open.put(self[0], new Watched(owner.toString(), feed));
        gauges.computeIfAbsent(owner.toString(), this::gauge);
        return self[0].started();
    }

    /** Owner to a sentence about the copy in force, for those who look from outside. */
    Map<String, String> standing() {
        Map<String, String> standing = new TreeMap<>();
        open.values().forEach(watched -> standing.put(watched.owner(), sentence(watched.feed())));
        return standing;
    }

    @PreDestroy
    void close() {
        List.copyOf(open.keySet()).forEach(Partners::close);
    }

    private Partners mdq(Owner owner, MetadataConfig config, URI base, List<PublicKey> trusted, FeedReport report) {
        MdqPartners all = new MdqPartners(
                id -> feed(
                        Supply.http(
                                outbound,
                                MdqPartners.address(base, id, config.hashedIds()),
                                LARGEST_DOCUMENT,
                                PATIENCE),
                        shelf(owner, base + "\n" + id),
                        new Acceptance(config, trusted, false, Optional.of(id), report, clock),
                        report,
                        config),
                clock);
        return config.entityId().<Partners>map(id -> new OnePartner(all, id)).orElse(all);
    }

    private Feed feed(Supply supply, Shelf shelf, Acceptance acceptance, FeedReport report, MetadataConfig config) {
        boolean local = config.file().isPresent()
                || config.aggregate().filter(MetadataFeeds::isFile).isPresent();
        boolean often = local && config.refresh().compareTo(LOCAL_LOOK) > 0; // only its time is looked at
        return new Feed(supply, shelf, acceptance, report, often ? LOCAL_LOOK : config.refresh(), clock);
    }

    private Supply supply(MetadataConfig config) {
        if (config.inline().isPresent()) {
            return Supply.inline(config.inline().get());
        }
        if (config.url().isPresent()) {
            URI url = config.url().get();
            return door.behind(url, Supply.http(outbound, url, LARGEST_DOCUMENT, PATIENCE));
        }
        if (config.file().isPresent()) {
            return Supply.file(realmConfig.resolve(config.file().get()), LARGEST_DOCUMENT);
        }
        String aggregate = config.aggregate().orElseThrow();
        return isFile(aggregate)
                ? Supply.file(realmConfig.resolve(aggregate), LARGEST_AGGREGATE)
                : Supply.http(outbound, URI.create(aggregate), LARGEST_AGGREGATE, AGGREGATE_PATIENCE);
    }

    private static boolean isFile(String aggregate) {
        return !aggregate.matches("(?i)https?://.*");
    }

    /** What was kept for one owner and source is not taken for another's. */
    private Shelf shelf(Owner owner, String source) {
        byte[] name = (owner + "\n" + source).getBytes(StandardCharsets.UTF_8);
        return new Shelf(kept.resolve(Sha256.of(name).hex().substring(0, 32)), kept);
    }

    /** One for an owner, whose feed may be another after a change of the configuration. */
    private Gauge gauge(String owner) {
        return Gauge.builder("vestibule.saml.metadata.valid.seconds", () -> secondsLeft(owner))
                .description("How long the copy in force may still be used; negative when it expired")
                .tag("owner", owner)
                .register(meters);
    }

    private double secondsLeft(String owner) {
        return open.values().stream()
                .filter(watched -> watched.owner().equals(owner))
                .mapToDouble(watched -> secondsLeft(watched.feed()))
                .max()
                .orElse(Double.NaN);
    }

    private double secondsLeft(Feed feed) {
        Optional<Instant> until =
                feed.inForce().flatMap(catalogue -> catalogue.envelope().validUntil());
        return until.map(end -> (double) Duration.between(clock.instant(), end).toSeconds())
                .orElse(feed.inForce().isPresent() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    }

    private static String sentence(Feed feed) {
        return switch (feed.current(Duration.ZERO)) {
            case Feed.Current.None(String why) -> why;
            case Feed.Current.Good(Catalogue catalogue) ->
                catalogue.entityIds().size() + " entities"
                        + catalogue
                                .envelope()
                                .validUntil()
                                .map(until -> ", valid until " + until)
                                .orElse("");
        };
    }

    private void forget(Partners partners) {
        Watched watched = open.remove(partners);
        if (watched != null
                && open.values().stream().noneMatch(other -> other.owner().equals(watched.owner()))) {
            Gauge gauge = gauges.remove(watched.owner());
            if (gauge != null) {
                meters.remove(gauge);
            }
        }
    }

    private static String text(Optional<URI> url) {
        return url.map(URI::toString).orElse("");
    }
}
