package io.vestibule.boot;

import io.vestibule.outbound.SmtpProbe;
import io.vestibule.outbound.SmtpServer.Tls;
import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.YamlReader;
import io.vestibule.realm.reading.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the mail server of each realm that has one answers, and protects the connection as the file says. */
record MailCheck(Settings settings) {
    private static final String SMTP_SUBMISSION = "587";

    Finding reachable() {
        Path folder = Path.of(settings.find("vestibule.realm-config").orElse("realm-config"));
        List<String> good = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                YamlReader.read(file.getFileName().toString(), Files.readAllBytes(file), new Problems())
                        .flatMap(tree -> child(tree, "mail"))
                        .ifPresent(block -> look(file.getFileName().toString(), block, good, bad));
            }
        } catch (IOException unreadable) {
            return Finding.warning("the realm files cannot be read: " + unreadable.getMessage(), "Look at " + folder);
        }
        if (!bad.isEmpty()) {
            return Finding.warning(
                    String.join("; ", bad),
                    "Letters wait for a few minutes and are then given up. Look at mail: in the file.");
        }
        return Finding.ok(good.isEmpty() ? "no realm writes letters" : String.join(", ", good));
    }

    private void look(String file, YamlTree block, List<String> good, List<String> bad) {
        String host = text(block, "host").orElse("");
        String port = text(block, "port").orElse(SMTP_SUBMISSION);
        String tls = text(block, "tls").orElse("starttls").toUpperCase(Locale.ROOT);
        boolean known = Stream.of(Tls.values()).anyMatch(value -> value.name().equals(tls));
        if (!host.matches("[A-Za-z0-9.:\\[\\]-]+") || !port.matches("\\d{1,5}") || !known) {
            bad.add(file + ": mail: cannot be looked at as it is written"); // a reference, or config check tells more
            return;
        }
        Optional<Path> trustStore =
                settings.find("vestibule.outbound.trust-store").map(Path::of);
        String at = host + ":" + port;
        SmtpProbe.objection(host, Integer.parseInt(port), Tls.valueOf(tls), trustStore)
                .ifPresentOrElse(
                        problem -> bad.add(file + ": " + at + ": " + problem), () -> good.add(at + " answers"));
    }

    private static Optional<String> text(YamlTree block, String key) {
        return child(block, key)
                .filter(YamlTree.Scalar.class::isInstance)
                .map(value -> ((YamlTree.Scalar) value).text());
    }

    private static Optional<YamlTree> child(YamlTree tree, String key) {
        return tree instanceof YamlTree.Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .map(YamlTree.Entry::value)
                        .findFirst()
                : Optional.empty();
    }
}
