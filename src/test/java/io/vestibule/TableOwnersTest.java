package io.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every table has one room: that room's package-info names it, and nobody else's SQL does. Only who keeps rows that end with
 * another room's may lock those; its package-info says so.
 */
class TableOwnersTest {
    private static final Path SOURCES = Path.of("src/main/java/io/vestibule");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern MADE = Pattern.compile("(?i)create table (?:if not exists )?(\\w+)");
    private static final Pattern DROPPED = Pattern.compile("(?i)drop table (?:if exists )?(\\w+)");
    private static final Pattern OWNED = Pattern.compile("\\btables? ([a-z0-9_, ]+)[;.)]");
    private static final Pattern LOCKED = Pattern.compile("\\bLocks: ([a-z0-9_, ]+)\\.");
    private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");

    @Test
    void everyTableIsOwnedByOneRoom() throws IOException {
        Map<String, List<String>> owners = named(OWNED);
        Map<String, List<String>> expected = tables().stream()
                .collect(Collectors.toMap(
                        table -> table, table -> owners.getOrDefault(table, List.of()), (a, b) -> a, TreeMap::new));
        assertThat(expected)
                .as("the package-info that says 'Owns: table …', for every table")
                .allSatisfy((table, rooms) -> assertThat(rooms).as(table).hasSize(1));
    }

    @Test
    void whatARoomOwnsIsThere() throws IOException {
        assertThat(tables()).containsAll(named(OWNED).keySet());
    }

    @Test
    void nobodyElsesSqlNamesIt() throws IOException {
        Map<String, List<String>> owners = named(OWNED);
        named(LOCKED)
                .forEach((table, rooms) -> owners.merge(
                        table,
                        rooms,
                        (one, other) ->
                                Stream.concat(one.stream(), other.stream()).toList()));
        List<String> trespassers = new ArrayList<>();
        for (Path file : sources("Repository.java", "Entity.java")) {
            String room = SOURCES.relativize(file.getParent()).toString();
            String sql = TEXT.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .map(text -> text.substring(1, text.length() - 1))
                    .collect(Collectors.joining());
            owners.forEach((table, rooms) -> {
                if (!rooms.contains(room) && isNamedIn(sql, table)) {
                    trespassers.add(file.getFileName() + " names " + table + " of " + rooms);
                }
            });
        }
        assertThat(trespassers).isEmpty();
    }

    private static boolean isNamedIn(String sql, String table) {
        return Pattern.compile("(?i)\\b(from|join|into|update|using|table) " + table + "\\b")
                .matcher(sql)
                .find();
    }

    private static Set<String> tables() throws IOException {
        Set<String> made = new TreeSet<>();
        Set<String> dropped = new TreeSet<>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.toList()) {
                String sql = Files.readString(file);
                MADE.matcher(sql).results().forEach(found -> made.add(found.group(1)));
                DROPPED.matcher(sql).results().forEach(found -> dropped.add(found.group(1)));
            }
        }
        made.removeAll(dropped);
        return made;
    }

    private static Map<String, List<String>> named(Pattern phrase) throws IOException {
        Map<String, List<String>> owners = new TreeMap<>();
        for (Path file : sources("package-info.java")) {
            String text = Files.readString(file).replaceAll("\\s*\\n \\* ?", " ");
            String room = SOURCES.relativize(file.getParent()).toString();
            phrase.matcher(text).results().forEach(found -> {
                for (String table : found.group(1).split(",? and |, ")) {
                    owners.computeIfAbsent(table, first -> new ArrayList<>()).add(room);
                }
            });
        }
        return owners;
    }

    private static List<Path> sources(String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file ->
                            Stream.of(endings).anyMatch(file.getFileName().toString()::endsWith))
                    .toList();
        }
    }
}
