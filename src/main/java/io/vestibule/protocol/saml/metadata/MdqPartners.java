package io.vestibule.protocol.saml.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.connector.Organisations;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The partners a query server knows (Metadata Query Protocol): each asked for when first needed, then kept like any other. */
final class MdqPartners implements Partners {
    private static final int MOST = 1_000;
    private static final int LONGEST_ENTITY_ID = 1024; // SAML Metadata §2.2.1

    private final Cache<String, Feed> feeds =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final Function<String, Feed> open;
    private final Clock clock;
    private final Questions questions = new Questions();

    /** Whoever names entities that nobody knows, a hundred in one request, must not make us ask for each. */
    private static final class Questions {
        private static final int MOST_IN_A_MINUTE = 60;

        private long minute;
        private int asked;

        synchronized boolean mayAsk(Instant now) {
            long present = now.getEpochSecond() / 60;
            asked = present == minute ? asked + 1 : 1;
            minute = present;
            return asked <= MOST_IN_A_MINUTE;
        }
    }

    MdqPartners(Function<String, Feed> open, Clock clock) {
        this.open = open;
        this.clock = clock;
    }

    @Override
    public Lookup find(String entityId) {
        if (entityId.isEmpty() || entityId.length() > LONGEST_ENTITY_ID) {
            return new Lookup.Unknown("no entity id");
        }
        Feed feed = feed(entityId);
        boolean due = !clock.instant().isBefore(feed.due());
        if (due && feed.inForce().isEmpty() && !questions.mayAsk(clock.instant())) {
            return new Lookup.Unavailable("too many unknown entities were asked for; in a minute again");
        }
        if (due) {
            look(feed);
        }
        return FeedPartners.in(feed.current(Duration.ZERO), entityId, clock);
    }

    @Override
    public Lookup again(String entityId, Duration floor) {
        if (!(find(entityId) instanceof Lookup.Unknown)) {
            feed(entityId).lookAgain(floor);
        }
        return find(entityId);
    }

    private Feed feed(String entityId) {
        return feeds.get(entityId, id -> {
            Feed fresh = open.apply(id);
            fresh.loadKept();
            return fresh;
        });
    }

    /** With a good copy nobody waits for a newer one. */
    private static void look(Feed feed) {
        if (feed.current(Duration.ZERO) instanceof Feed.Current.Good) {
            Thread.ofVirtual().name("saml-metadata").start(feed::refreshUnlessUnderWay);
        } else {
            feed.refresh();
        }
    }

    @Override
    public Lookup only() {
        return new Lookup.Unknown("a query server knows many: say which entity");
    }

    @Override
    public Optional<Organisations> organisations() {
        return Optional.of(new Named());
    }

    /** It answers for who is named, and lists nobody: an entity id is all that can be searched for. */
    private final class Named implements Organisations {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public List<Organisation> search(String text, List<Locale> languages, int limit) {
            return find(text.strip(), languages).stream().limit(limit).toList();
        }

        @Override
        public Optional<Organisation> find(String id, List<Locale> languages) {
            return isUri(id) && MdqPartners.this.find(id) instanceof Lookup.Found(EntityMetadata entity)
                    ? OrganisationEntry.of(entity).map(entry -> entry.shown(languages))
                    : Optional.empty();
        }

        /** SAML Metadata §2.2.1: an entity id is a URI. What is none is not worth a question. */
        private static boolean isUri(String text) {
            return text.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
        }
    }

    @Override
    public void close() {
        feeds.invalidateAll();
    }

    /** Metadata Query Protocol, §3: the id, or its hash, as one percent-encoded segment. */
    static URI address(URI base, String entityId, boolean hashed) {
        String segment = entityId;
        if (hashed) {
            byte[] hash = EnvelopedSignature.digest("SHA-1").digest(entityId.getBytes(StandardCharsets.UTF_8));
            segment = "{sha1}" + HexFormat.of().formatHex(hash);
        }
        String encoded = URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create(base.toString().replaceFirst("/$", "") + "/entities/" + encoded);
    }
}
