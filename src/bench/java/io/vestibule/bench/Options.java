package io.vestibule.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the command line asks for. */
record Options(int workers, double warmUp, double seconds, Pattern only, Optional<Path> json, List<String> jvm) {
    static final String USAGE = """
            usage: ./vestibule bench [-c WORKERS] [-w SECONDS] [-s SECONDS] [--only REGEX] [--json FILE] [--jvm OPTION]…
              -c      workers, each sends its next flow when the last is answered (4)
              -w      seconds that every flow is run before any is measured (10)
              -s      seconds that every flow is measured (5)
              --only  flows whose name the regular expression finds; start-up and floors are always measured
              --json  also write the figures there
              --jvm   added to the server's VESTIBULE_JAVA_OPTS; may be repeated""";

    static Options of(String[] arguments, Path caller) {
        Options options = new Options(4, 10, 5, Pattern.compile(""), Optional.empty(), List.of());
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            options = options.with(name, arguments[i + 1], caller);
        }
        return options;
    }

    private Options with(String name, String value, Path caller) {
        try {
            return switch (name) {
                case "-c" -> new Options(Integer.parseInt(value), warmUp, seconds, only, json, jvm);
                case "-w" -> new Options(workers, Double.parseDouble(value), seconds, only, json, jvm);
                case "-s" -> new Options(workers, warmUp, Double.parseDouble(value), only, json, jvm);
                case "--only" -> new Options(workers, warmUp, seconds, Pattern.compile(value), json, jvm);
                case "--json" -> new Options(workers, warmUp, seconds, only, Optional.of(caller.resolve(value)), jvm);
                case "--jvm" -> {
                    List<String> more = new ArrayList<>(jvm);
                    more.add(value);
                    yield new Options(workers, warmUp, seconds, only, json, List.copyOf(more));
                }
                default -> throw new IllegalArgumentException("no such option: " + name);
            };
        } catch (NumberFormatException | PatternSyntaxException wrong) {
            throw new IllegalArgumentException(name + " " + value + ": " + wrong.getMessage(), wrong);
        }
    }
}
