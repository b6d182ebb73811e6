package io.vestibule.boot;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which upstream identities lead to a user, on the operator's word. */
@Command(
        name = "identities",
        description = "Show, make and undo links between users and accounts elsewhere; make a user before they come.",
        mixinStandardHelpOptions = true,
        footer = "%nThe embedded database is used while no server runs on it; an external one at any time.")
final class IdentitiesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WHAT", description = "list, link, unlink or expect")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private IdentitiesRun.What what;

    @Option(names = "--realm", description = "Which realm; needed when there are several.")
    private @Nullable String realm;

    @Option(names = "--user", required = true, description = "The user's name, or id; for expect, the name wished for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String user;

    @Option(names = "--connector", description = "By which connector they come.")
    private @Nullable String connector;

    @Option(names = "--subject", description = "What the connector calls them, exactly: never an address or a name.")
    private @Nullable String subject;

    @Override
    public Integer call() {
        WithDatabase.nothingButTheStore();
        Settings settings = Settings.ofThisProcess();
        return WithDatabase.run(
                settings,
                Progress.to(System.err),
                () -> new ServerRun(settings)
                        .serve(
                                IdentitiesRun.class,
                                what.name(),
                                Optional.ofNullable(realm).orElse(""),
                                user,
                                Optional.ofNullable(connector).orElse(""),
                                Optional.ofNullable(subject).orElse("")));
    }
}
