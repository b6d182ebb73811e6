package io.vestibule.protocol.keystone.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The intended differences, as the documentation lists them: what is not on that page must be as it was recorded. */
final class Differences {
    private static final Path PAGE = Path.of("docs/keystone-differences.md");
    private static final Path OURS = Path.of("src/test/resources/golden/ours");

    /** {@code | 016 | reason |} or {@code | 106–142 | reason |}. */
    private static final Pattern ROW = Pattern.compile("\\| (\\d{3})(?:–(\\d{3}))? \\|(.*)\\|");

    private final Map<Integer, String> reasons = new TreeMap<>();

    private Differences() {}

    /** What a Keystone fresh from its package does not do as the recorded one did: each is tested here all the same. */
    static Differences ofAnUnpreparedKeystone() {
        Differences differences = new Differences();
        differences.reasons.put(113, "on SQLite it cannot say which entry was there already");
        for (int number : new int[] {125, 126}) {
            differences.reasons.put(number, "it has no page to send a browser back with, and hangs up");
        }
        for (int number : new int[] {131, 132, 135}) {
            differences.reasons.put(number, "it has no keys for assertions; RealIdentityProviderTest has one that has");
        }
        return differences;
    }

    static Differences documented() {
        Differences differences = new Differences();
        try {
            for (String line : Files.readString(PAGE).lines().toList()) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    int first = Integer.parseInt(row.group(1));
                    int last = row.group(2) == null ? first : Integer.parseInt(row.group(2));
                    for (int number = first; number <= last; number++) {
                        differences.reasons.put(number, row.group(3).strip());
                    }
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return differences;
    }

    Optional<String> reason(Exchange exchange) {
        return Optional.ofNullable(reasons.get(exchange.number()));
    }

    /** What this server answers instead, where the difference is something to test. */
    Optional<Exchange> ours(Exchange exchange) {
        Path file = OURS.resolve(exchange.name() + ".http");
        return reason(exchange).isPresent() && Files.exists(file)
                ? Optional.of(exchange.answeredLike(Exchange.read(file)))
                : Optional.empty();
    }
}
