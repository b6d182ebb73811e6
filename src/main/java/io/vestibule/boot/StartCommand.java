package io.vestibule.boot;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** The database first, then the server on it; on the way out the other way round. */
@Command(name = "start", description = "Start the server (until it is interrupted).", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    private static final long CLOSED_WITHIN_SECONDS = 45;

    private final Settings settings = Settings.ofThisProcess();
    private final Progress progress = Progress.to(System.out);

    @Override
    public Integer call() {
        System.setProperty("vestibule.data-dir", settings.dataDirectory().root().toString());
        Optional<DatabaseAddress> address = DatabaseAddress.configured(settings);
        if (address.isPresent()) {
            progress.note("Using " + address.get().shown());
            address.get().use();
            return serve();
        }
        return serveOnOwnDatabase();
    }

    private int serveOnOwnDatabase() {
        CountDownLatch closed = new CountDownLatch(1);
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(settings.dataDirectory(), settings.programs(), progress, new SecureRandom())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(closed), "database-goes-last"));
            DatabaseAddress.of(database).use();
            return serve();
        } finally {
            closed.countDown();
        }
    }

    /**
     * A signal ends the JVM as soon as its hooks are through, and in a container the database with it. This one keeps
     * it until the server has let go of the database and the database has stopped.
     */
    private static void await(CountDownLatch closed) {
        try {
            if (!closed.await(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("vestibule: the database takes too long to stop and will recover at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int serve() {
        return new ServerRun(settings).serve(OpenHouse.class);
    }
}
