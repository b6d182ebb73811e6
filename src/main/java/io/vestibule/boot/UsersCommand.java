package io.vestibule.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Two users of one person become one, and two again. */
@Command(
        name = "users",
        description = "Make two users of one person one, on a running server; undo it for a while.",
        mixinStandardHelpOptions = true,
        subcommands = {UsersCommand.Merge.class, UsersCommand.Unmerge.class, UsersCommand.ListMerged.class},
        footer = {
            "%nAsks the server at OS_AUTH_URL as whoever the variables of an OpenStack client name, as vestibule sessions does.",
            "Who merges must hold what the policy's vestibule:merge_users asks for, of both users."
        })
final class UsersCommand implements Runnable {
    private static final String MERGES = "/merges";
    private static final String SURVIVOR = "survivor_id";
    private static final String MERGED = "merged_id";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: vestibule users merge, unmerge or merged");
    }

    /** The one goes into the other. */
    @Command(
            name = "merge",
            description =
                    "Make one user of two: ways in, groups, roles, consents and credentials of the one become the other's.",
            mixinStandardHelpOptions = true)
    static final class Merge implements Callable<Integer> {
        private final Map<String, String> environment;

        Merge() {
            this(System.getenv());
        }

        Merge(Map<String, String> environment) {
            this.environment = environment;
        }

        @Option(names = "--user", required = true, description = "Who goes, by id or name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        @Option(
                names = "--into",
                required = true,
                description = "Who stays and keeps its id everywhere, by id or name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String into;

        @Option(names = "--dry-run", description = "Only show both as they are and as they would be.")
        private boolean dryRun;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            SessionsApi api = new SessionsApi(environment);
            String goes = api.userId(user);
            String stays = api.userId(into);
            JsonNode plan = api.get(MERGES + "/plan", Map.of(SURVIVOR, stays, MERGED, goes))
                    .path("plan");
            print(out, plan);
            if (!dryRun) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.putObject("merge").put(SURVIVOR, stays).put(MERGED, goes);
                JsonNode done = api.post(MERGES, body).path("merge");
                out.println("merged; until " + text(done, "undo_until") + " undone by: vestibule users unmerge --user "
                        + text(done, MERGED));
            }
            out.flush();
            return 0;
        }

        private static void print(PrintWriter out, JsonNode plan) {
            out.println("stays: " + person(plan.path("survivor")));
            out.println("goes:  " + person(plan.path("merged")));
            plan.path("parts").forEach(part -> {
                out.println(text(part, "kind"));
                line(out, "  has already ", part.path("had"));
                line(out, "  comes along ", part.path("comes"));
                line(out, "  ends        ", part.path("ends"));
                if (part.has("not_shown")) {
                    out.println("  " + part.path("not_shown").asInt() + " not shown to a domain's manager");
                }
            });
            JsonNode rules = plan.path("multi_factor_auth_rules");
            if (!rules.isEmpty()) {
                out.println("asked for at every login: " + rules);
            }
        }

        private static String person(JsonNode user) {
            return text(user, "name") + " (" + text(user, "id") + ", domain " + text(user, "domain_id") + ")";
        }

        private static void line(PrintWriter out, String what, JsonNode texts) {
            if (!texts.isEmpty()) {
                out.println(what
                        + StreamSupport.stream(texts.spliterator(), false)
                                .map(one -> clean(one.asText()))
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    /** Two again. */
    @Command(
            name = "unmerge",
            description = "Undo it: what went along goes back, unless it was changed since.",
            mixinStandardHelpOptions = true)
    static final class Unmerge implements Callable<Integer> {
        private final Map<String, String> environment;

        Unmerge() {
            this(System.getenv());
        }

        Unmerge(Map<String, String> environment) {
            this.environment = environment;
        }

        @Option(names = "--user", required = true, description = "Who went, by id or name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() {
            SessionsApi api = new SessionsApi(environment);
            api.delete(MERGES + "/" + api.userId(user));
            PrintWriter out = spec.commandLine().getOut();
            out.println("two again");
            out.flush();
            return 0;
        }
    }

    /** One line each. */
    @Command(
            name = "merged",
            description = "Show who became one with whom and can still be undone.",
            mixinStandardHelpOptions = true)
    static final class ListMerged implements Callable<Integer> {
        private final Map<String, String> environment;

        ListMerged() {
            this(System.getenv());
        }

        ListMerged(Map<String, String> environment) {
            this.environment = environment;
        }

        @Option(names = "--into", description = "Only into this user, by id or name.")
        private @Nullable String into;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            SessionsApi api = new SessionsApi(environment);
            api.get(MERGES, into == null ? Map.of() : Map.of("user_id", api.userId(into)))
                    .path("merges")
                    .forEach(one -> out.println(text(one, MERGED) + " into " + text(one, SURVIVOR) + " at "
                            + text(one, "merged_at") + ", until " + text(one, "undo_until")
                            + (one.path("by_person").asBoolean() ? ", by the person" : "")));
            out.flush();
            return 0;
        }
    }

    private static String text(JsonNode node, String name) {
        return clean(node.path(name).asText());
    }

    /** What came from elsewhere must not steer a terminal. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
