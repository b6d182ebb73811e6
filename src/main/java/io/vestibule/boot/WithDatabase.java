package io.vestibule.boot;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Something done on the database: the operator's, or our own, which is started before and stopped after. */
final class WithDatabase {
    private static final long CLOSED_WITHIN_SECONDS = 45;
    private static final Map<String, String> NOTHING_BUT_THE_STORE = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.scheduler.enabled", "false",
            "quarkus.log.level", "WARN",
            // What a command answers is read by programs; whatever else there is to say goes beside it.
            "quarkus.log.console.stderr", "true",
            "quarkus.log.category.\"org.flywaydb.core.internal.command.DbMigrate\".level", "WARN",
            "quarkus.log.category.\"io.vestibule.protocol.saml.metadata\".level", "ERROR");

    private WithDatabase() {}

    /** For a command that ends at once: no address is opened, no work of a server is begun, no partner is missed. */
    static void nothingButTheStore() {
        NOTHING_BUT_THE_STORE.forEach(System::setProperty);
    }

    static int run(Settings settings, Progress progress, IntSupplier work) {
        System.setProperty("vestibule.data-dir", settings.dataDirectory().root().toString());
        Optional<DatabaseAddress> address = DatabaseAddress.configured(settings);
        if (address.isPresent()) {
            progress.note("Using " + address.get().shown());
            address.get().use();
            return work.getAsInt();
        }
        return onOurOwn(settings, progress, work);
    }

    private static int onOurOwn(Settings settings, Progress progress, IntSupplier work) {
        CountDownLatch closed = new CountDownLatch(1);
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(settings.dataDirectory(), settings.programs(), progress, new SecureRandom())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(closed), "database-goes-last"));
            DatabaseAddress.of(database).use();
            return work.getAsInt();
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
}
