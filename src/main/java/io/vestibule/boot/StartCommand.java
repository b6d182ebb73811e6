package io.vestibule.boot;

import io.quarkus.runtime.Quarkus;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

/** The database first, then the server on it; on the way out the other way round. */
@Command(name = "start", description = "Start the server (until it is interrupted).", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
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
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(settings.dataDirectory().root(), progress, new SecureRandom())) {
            DatabaseAddress.of(database).use();
            return serve();
        }
    }

    private static int serve() {
        AtomicInteger status = new AtomicInteger();
        Quarkus.run(OpenHouse.class, (code, failure) -> status.set(code));
        return status.get();
    }
}
