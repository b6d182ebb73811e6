package io.vestibule.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.mapping.DryRun;
import io.vestibule.mapping.RuleLint;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.Rules;
import io.vestibule.mapping.SavedClaims;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries and checks mapping rules, without a server. */
@Command(
        name = "mapping",
        description = "Try and check mapping rules, files as a Keystone takes them. Needs no server.",
        mixinStandardHelpOptions = true,
        subcommands = {MappingCommand.TestRules.class, MappingCommand.Lint.class})
final class MappingCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: vestibule mapping test, or vestibule mapping lint");
    }

    @Command(
            name = "test",
            description = {
                "Say what rules make of claims: which rules fit, what each gives, what comes of it.",
                "Without --claims, run the tests that lie beside the rules: NAME.tests.json beside NAME.json."
            },
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:somebody with these claims comes in; every test holds",
                "1:they do not; a test does not hold",
                "2:a file cannot be used"
            })
    static final class TestRules implements Callable<Integer> {
        @Option(names = "--rules", required = true, description = "JSON: a list of rules, or a mapping of the API.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path rules;

        @Option(
                names = {"--claims", "--input"},
                description = "JSON object of claims, or lines \"attribute: value\" with ; between values, as for "
                        + "keystone-manage mapping_engine.")
        private @Nullable Path claims;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            Optional<Rules> read = rules(rules, spec);
            if (read.isEmpty()) {
                return 2;
            }
            Path said = claims;
            if (said == null) {
                return beside(read.get(), out);
            }
            try {
                ObjectNode told = DryRun.of(read.get(), SavedClaims.read(Files.readString(said)));
                out.println(JSON.writeValueAsString(told));
                out.flush();
                return told.path("outcome").asText().equals("matched") ? 0 : 1;
            } catch (IllegalArgumentException unusable) {
                return unusable(spec, String.valueOf(unusable.getMessage()));
            }
        }

        private int beside(Rules read, PrintWriter out) throws IOException {
            Path tests = rules.resolveSibling(
                    rules.getFileName().toString().replaceFirst("(\\.json)?$", "") + ".tests.json");
            if (!Files.isReadable(tests)) {
                return unusable(spec, "give --claims, or put tests into " + tests);
            }
            List<String> failures = MappingTests.failures(read, JSON.readTree(Files.readString(tests)), out::println);
            failures.forEach(out::println);
            out.flush();
            return failures.isEmpty() ? 0 : 1;
        }
    }

    @Command(
            name = "lint",
            description = "Say what in rules cannot be meant: rules that never fit, places that stand for nothing.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:nothing found", "1:something found", "2:the file cannot be used"})
    static final class Lint implements Callable<Integer> {
        @Option(names = "--rules", required = true, description = "JSON: a list of rules, or a mapping of the API.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path rules;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            Optional<Rules> read = rules(rules, spec);
            if (read.isEmpty()) {
                return 2;
            }
            List<String> findings = RuleLint.findings(read.get());
            PrintWriter out = spec.commandLine().getOut();
            findings.forEach(out::println);
            out.println(findings.isEmpty() ? "nothing found" : findings.size() + " found");
            out.flush();
            return findings.isEmpty() ? 0 : 1;
        }
    }

    private static Optional<Rules> rules(Path file, CommandSpec spec) throws IOException {
        if (!Files.isReadable(file)) {
            unusable(spec, file + " cannot be read");
            return Optional.empty();
        }
        return switch (RuleReader.read(Files.readString(file))) {
            case RuleReader.Outcome.Read read -> Optional.of(read.rules());
            case RuleReader.Outcome.Refused refused -> {
                refused.problems().forEach(problem -> unusable(spec, file + ": " + problem));
                yield Optional.empty();
            }
        };
    }

    private static int unusable(CommandSpec spec, String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("vestibule: " + why);
        err.flush();
        return 2;
    }

    /** Tests of rules: {@code [{"name": …, "claims": {…}, "expect": {"outcome": "matched", "groups": [{"name": …}]}}]}. */
    private static final class MappingTests {
        /** What does not hold; what {@code expect} leaves out is not compared. */
        static List<String> failures(Rules rules, JsonNode tests, Consumer<String> told) {
            List<String> failures = new ArrayList<>();
            int passed = 0;
            for (JsonNode test : tests) {
                ObjectNode got = DryRun.of(rules, SavedClaims.of(test.path("claims")));
                List<String> wrong = new ArrayList<>();
                compare("", test.path("expect"), got, wrong);
                passed += wrong.isEmpty() ? 1 : 0;
                wrong.forEach(line -> failures.add(test.path("name").asText("a test") + ": " + line));
            }
            told.accept(passed + " of " + tests.size() + " tests hold");
            if (tests.isEmpty()) {
                failures.add("there is no test in the file");
            }
            return failures;
        }

        private static void compare(String path, JsonNode expected, JsonNode got, List<String> wrong) {
            if (expected.isObject() && got.isObject()) {
                expected.properties()
                        .forEach(member -> compare(
                                path + "/" + member.getKey(), member.getValue(), got.path(member.getKey()), wrong));
            } else if (!expected.equals(got)) {
                wrong.add(path + " should be " + expected + " and is " + (got.isMissingNode() ? "absent" : got));
            }
        }
    }
}
