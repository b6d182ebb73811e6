package io.vestibule.boot;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Token keys shared with a Keystone. */
@Command(
        name = "keystone-keys",
        description = "Share the keys of OpenStack tokens with a Keystone, as files laid out as below /etc/keystone.",
        mixinStandardHelpOptions = true,
        subcommands = {KeystoneKeysCommand.Export.class, KeystoneKeysCommand.Import.class})
final class KeystoneKeysCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: vestibule keystone-keys export or import");
    }

    private static int run(String what, @Nullable String realm, Path folder) {
        WithDatabase.nothingButTheStore();
        Settings settings = Settings.ofThisProcess();
        String named = realm == null ? "" : realm;
        return WithDatabase.run(
                settings,
                Progress.to(System.err),
                () -> new ServerRun(settings)
                        .serve(
                                KeystoneKeysRun.class,
                                what,
                                named,
                                folder.toAbsolutePath().toString()));
    }

    /** Ours for a Keystone. */
    @Command(
            name = "export",
            description = "Write our keys, so that a Keystone reads our tokens.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        @Option(names = "--realm", description = "Which realm; needed when there are several.")
        private @Nullable String realm;

        @Parameters(paramLabel = "FOLDER", description = "Gets jws-keys/ and fernet-keys/, readable to you alone.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path folder;

        @Override
        public Integer call() {
            return run(KeystoneKeysRun.EXPORT, realm, folder);
        }
    }

    /** A Keystone's for us. */
    @Command(
            name = "import",
            description = {
                "Take over a Keystone's keys: new tokens are made with its private key and its primary Fernet key,",
                "and those it made are read. Imported keys that the folder no longer holds end."
            },
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Option(names = "--realm", description = "Which realm; needed when there are several.")
        private @Nullable String realm;

        @Parameters(paramLabel = "FOLDER", description = "Holds jws-keys/ or fernet-keys/, such as /etc/keystone.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path folder;

        @Override
        public Integer call() {
            return run(KeystoneKeysRun.IMPORT, realm, folder);
        }
    }
}
