package io.vestibule.boot;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who is signed in by a browser, and out with them. */
@Command(
        name = "sessions",
        description = "List people's sessions, or end them everywhere.",
        mixinStandardHelpOptions = true,
        subcommands = {SessionsCommand.ListThem.class, SessionsCommand.End.class},
        footer = {
            "%nWith --realm straight at the store, of any realm: the embedded database while no server runs on it, an external one at",
            "any time. Running servers hear of it within a second, and tell again who could not be told.",
            "Without it, asks the server at OS_AUTH_URL (such as https://login.example.org/realms/cloud/v3) as whoever the variables",
            "of an OpenStack client name (OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME, or OS_TOKEN). Who ends sessions must",
            "hold what the policy's vestibule:end_sessions asks for: admin, as it ships."
        })
final class SessionsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: vestibule sessions list or end");
    }

    /** What needs no running server. */
    static int atTheStore(
            SessionsRun.What what, String realm, String session, String user, String client, String connector) {
        WithDatabase.nothingButTheStore();
        Settings settings = Settings.ofThisProcess();
        return WithDatabase.run(
                settings,
                Progress.to(System.err),
                () -> new ServerRun(settings)
                        .serve(SessionsRun.class, what.name(), realm, session, user, client, connector));
    }

    /** Which sessions. */
    static final class Filters {
        @Option(names = "--realm", description = "Of this realm, at the store; else of the server at OS_AUTH_URL.")
        private @Nullable String realm;

        @Option(names = "--user", description = "Of this user, by id or name.")
        private @Nullable String user;

        @Option(names = "--client", description = "In which this relying party took part: a client_id or an entityID.")
        private @Nullable String client;

        @Option(names = "--connector", description = "Of people who signed in by this connector.")
        private @Nullable String connector;

        /** Of which realm, where the store is meant. */
        Optional<String> realm() {
            return Optional.ofNullable(realm);
        }

        boolean isEmpty() {
            return user == null && client == null && connector == null;
        }

        /** Whether one was said that is empty, as of a variable that is not set: it must not mean everybody. */
        boolean saysNothing() {
            return Stream.of(text(user, "?"), text(client, "?"), text(connector, "?"))
                    .anyMatch(String::isBlank);
        }

        int atTheStore(SessionsRun.What what, String of, String session) {
            return SessionsCommand.atTheStore(what, of, session, text(user, ""), text(client, ""), text(connector, ""));
        }

        private static String text(@Nullable String given, String otherwise) {
            return given == null ? otherwise : given;
        }

        Map<String, String> query(ServerApi server) {
            Map<String, String> query = new LinkedHashMap<>();
            Optional.ofNullable(user).ifPresent(text -> query.put("user_id", server.userId(text)));
            Optional.ofNullable(client).ifPresent(text -> query.put("client", text));
            Optional.ofNullable(connector).ifPresent(text -> query.put("connector", text));
            return query;
        }
    }

    /** One line each. */
    @Command(name = "list", description = "Show living sessions, the last used first.", mixinStandardHelpOptions = true)
    static final class ListThem extends AtServerCommand {
        ListThem() {
            this(System.getenv());
        }

        ListThem(Map<String, String> environment) {
            super(environment);
        }

        @Mixin
        private final Filters filters = new Filters();

        @Override
        public Integer call() {
            return filters.realm().isPresent()
                    ? filters.atTheStore(SessionsRun.What.LIST, filters.realm().get(), "")
                    : super.call();
        }

        @Override
        void ask(ServerApi server, PrintWriter out) {
            JsonNode answer = server.list(filters.query(server));
            if (answer.path("sessions").isEmpty()) {
                none("such sessions");
            }
            answer.path("sessions").forEach(session -> {
                out.printf(
                        "%s  user %s  by %s  last used %s  from %s%n",
                        text(session, "id"),
                        text(session, "user_id"),
                        text(session, "connector"),
                        text(session, "last_used_at"),
                        text(session, "address"));
                session.path("parties")
                        .forEach(party -> out.printf("    %s (%s)%n", text(party, "client"), text(party, "protocol")));
            });
            if (answer.path("truncated").asBoolean()) {
                out.println("... and more: narrow it down with --user, --client or --connector");
            }
        }
    }

    /** What became of each party. */
    @Command(
            name = "end",
            description = "End sessions here and at everyone who took part, and say what came of it.",
            mixinStandardHelpOptions = true)
    static final class End extends AtServerCommand {
        End() {
            this(System.getenv());
        }

        End(Map<String, String> environment) {
            super(environment);
        }

        @Mixin
        private final Filters filters = new Filters();

        @Option(names = "--session", description = "This one.")
        private @Nullable String session;

        @Option(
                names = "--offline",
                description = "End the grants, too, that were to outlive these sessions (offline_access).")
        private boolean offline;

        @Override
        public Integer call() {
            requireFilter();
            if (filters.realm().isPresent()) {
                return filters.atTheStore(
                        offline ? SessionsRun.What.END_WITH_OFFLINE : SessionsRun.What.END,
                        filters.realm().get(),
                        session == null ? "" : session);
            }
            return super.call();
        }

        @Override
        void ask(ServerApi server, PrintWriter out) {
            Map<String, String> query = filters.query(server);
            if (offline) {
                query.put("offline", "true");
            }
            int count = 0;
            boolean more = true;
            while (more) {
                JsonNode answer = server.end(Optional.ofNullable(session), query);
                answer.path("ended").forEach(one -> print(out, one));
                count += answer.path("ended").size();
                more = answer.path("more").asBoolean();
            }
            out.println(count + (count == 1 ? " session" : " sessions") + " ended");
        }

        private void requireFilter() {
            boolean nothing = session == null ? filters.isEmpty() : session.isBlank();
            if (nothing || filters.saysNothing()) {
                throw new ParameterException(
                        spec().commandLine(), "say which: --session, --user, --client or --connector");
            }
        }

        private static void print(PrintWriter out, JsonNode ended) {
            out.printf("%s  user %s%n", text(ended, "id"), text(ended, "user_id"));
            ended.path("parties")
                    .forEach(party -> out.printf(
                            "    %s: %s%s%n",
                            text(party, "name"),
                            PartyWords.of(text(party, "outcome")),
                            party.has("detail") ? " (" + text(party, "detail") + "; told again later)" : ""));
        }
    }
}
