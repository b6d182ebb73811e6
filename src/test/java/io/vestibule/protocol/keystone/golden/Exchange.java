package io.vestibule.protocol.keystone.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A recorded request and the answer that a real Keystone gave. */
record Exchange(
        String name,
        String method,
        String target,
        Map<String, String> headers,
        String body,
        int status,
        Map<String, String> answerHeaders,
        String answerBody) {
    private static final String DIVIDER = "\n---\n";

    /** The number that the file's name begins with. */
    int number() {
        return Integer.parseInt(name.substring(0, 3));
    }

    /** In the order in which they were recorded: later ones need what earlier ones made. */
    static List<Exchange> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .map(Exchange::read)
                    .filter(exchange -> exchange.status() > 0)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What another server is expected to answer in the recorded one's stead. */
    Exchange answeredLike(Exchange other) {
        return new Exchange(
                name, method, target, headers, body, other.status(), other.answerHeaders(), other.answerBody());
    }

    /** A file without a request line (the decoded tokens) has status 0. An answer alone begins with {@code HTTP/1.1}. */
    static Exchange read(Path file) {
        try {
            String text = Files.readString(file);
            String name = file.getFileName().toString().replaceFirst("\\.http$", "");
            int divider = text.indexOf(DIVIDER);
            if (text.startsWith("HTTP/1.1 ")) {
                return parse(name, "GET / HTTP/1.1\n\n", text);
            }
            if (divider < 0) {
                return new Exchange(name, "", "", Map.of(), text, 0, Map.of(), "");
            }
            return parse(
                    name,
                    text.substring(0, divider),
                    text.substring(divider + DIVIDER.length()).stripLeading());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Exchange parse(String name, String request, String answer) {
        String[] line = firstLine(request).split(" ");
        return new Exchange(
                name,
                line[0],
                line[1],
                headersOf(request),
                bodyOf(request),
                Integer.parseInt(firstLine(answer).split(" ")[1]),
                headersOf(answer),
                bodyOf(answer));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElseThrow();
    }

    private static Map<String, String> headersOf(String message) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> lines = new ArrayList<>(Arrays.asList(message.split("\n")));
        for (String header : lines.subList(1, lines.size())) {
            int colon = header.indexOf(": ");
            if (colon < 0) {
                break;
            }
            headers.put(header.substring(0, colon), header.substring(colon + 2));
        }
        return headers;
    }

    private static String bodyOf(String message) {
        int blank = message.indexOf("\n\n");
        return blank < 0 ? "" : message.substring(blank).strip();
    }
}
