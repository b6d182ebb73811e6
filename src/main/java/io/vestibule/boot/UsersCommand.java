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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Switches on and off, two users of one person that become one, and two again. */
@Command(
        name = "users",
        description = "Switch people off and on; make two users of one person one, and undo it for a while.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UsersCommand.Disable.class,
            UsersCommand.Enable.class,
            UsersCommand.Merge.class,
            UsersCommand.Unmerge.class,
            UsersCommand.ListMerged.class
        },
        footer = {
            "%ndisable and enable act on the store of any realm: the embedded database while no server runs on it, an external one at any",
            "time. The others ask the server at OS_AUTH_URL as whoever the variables of an OpenStack client name, as vestibule",
            "sessions does. Who merges must hold what the policy's vestibule:merge_users asks for, of both users."
        })
final class UsersCommand implements Runnable {
    private static final String DECLARED =
            "%nWho is declared in the realm's file is switched there (enabled: false), which a running server follows.";
    private static final String MERGES = "/merges";
    private static final String SURVIVOR = "survivor_id";
    private static final String MERGED = "merged_id";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what: vestibule users disable, enable, merge, unmerge or merged");
    }

    /** Who is meant, at the store. */
    static final class Whom {
        @Option(names = "--realm", required = true, description = "Which realm.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String realm;

        @Option(names = "--user", required = true, description = "The user's name, or id.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        int become(SessionsRun.What what) {
            return SessionsCommand.atTheStore(what, realm, "", user, "", "");
        }
    }

    /** On the operator's word, in any realm. */
    @Command(
            name = "disable",
            description = "Switch somebody off, which ends all they have open everywhere.",
            mixinStandardHelpOptions = true,
            footer = DECLARED)
    static final class Disable implements Callable<Integer> {
        @Mixin
        private final Whom whom = new Whom();

        @Override
        public Integer call() {
            return whom.become(SessionsRun.What.DISABLE);
        }
    }

    /** On again. */
    @Command(
            name = "enable",
            description = "Switch somebody on again.",
            mixinStandardHelpOptions = true,
            footer = DECLARED)
    static final class Enable implements Callable<Integer> {
        @Mixin
        private final Whom whom = new Whom();

        @Override
        public Integer call() {
            return whom.become(SessionsRun.What.ENABLE);
        }
    }

    /** The one goes into the other. */
    @Command(
            name = "merge",
            description =
                    "Make one user of two: ways in, groups, roles, consents and credentials of the one become the other's.",
            mixinStandardHelpOptions = true)
    static final class Merge extends AtServerCommand {
        Merge() {
            this(System.getenv());
        }

        Merge(Map<String, String> environment) {
            super(environment);
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

        @Override
        void ask(ServerApi server, PrintWriter out) {
            String goes = server.userId(user);
            String stays = server.userId(into);
            JsonNode plan = server.get(MERGES + "/plan", Map.of(SURVIVOR, stays, MERGED, goes))
                    .path("plan");
            print(out, plan);
            if (!dryRun) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.putObject("merge").put(SURVIVOR, stays).put(MERGED, goes);
                JsonNode done = server.post(MERGES, body).path("merge");
                out.println("merged; until " + text(done, "undo_until") + " undone by: vestibule users unmerge --user "
                        + text(done, MERGED));
            }
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
    static final class Unmerge extends AtServerCommand {
        Unmerge() {
            this(System.getenv());
        }

        Unmerge(Map<String, String> environment) {
            super(environment);
        }

        @Option(names = "--user", required = true, description = "Who went, by id or name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        @Override
        void ask(ServerApi server, PrintWriter out) {
            server.delete(MERGES + "/" + server.userId(user));
            out.println("two again");
        }
    }

    /** One line each. */
    @Command(
            name = "merged",
            description = "Show who became one with whom and can still be undone.",
            mixinStandardHelpOptions = true)
    static final class ListMerged extends AtServerCommand {
        ListMerged() {
            this(System.getenv());
        }

        ListMerged(Map<String, String> environment) {
            super(environment);
        }

        @Option(names = "--into", description = "Only into this user, by id or name.")
        private @Nullable String into;

        @Override
        void ask(ServerApi server, PrintWriter out) {
            JsonNode merges = server.get(MERGES, into == null ? Map.of() : Map.of("user_id", server.userId(into)))
                    .path("merges");
            if (merges.isEmpty()) {
                none("merges that could still be undone");
            }
            merges.forEach(one -> out.println(text(one, MERGED) + " into " + text(one, SURVIVOR) + " at "
                    + text(one, "merged_at") + ", until " + text(one, "undo_until")
                    + (one.path("by_person").asBoolean() ? ", by the person" : "")));
        }
    }
}
