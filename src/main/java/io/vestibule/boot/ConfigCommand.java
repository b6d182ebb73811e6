package io.vestibule.boot;

import io.quarkus.runtime.Quarkus;
import io.vestibule.realm.ConfigChecked;
import io.vestibule.realm.ConfigRefused;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be asked about the operator's files. */
@Command(
        name = "config",
        description = "Look at realm-config/ and connectors/.",
        mixinStandardHelpOptions = true,
        subcommands = ConfigCommand.CheckFiles.class)
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: vestibule config check");
    }

    /**
     * A start that ends when the files have been read: the same reader, the same blocks of every protocol, but no database,
     * no port, and no secret made.
     */
    @Command(
            name = "check",
            description = "Read every file as a start would, and tell every problem. Changes nothing.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:the files are good", "1:they are not; each problem is on a line"})
    static final class CheckFiles implements Callable<Integer> {
        private static final Map<String, String> NOTHING_BUT_READING = Map.of(
                "vestibule.check-only", "true",
                "quarkus.datasource.active", "false",
                "quarkus.datasource.jdbc.url", "jdbc:postgresql:unused",
                "quarkus.hibernate-orm.active", "false",
                "quarkus.flyway.active", "false",
                "quarkus.flyway.migrate-at-start", "false",
                "quarkus.http.host-enabled", "false",
                "quarkus.scheduler.enabled", "false",
                "quarkus.log.level", "ERROR");

        @Option(names = "--realm-config", description = "Another folder than the one in use.")
        private @Nullable Path realmConfig;

        @Option(names = "--connectors", description = "Another folder of presets than the one in use.")
        private @Nullable Path connectors;

        @Override
        public Integer call() {
            Settings settings = Settings.ofThisProcess();
            System.setProperty(
                    "vestibule.data-dir", settings.dataDirectory().root().toString());
            NOTHING_BUT_READING.forEach(System::setProperty);
            Optional.ofNullable(realmConfig).ifPresent(path -> set("vestibule.realm-config", path));
            Optional.ofNullable(connectors).ifPresent(path -> set("vestibule.connectors", path));
            AtomicInteger status = new AtomicInteger(1);
            Quarkus.run(OpenHouse.class, (code, failure) -> status.set(told(settings, failure)));
            return status.get();
        }

        private static void set(String key, Path path) {
            System.setProperty(key, path.toString());
        }

        private static int told(Settings settings, @Nullable Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConfigChecked good) {
                    System.out.println(good.getMessage());
                    return 0;
                }
                if (cause instanceof ConfigRefused bad) {
                    System.err.println("vestibule: " + bad.getMessage());
                    return 1;
                }
            }
            new ServerRun(settings).tell(failure);
            return 1;
        }
    }
}
