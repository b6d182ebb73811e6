package io.vestibule.boot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Identity providers of the Identity API, their protocols and rules, on the operator's word. */
@Command(
        name = "federation",
        description = "Show, make, change and delete identity providers of the Identity API and their mapping rules.",
        mixinStandardHelpOptions = true,
        footer = "%nThe embedded database is used while no server runs on it; an external one at any time.%n"
                + "What a realm's file declares is the file's: it says it again at the next start.")
final class FederationCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WHAT", description = "list, mapping, provider or protocol")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private FederationRun.What what;

    @Option(names = "--realm", description = "Which realm; needed when there are several.")
    private @Nullable String realm;

    @Option(names = "--id", description = "Of the mapping or the identity provider.")
    private @Nullable String id;

    @Option(names = "--rules", description = "Of a mapping. JSON: a list of rules, or a mapping of the API.")
    private @Nullable Path rules;

    @Option(
            names = "--connector",
            description = "Through which a provider's people come; new: the one called as it is.")
    private @Nullable String connector;

    @Option(names = "--domain", description = "In which a new provider's people are made, by its name; new: Default.")
    private @Nullable String domain;

    @Option(names = "--remote-id", description = "What the upstream may call itself; again for several.")
    private @Nullable List<String> remoteIds;

    @Option(names = "--authorization-ttl", description = "How long after a login what it gave holds: 8h, PT30M.")
    private @Nullable String ttl;

    @Option(
            names = "--grants-kept-for",
            description = "How long after the last login that gave them groups and roles stay that the rules give no "
                    + "longer: 30d, PT12H; 0m: not at all.")
    private @Nullable String kept;

    @Option(names = "--mapping", description = "By which rules a provider's people come in.")
    private @Nullable String mapping;

    @Option(names = "--protocol", description = "What these rules are for; as the connector speaks when not said.")
    private @Nullable String protocol;

    @Option(names = "--enabled", arity = "1", description = "Switches a provider on (true) or off (false).")
    private @Nullable Boolean enabled;

    @Option(names = "--delete", description = "Deletes it, and what it gave; of a provider's protocol that one alone.")
    private boolean delete;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String wish = wish().toString();
        WithDatabase.nothingButTheStore();
        Settings settings = Settings.ofThisProcess();
        return WithDatabase.run(
                settings,
                Progress.to(System.err),
                () -> new ServerRun(settings).serve(FederationRun.class, what.name(), wish));
    }

    private ObjectNode wish() throws IOException {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("delete", delete);
        put(wish, "realm", realm);
        put(wish, "id", id);
        put(wish, "connector", connector);
        put(wish, "domain", domain);
        put(wish, "mapping", mapping);
        put(wish, "protocol", protocol);
        if (rules != null) {
            wish.put("rules", Files.readString(rules));
        }
        if (remoteIds != null) {
            remoteIds.forEach(wish.putArray("remoteIds")::add);
        }
        if (ttl != null) {
            wish.put("ttlMinutes", Math.max(1, minutes("--authorization-ttl", ttl)));
        }
        if (kept != null) {
            wish.put("keptMinutes", minutes("--grants-kept-for", kept));
        }
        if (enabled != null) {
            wish.put("enabled", enabled);
        }
        return wish;
    }

    private long minutes(String option, String said) {
        try {
            String iso = said.startsWith("P") ? said : (said.endsWith("d") ? "P" : "PT") + said;
            return Math.max(0, Duration.parse(iso).toMinutes());
        } catch (DateTimeParseException unreadable) {
            throw new ParameterException(spec.commandLine(), option + " is written as 8h, 30d or PT30M");
        }
    }

    private static void put(ObjectNode wish, String key, @Nullable String value) {
        if (value != null) {
            wish.put(key, value);
        }
    }
}
