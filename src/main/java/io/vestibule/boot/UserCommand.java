package io.vestibule.boot;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Somebody's switch, on the operator's word, in any realm. */
@Command(
        name = "user",
        description = "Switch somebody off, which ends all they have open everywhere, or on again.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nWho is declared in the realm's file is switched there (enabled: false), which a running server follows.",
            "The embedded database is used while no server runs on it; an external one at any time."
        })
final class UserCommand implements Callable<Integer> {
    /** As it is typed. */
    enum What {
        disable,
        enable
    }

    @Parameters(paramLabel = "WHAT", description = "disable or enable")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private What what;

    @Option(names = "--realm", required = true, description = "Which realm.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String realm;

    @Option(names = "--user", required = true, description = "The user's name, or id.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String user;

    @Override
    public Integer call() {
        SessionsRun.What done = what == What.disable ? SessionsRun.What.DISABLE : SessionsRun.What.ENABLE;
        return SessionsCommand.atTheStore(done, realm, "", user, "", "");
    }
}
