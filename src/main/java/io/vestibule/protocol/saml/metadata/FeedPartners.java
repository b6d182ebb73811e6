package io.vestibule.protocol.saml.metadata;

import io.vestibule.connector.Organisations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The partners of one document, refreshed by a thread of its own. */
final class FeedPartners implements Partners {
    private static final Logger LOG = Logger.getLogger(FeedPartners.class);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    /** While there is no copy at all, whoever asks has it looked for, at most this often. */
    private static final Duration WITHOUT_COPY = Duration.ofSeconds(1);

    private final Feed feed;
    private final Optional<String> entityId;
    private final boolean large;
    private final Clock clock;
    private final Thread refresher;
    private final Runnable whenClosed;

    /**
     * @param large whether reading a copy takes so long that nobody should wait for it
     * @param entityId the only one meant; without one people choose from all in a large document
     */
    FeedPartners(Feed feed, boolean large, Optional<String> entityId, Clock clock, Runnable whenClosed) {
        this.feed = feed;
        this.large = large;
        this.entityId = entityId;
        this.clock = clock;
        this.whenClosed = whenClosed;
        // A federation's document keeps a core busy for seconds: not one of the few that carry virtual threads.
        this.refresher = large
                ? Thread.ofPlatform()
                        .name("saml-metadata")
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .unstarted(this::keepFresh)
                : Thread.ofVirtual().name("saml-metadata").unstarted(this::keepFresh);
    }

    FeedPartners started() {
        refresher.start();
        return this;
    }

    Feed feed() {
        return feed;
    }

    @Override
    public Lookup find(String id) {
        if (entityId.isPresent() && !entityId.get().equals(id)) {
            return new Lookup.Unknown("only " + entityId.get() + " is meant");
        }
        return in(current(), id, clock);
    }

    @Override
    public Lookup again(String id, Duration floor) {
        if (!large) {
            feed.lookAgain(floor);
        }
        return find(id);
    }

    /** The very first login through a partner that was down, or is this very server, must not wait for the next turn. */
    private Feed.Current current() {
        Feed.Current current = feed.current(PATIENCE);
        if (large || current instanceof Feed.Current.Good) {
            return current;
        }
        feed.lookAgain(WITHOUT_COPY);
        return feed.current(PATIENCE);
    }

    @Override
    public Lookup only() {
        return switch (current()) {
            case Feed.Current.None(String why) -> new Lookup.Unavailable(why);
            case Feed.Current.Good good when entityId.isPresent() -> in(good, entityId.get(), clock);
            case Feed.Current.Good good
            when good.catalogue().entityIds().size() == 1 ->
                in(good, good.catalogue().entityIds().iterator().next(), clock);
            case Feed.Current.Good several -> new Lookup.Unknown("it is a federation: say which entity");
        };
    }

    static Lookup in(Feed.Current current, String id, Clock clock) {
        if (current instanceof Feed.Current.None(String why)) {
            return new Lookup.Unavailable(why);
        }
        try {
            Optional<EntityMetadata> found =
                    ((Feed.Current.Good) current).catalogue().find(id);
            if (found.isEmpty()) {
                return new Lookup.Unknown(id + " is not in the metadata");
            }
            return found.get().validAt(clock.instant())
                    ? new Lookup.Found(found.get())
                    : new Lookup.Unavailable(
                            id + " was valid until " + found.get().validUntil().orElseThrow());
        } catch (MetadataRefused | IOException unreadable) {
            return new Lookup.Unavailable("the verified copy cannot be read: " + unreadable.getMessage());
        }
    }

    @Override
    public Optional<Organisations> organisations() {
        return large && entityId.isEmpty() ? Optional.of(new InForce()) : Optional.empty();
    }

    @Override
    public void close() {
        refresher.interrupt();
        whenClosed.run();
    }

    private void keepFresh() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                refresh();
                Thread.sleep(Duration.between(clock.instant(), feed.due()));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug met in one copy must not end the looking for the next. */
    private void refresh() {
        try {
            feed.refresh();
        } catch (RuntimeException broken) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("a refresh of metadata failed", broken);
            }
        }
    }

    /** Those of whatever copy is in force at the moment. */
    private final class InForce implements Organisations {
        private Optional<Organisations> now() {
            return feed.current(PATIENCE) instanceof Feed.Current.Good(Catalogue catalogue)
                    ? Optional.of(catalogue.organisations())
                    : Optional.empty();
        }

        @Override
        public int size() {
            return now().map(Organisations::size).orElse(0);
        }

        @Override
        public List<Organisation> search(String text, List<Locale> languages, int limit) {
            return now().map(all -> all.search(text, languages, limit)).orElse(List.of());
        }

        @Override
        public Optional<Organisation> find(String id, List<Locale> languages) {
            return now().flatMap(all -> all.find(id, languages));
        }
    }
}
