package io.vestibule.boot;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that a running server carries out, for whoever the variables of an OpenStack client name. */
abstract class AtServerCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    AtServerCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ask(new ServerApi(environment), out);
        out.flush();
        return 0;
    }

    abstract void ask(ServerApi server, PrintWriter out);

    CommandSpec spec() {
        return spec;
    }

    /** That a list is empty is said where no program reads it as a line of the list. */
    void none(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("vestibule: no " + what);
        err.flush();
    }

    static String text(JsonNode node, String name) {
        return clean(node.path(name).asText());
    }

    /** What came from elsewhere must not steer a terminal. */
    static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
