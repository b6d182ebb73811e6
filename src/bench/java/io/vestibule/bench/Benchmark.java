package io.vestibule.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code ./vestibule bench}: starts the server as a person would, runs whole flows against it, and sets what each cost beside
 * what it could not have cost less. See docs/performance.md.
 */
public final class Benchmark {
    private static final int SETTLE_MILLIS = 3000;
    private static final String PARSED = "saml_parsed";
    private final Options options;
    private final Report report;
    private final Path folder;

    private Benchmark(Options options, Path folder) {
        this.options = options;
        this.report = new Report(options);
        this.folder = folder;
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        Path caller = Path.of(System.getProperty("vestibule.bench.caller", ""));
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            System.out.println(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.of(arguments, caller);
        } catch (IllegalArgumentException wrong) {
            System.err.println("vestibule: " + wrong.getMessage() + System.lineSeparator() + Options.USAGE);
            System.exit(2);
            return;
        }
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            System.err.println("vestibule: the benchmark reads CPU times from /proc, which only Linux has");
            System.exit(2);
        }
        System.exit(new Benchmark(options, Files.createTempDirectory("vestibule-bench-")).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        Path log = folder.resolve("server.log");
        boolean right = false;
        try {
            start(data, log, "first start, empty directory", false);
            shareKeys(data, log);
            try (Server server = Server.on(data, log, options.jvm())) {
                noteStart(server.awaitFirstAnswer(), "start, store initialised", true);
                Thread.sleep(SETTLE_MILLIS);
                memory(server, "idle", Bar.NONE.atMost(200));
                flows(server);
                memory(server, "after the flows", Bar.NONE.atMost(300));
            }
            if (options.json().isPresent()) {
                report.write(options.json().get());
            }
            right = report.allRight();
            return right;
        } finally {
            if (right) {
                delete(folder);
            } else {
                System.err.println("what the server said is in " + log);
            }
        }
    }

    /** The server reads tokens of a Keystone beside it. */
    private void shareKeys(Path data, Path log) throws IOException, InterruptedException {
        if (chosen().stream()
                .noneMatch(
                        flow -> flow.label().contains("_fresh") && flow.label().startsWith("keystone"))) {
            return;
        }
        Path keys = folder.resolve("keystone");
        ForeignKeystone.ONE.writeKeys(keys);
        for (String realm : List.of(Flow.JWS_REALM, Flow.FERNET_REALM)) {
            Server.importKeys(data, log, realm, keys);
        }
    }

    private List<Flow> chosen() {
        return Arrays.stream(Flow.values())
                .filter(flow -> flow == Flow.BARE
                        || options.only().matcher(flow.label()).find())
                .toList();
    }

    private void start(Path data, Path log, String what, boolean judged) throws IOException, InterruptedException {
        try (Server server = Server.on(data, log, options.jvm())) {
            noteStart(server.awaitFirstAnswer(), what, judged);
        }
    }

    private void noteStart(Server.Start start, String what, boolean judged) {
        report.figure(what, start.seconds(), "s", judged ? Bar.NONE.atMost(2) : Bar.NONE);
        report.figure(what, start.cpuSeconds(), "CPU s", judged ? Bar.NONE.atMost(3) : Bar.NONE);
    }

    private void memory(Server server, String when, Bar bar) {
        ProcessTree.Both use = server.use(true);
        report.figure("memory " + when, use.server().mebibytes(), "MiB", bar);
        report.figure("memory of the database " + when, use.database().mebibytes(), "MiB", Bar.NONE);
    }

    private void flows(Server server) throws IOException, InterruptedException {
        Load load = new Load(server, options.workers());
        List<Flow> chosen = chosen();
        List<Flow> before =
                chosen.stream().filter(flow -> !flow.afterRevocations()).toList();
        List<Flow> after = chosen.stream().filter(Flow::afterRevocations).toList();
        warmUp(load, before);
        Floors.Signatures signatures = Floors.jdk();
        note(signatures);
        Optional<Floors.Signatures> corretto = Floors.corretto();
        corretto.ifPresent(this::note);
        double argon2id = Floors.argon2id();
        report.floor("Argon2id 19 MiB t=2 (C library)", argon2id);
        Map<Flow, Load.Measured> measured = new LinkedHashMap<>();
        report.heading();
        for (List<Flow> part : List.of(before, after)) {
            if (!part.isEmpty() && part.getFirst().afterRevocations()) {
                Revocations.make(server);
                warmUp(load, part);
            }
            for (Flow flow : part) {
                measured.put(flow, load.run(flow, options.seconds()));
                Bars bars =
                        new Bars(signatures, argon2id, measured.get(Flow.BARE).millis());
                report.flow(flow, measured.get(flow), bars.of(flow));
            }
        }
        parsing(corretto.orElse(signatures)); // by which the server verifies
    }

    /** All of them before any is measured: a JVM that has seen one flow is fast at that one only. */
    private void warmUp(Load load, List<Flow> flows) throws IOException, InterruptedException {
        for (Flow flow : flows) {
            Load.Measured warm = load.run(flow, options.warmUp());
            if (warm.errors() > 0) {
                System.err.println(flow.label() + " while warming up: " + warm.messages());
            }
        }
    }

    private void parsing(Floors.Signatures floor) throws InterruptedException {
        if (options.only().matcher(PARSED).find()) {
            report.work(
                    PARSED,
                    Parsing.millis(Guild.RSA),
                    Bar.of(2 * floor.rs256Verified(), "2 RS256 verified, " + floor.provider()));
            report.work(
                    PARSED + "_ec",
                    Parsing.millis(Guild.EC),
                    Bar.of(2 * floor.es256Verified(), "2 ES256 verified, " + floor.provider()));
        }
    }

    private void note(Floors.Signatures signatures) {
        report.floor("RS256 sign (" + signatures.provider() + ")", signatures.rs256());
        report.floor("ES256 sign (" + signatures.provider() + ")", signatures.es256());
        report.floor("RS256 verify (" + signatures.provider() + ")", signatures.rs256Verified());
        report.floor("ES256 verify (" + signatures.provider() + ")", signatures.es256Verified());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException held) {
                    throw new UncheckedIOException(held);
                }
            });
        }
    }
}
