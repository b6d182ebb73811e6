package io.vestibule.boot;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The database first, then the server on it; on the way out the other way round. */
@Command(name = "start", description = "Start the server (until it is interrupted).", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Settings settings = Settings.ofThisProcess();
        return WithDatabase.run(
                settings, Progress.to(System.out), () -> new ServerRun(settings).serve(OpenHouse.class));
    }
}
