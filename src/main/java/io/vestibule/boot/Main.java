package io.vestibule.boot;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The one entry of the artifact: without a word it starts the server, with one it does that. */
@QuarkusMain
@Command(
        name = "vestibule",
        description = "One front door for every identity. Without a command: start.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            StartCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            BootstrapCommand.class,
            KeystoneKeysCommand.class,
            FactorsCommand.class,
            IdentitiesCommand.class,
            FederationCommand.class,
            MappingCommand.class,
            RehearseCommand.class,
            SessionsCommand.class,
            UsersCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Callable<Integer> {
    /** The framework would answer malformed addresses with a bare 400; the portal has a page for them. */
    private static final String NO_BARE_REFUSAL = "vertx.disableURIValidation";

    public static void main(String... arguments) {
        System.setProperty(NO_BARE_REFUSAL, "true"); // it is looked at once, before there is any configuration
        boolean plain = arguments.length == 0 || Arrays.equals(arguments, new String[] {"start"});
        System.exit(
                plain
                        ? start()
                        : commandLine(Path.of(System.getProperty("vestibule.caller", "")))
                                .execute(arguments));
    }

    /**
     * What the command line below would do, without it: its classes are older than what the record of a start can hold
     * (JEP 514), and reading all commands to run the one without options takes a fifth of a second of CPU.
     */
    private static int start() {
        try {
            return new StartCommand().call();
        } catch (StartRefusal refusal) {
            System.err.println(sentence(refusal));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** @param caller the folder of whoever calls */
    static CommandLine commandLine(Path caller) {
        return new CommandLine(new Main())
                .registerConverter(Path.class, new CallersPath(caller))
                .setExecutionExceptionHandler(Main::refused);
    }

    @Override
    public Integer call() {
        return new StartCommand().call();
    }

    /** An expected refusal is one sentence; anything else is a bug and shows where. */
    static int refused(Exception exception, CommandLine command, ParseResult parsed) throws Exception {
        if (!(exception instanceof StartRefusal)) {
            throw exception;
        }
        PrintWriter err = command.getErr();
        err.println(sentence(exception));
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String sentence(Exception refusal) {
        return "vestibule: " + refusal.getMessage();
    }

    /** What the artifact calls itself. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Vestibule " + ofArtifact()};
        }

        static String ofArtifact() {
            return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                    .orElse("(not packaged)");
        }
    }
}
