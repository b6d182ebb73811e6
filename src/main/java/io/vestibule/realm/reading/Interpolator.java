package io.vestibule.realm.reading;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the references of one reading: <code>${base}</code>, <code>${env:NAME}</code>,
 * <code>${env:NAME:-otherwise}</code>, <code>${file:/path}</code>, <code>${secret:name}</code>; <code>$${</code> is a plain
 * <code>${</code>.
 */
public final class Interpolator {
    private static final List<String> KINDS = List.of("base", "env", "file", "secret");
    private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int LARGEST_VALUE = 64 * 1024;

    /** What a text became. Neither prints it. */
    public sealed interface Outcome {
        /** @param outside whether any of it came from outside the file, and so must not be shown */
        record Text(String value, boolean outside) implements Outcome {
            @Override
            public String toString() {
                return outside ? "***" : value;
            }
        }

        record Missing(String sentence) implements Outcome {}
    }

    private final UnaryOperator<@Nullable String> environment;
    private final String base;
    private final KeptSecrets secrets;
    private final Set<Path> filesRead = new LinkedHashSet<>();

    public Interpolator(UnaryOperator<@Nullable String> environment, String base, KeptSecrets secrets) {
        this.environment = environment;
        this.base = base;
        this.secrets = secrets;
    }

    /** The files that references named: when one changes, so does the configuration. */
    public Set<Path> filesRead() {
        return Set.copyOf(filesRead);
    }

    static boolean hasReference(String text) {
        return text.contains("${");
    }

    public Outcome resolve(String text) {
        StringBuilder result = new StringBuilder();
        boolean outside = false;
        int from = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
            if (at > from && text.charAt(at - 1) == '$') {
                result.append(text, from, at).append('{');
                from = at + 2;
                continue;
            }
            int end = text.indexOf('}', at);
            if (end < 0) {
                return new Outcome.Missing(
                        "a reference \"${\" is not closed with \"}\"; a plain \"${\" is written \"$${\"");
            }
            Outcome part = reference(text.substring(at + 2, end));
            if (!(part instanceof Outcome.Text found)) {
                return part;
            }
            result.append(text, from, at).append(found.value());
            outside |= found.outside();
            from = end + 1;
        }
        return new Outcome.Text(result.append(text.substring(from)).toString(), outside);
    }

    private Outcome reference(String body) {
        int colon = body.indexOf(':');
        String kind = colon < 0 ? body : body.substring(0, colon);
        String argument = colon < 0 ? "" : body.substring(colon + 1);
        return switch (kind) {
            case "base" -> new Outcome.Text(base, false);
            case "env" -> environment(argument);
            case "file" -> file(argument);
            case "secret" -> secret(argument);
            default ->
                new Outcome.Missing("the reference ${" + kind + "…} is not understood" + Nearest.hint(kind, KINDS));
        };
    }

    private Outcome environment(String argument) {
        int dash = argument.indexOf(":-");
        String name = dash < 0 ? argument : argument.substring(0, dash);
        if (!ENVIRONMENT_NAME.matcher(name).matches()) {
            return new Outcome.Missing(
                    "a reference to the environment is written ${env:NAME} or ${env:NAME:-otherwise}");
        }
        String value = environment.apply(name);
        if (value != null && !value.isEmpty()) {
            return new Outcome.Text(value, true);
        }
        return dash < 0
                ? new Outcome.Missing("the environment variable " + name + " is not set")
                : new Outcome.Text(argument.substring(dash + 2), false);
    }

    private Outcome file(String argument) {
        Path path;
        try {
            path = Path.of(argument);
        } catch (InvalidPathException broken) {
            return new Outcome.Missing("a reference to a file is written ${file:/absolute/path}");
        }
        if (!path.isAbsolute()) {
            return new Outcome.Missing("a reference to a file is written ${file:/absolute/path}");
        }
        filesRead.add(path);
        try {
            return Files.size(path) > LARGEST_VALUE
                    ? new Outcome.Missing("the file " + path + " is larger than 64 KiB")
                    : new Outcome.Text(Files.readString(path).strip(), true);
        } catch (NoSuchFileException missing) {
            return new Outcome.Missing("the file " + path + " does not exist");
        } catch (MalformedInputException binary) {
            return new Outcome.Missing("the file " + path + " is not UTF-8 text");
        } catch (IOException unreadable) {
            return new Outcome.Missing("the file " + path + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
    }

    private Outcome secret(String name) {
        if (!KeptSecrets.isValidName(name)) {
            return new Outcome.Missing(
                    "a kept secret is written ${secret:name}, in lower case letters, digits and hyphens");
        }
        return new Outcome.Text(secrets.get(name), true);
    }
}
