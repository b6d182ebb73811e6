package io.vestibule.boot;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Second factors of people who lost theirs. */
@Command(
        name = "factors",
        description = "Look after people's second factors.",
        mixinStandardHelpOptions = true,
        subcommands = FactorsCommand.Reset.class)
final class FactorsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: vestibule factors reset --user NAME");
    }

    /** Takes everything away. */
    @Command(
            name = "reset",
            description = {
                "Take away every authenticator, passkey and recovery code of somebody. Be sure of who asks for it:",
                "from then on the password alone lets them in, or lets them set a new one up. Who is signed in",
                "as them is signed out, and what was given out in their name is void."
            },
            mixinStandardHelpOptions = true)
    static final class Reset implements Callable<Integer> {
        @Option(names = "--realm", description = "Which realm; needed when there are several.")
        private @Nullable String realm;

        @Option(names = "--domain", defaultValue = "Default", description = "Whose domain (default: Default).")
        private String domain = "Default";

        @Option(names = "--user", required = true, description = "The name of whoever lost theirs.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        @Override
        public Integer call() {
            WithDatabase.nothingButTheStore();
            Settings settings = Settings.ofThisProcess();
            String named = realm == null ? "" : realm;
            return WithDatabase.run(
                    settings,
                    Progress.to(System.err),
                    () -> new ServerRun(settings).serve(FactorsRun.class, named, domain, user));
        }
    }
}
