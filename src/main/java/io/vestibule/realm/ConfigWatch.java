package io.vestibule.realm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Notices that files changed. The file system's own notice makes it quick; looking at sizes and times every interval makes
 * it sure, since notices do not exist on every network file system and miss files outside the folders. What it compares with
 * is how they were when it was made: make it before the first reading, and no change falls between.
 */
final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConfigWatch.class);
    private static final long QUIET_MILLIS = 200; // an editor writes a file in several steps

    private final Supplier<Map<Path, String>> fingerprint;
    private final List<Path> folders;
    private final Duration interval;
    private final Runnable changed;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Thread thread;
    private Map<Path, String> seen;
    private volatile boolean closed;

    ConfigWatch(Supplier<Map<Path, String>> fingerprint, List<Path> folders, Duration interval, Runnable changed) {
        this.fingerprint = fingerprint;
        this.folders = folders;
        this.interval = interval;
        this.changed = changed;
        this.seen = fingerprint.get();
        this.thread = Thread.ofPlatform().daemon().name("config-watch").unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void watch() {
        try (Notices notices = Notices.open()) {
            while (!closed) {
                notices.listenTo(folders, keys);
                notices.await(interval);
                look();
            }
        } catch (InterruptedException | ClosedWatchServiceException stopped) {
            closed = true;
        }
    }

    private void look() throws InterruptedException {
        Map<Path, String> now = fingerprint.get();
        if (now.equals(seen)) {
            return;
        }
        for (Map<Path, String> before = seen; !now.equals(before); now = fingerprint.get()) {
            before = now;
            Thread.sleep(QUIET_MILLIS);
        }
        seen = now;
        try {
            changed.run();
        } catch (RuntimeException failed) {
            LOG.error("the configuration could not be reloaded", failed);
        }
    }

    /** The file system's notices, or plain waiting where it gives none. */
    private record Notices(Optional<WatchService> service) implements AutoCloseable {
        static Notices open() {
            try {
                return new Notices(Optional.of(FileSystems.getDefault().newWatchService()));
            } catch (IOException | UnsupportedOperationException none) {
                LOG.infof("no notices of changed files (%s): looking at intervals", none.getMessage());
                return new Notices(Optional.empty());
            }
        }

        void listenTo(List<Path> folders, Map<Path, WatchKey> keys) {
            keys.values().removeIf(key -> !key.isValid());
            for (Path directory : folders) {
                if (service.isPresent() && !keys.containsKey(directory) && Files.isDirectory(directory)) {
                    try {
                        keys.put(
                                directory,
                                directory.register(
                                        service.get(),
                                        StandardWatchEventKinds.ENTRY_CREATE,
                                        StandardWatchEventKinds.ENTRY_MODIFY,
                                        StandardWatchEventKinds.ENTRY_DELETE));
                    } catch (IOException refused) {
                        LOG.debugf("no notices for %s (%s): looking at intervals", directory, refused.getMessage());
                    }
                }
            }
        }

        void await(Duration interval) throws InterruptedException {
            if (service.isEmpty()) {
                Thread.sleep(interval);
                return;
            }
            WatchKey noticed = service.get().poll(interval.toMillis(), TimeUnit.MILLISECONDS);
            if (noticed != null) {
                noticed.pollEvents();
                noticed.reset();
            }
        }

        @Override
        public void close() {
            service.ifPresent(open -> {
                try {
                    open.close();
                } catch (IOException broken) {
                    throw new UncheckedIOException("notices of changed files cannot be closed", broken);
                }
            });
        }
    }
}
