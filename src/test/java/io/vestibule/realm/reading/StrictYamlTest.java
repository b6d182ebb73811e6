package io.vestibule.realm.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a file can be wrong, with the line that the operator is shown. */
class StrictYamlTest {
    enum Mode {
        FIRST_ONE,
        SECOND_ONE
    }

    record Inner(String name, @IfAbsent("true") boolean shown) {
        Inner {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name must not be empty");
            }
        }
    }

    record Relaxed(@IfAbsent("5") int depth, Optional<String> note) {}

    record Block(String word) {}

    record Sample(
            String title,
            Optional<Secret> secret,
            @IfAbsent("true") boolean open,
            @IfAbsent("3") int count,
            @IfAbsent("0") long size,
            @IfAbsent("0.5") double ratio,
            @IfAbsent("first-one") Mode mode,
            @IfAbsent("15m") Duration patience,
            Optional<URI> link,
            Optional<ConnectorId> connector,
            @IfAbsent("[en]") List<Locale> languages,
            Set<String> tags,
            Map<String, Integer> limits,
            List<Inner> inners,
            Relaxed relaxed,
            Claims claims,
            ExtraRecords extras) {
        Sample {
            if (count > 100) {
                throw new IllegalArgumentException("count must be at most 100");
            }
            if (title.startsWith("forbidden")) {
                throw new IllegalArgumentException("no title may be " + title);
            }
        }
    }

    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    static List<Arguments> wrongFiles() {
        return List.of(
                wrong(
                        "unknown key",
                        "title: x\ncuont: 3",
                        "f.yaml:2: cuont: the key is unknown; did you mean \"count\"?"),
                wrong(
                        "unknown key spelt with an underscore",
                        "title: x\nrelaxed:\n  no_te: y",
                        "f.yaml:3: relaxed.no_te: the key is unknown; did you mean \"note\"?"),
                wrong(
                        "unknown key like no other",
                        "title: x\nrelaxed: {horse: 1}",
                        "f.yaml:2: relaxed.horse: the key is unknown; known are depth, note"),
                wrong("missing key", "count: 3", "f.yaml:1: the key \"title\" is missing"),
                wrong(
                        "missing key of an item",
                        "title: x\ninners:\n  - name: a\n  - shown: true",
                        "f.yaml:4: inners[1]: the key \"name\" is missing"),
                wrong(
                        "key twice",
                        "title: x\ncount: 1\ntitle: y",
                        "f.yaml:3: title: the key stands twice, first in line 1"),
                wrong(
                        "number for a text",
                        "title: 42",
                        "f.yaml:1: title: must be a text, but is a number; put it in quotes"),
                wrong(
                        "text for a number",
                        "title: x\ncount: \"3\"",
                        "f.yaml:2: count: must be a whole number, but is a text; take the quotes away if there are any"),
                wrong(
                        "fraction for a whole number",
                        "title: x\ncount: 3.5",
                        "f.yaml:2: count: must be a whole number, but is a number"),
                wrong("too large a number", "title: x\ncount: 3000000000", "f.yaml:2: count: must be a whole number"),
                wrong(
                        "yes for true",
                        "title: x\nopen: yes",
                        "f.yaml:2: open: must be true or false, but is a text; take the quotes away if there are any"),
                wrong(
                        "no value",
                        "title:\n",
                        "f.yaml:1: title: must be a text, but has no value; give it one or take the key out"),
                wrong("list for a text", "title: [x]", "f.yaml:1: title: must be a text, but is a list"),
                wrong("text for a list", "title: x\ntags: a", "f.yaml:2: tags: must be a list, but is a text"),
                wrong(
                        "text for a group",
                        "title: x\nrelaxed: a",
                        "f.yaml:2: relaxed: must be a group of keys, but is a text"),
                wrong(
                        "text for an item",
                        "title: x\ninners:\n  - a",
                        "f.yaml:3: inners[0]: must be a group of keys, but is a text"),
                wrong(
                        "unknown word",
                        "title: x\nmode: frist-one",
                        "f.yaml:2: mode: must be one of first-one, second-one; did you mean \"first-one\"?"),
                wrong(
                        "duration without unit",
                        "title: x\npatience: 30",
                        "f.yaml:2: patience: must be a duration such as 30s, 15m, 8h, 7d or PT1H30M, but is a number"),
                wrong(
                        "no duration",
                        "title: x\npatience: soon",
                        "f.yaml:2: patience: must be a duration such as 30s, 15m, 8h, 7d or PT1H30M"),
                wrong("no URL", "title: x\nlink: \"a b\"", "f.yaml:2: link: must be a URL"),
                wrong(
                        "no language",
                        "title: x\nlanguages:\n  - en\n  - not_a_tag",
                        "f.yaml:4: languages[1]: must be a language tag such as en or pt-BR"),
                wrong(
                        "an id of the wrong shape",
                        "title: x\nconnector: Not An Id",
                        "f.yaml:2: connector: not a name of lower case letters, digits and hyphens"),
                wrong(
                        "the same twice in a set",
                        "title: x\ntags:\n  - a\n  - a",
                        "f.yaml:4: tags[1]: stands in the list twice"),
                wrong(
                        "wrong value of a map",
                        "title: x\nlimits:\n  a: 1\n  b: many",
                        "f.yaml:4: limits.b: must be a whole number, but is a text; take the quotes away if there are any"),
                wrong(
                        "what the constructor refuses, at its key",
                        "title: x\n\ncount: 101",
                        "f.yaml:3: count: count must be at most 100"),
                wrong(
                        "what the constructor of an item refuses",
                        "title: x\ninners:\n  - shown: true\n    name: ''",
                        "f.yaml:4: inners[0].name: name must not be empty"),
                wrong(
                        "claim without value",
                        "title: x\nclaims:\n  a:",
                        "f.yaml:3: claims.a: must be a plain value or a list of them, but is empty"),
                wrong(
                        "problem in another room's block",
                        "title: x\nblock:\n  wrod: a",
                        "f.yaml:2: block: the key \"word\" is missing",
                        "f.yaml:3: block.wrod: the key is unknown; did you mean \"word\"?"),
                wrong(
                        "all at once",
                        "count: x\nopne: true\nmode: third",
                        "f.yaml:1: the key \"title\" is missing",
                        "f.yaml:1: count: must be a whole number, but is a text; take the quotes away if there are any",
                        "f.yaml:2: opne: the key is unknown; did you mean \"open\"?",
                        "f.yaml:3: mode: must be one of first-one, second-one"),
                wrong(
                        "not YAML",
                        "title: x\n  count: 3\n",
                        "f.yaml:2: is not YAML: mapping values are not allowed here"),
                wrong("not closed", "title: [x\n", "f.yaml:2: is not YAML: expected ',' or ']', but got <stream end>"),
                wrong("two documents", "title: x\n---\ntitle: y", "f.yaml:2: is not YAML: but found another document"),
                wrong("empty", "# nothing\n", "f.yaml:1: the file is empty"),
                wrong("a list as file", "- title: x", "f.yaml:1: needs keys and values, but is a list"),
                wrong("a list as key", "title: x\n? [a]\n: b", "f.yaml:2: a key must be a plain word"),
                wrong(
                        "a Java object",
                        "title: !!java.net.URL [x]",
                        "f.yaml:1: title: the tag tag:yaml.org,2002:java.net.URL is not understood; write the plain value",
                        "f.yaml:1: title: must be a text, but is a list"),
                wrong(
                        "a private tag",
                        "title: !env X",
                        "f.yaml:1: title: the tag !env is not understood; write the plain value"));
    }

    private static Arguments wrong(String what, String yaml, String... told) {
        return argumentSet(what, yaml, List.of(told));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void everyProblemIsToldWithItsLine(String yaml, List<String> expected) {
        assertThat(read(yaml)).isEmpty();

        assertThat(problems.inOrder()).map(Problem::toString).containsExactlyElementsOf(expected);
    }

    @Test
    void aFileThatSaysLittleGetsTheDefaults() {
        Sample sample = read("title: x").orElseThrow();

        assertThat(sample.open()).isTrue();
        assertThat(sample.count()).isEqualTo(3);
        assertThat(sample.ratio()).isEqualTo(0.5);
        assertThat(sample.mode()).isEqualTo(Mode.FIRST_ONE);
        assertThat(sample.patience()).isEqualTo(Duration.ofMinutes(15));
        assertThat(sample.languages()).containsExactly(Locale.ENGLISH);
        assertThat(sample.relaxed()).isEqualTo(new Relaxed(5, Optional.empty()));
        assertThat(sample.secret()).isEmpty();
        assertThat(sample.tags()).isEmpty();
        assertThat(sample.limits()).isEmpty();
        assertThat(sample.inners()).isEmpty();
        assertThat(sample.claims()).isEqualTo(Claims.none());
        assertThat(sample.extras().values()).isEmpty();
    }

    @Test
    void everyTypeIsRead() {
        Sample sample = read("""
                title: no
                secret: "0123"
                open: False
                count: 7
                size: 3000000000
                ratio: 2
                mode: second-one
                patience: 7d
                link: https://example.org/a?b=c
                connector: campus
                languages: [en, pt-BR]
                tags: [b, a]
                limits: {x: 1}
                inners: [{name: i, shown: false}]
                relaxed: {note: n}
                block: {word: w}
                claims:
                  department: Physics
                  level: 3
                  leader: TRUE
                  roles: [a, b]
                  address: {locality: London}
                """).orElseThrow();

        assertThat(sample.title()).isEqualTo("no");
        assertThat(sample.secret()).contains(new Secret("0123"));
        assertThat(sample.open()).isFalse();
        assertThat(sample.size()).isEqualTo(3_000_000_000L);
        assertThat(sample.ratio()).isEqualTo(2.0);
        assertThat(sample.mode()).isEqualTo(Mode.SECOND_ONE);
        assertThat(sample.patience()).isEqualTo(Duration.ofDays(7));
        assertThat(sample.link()).contains(URI.create("https://example.org/a?b=c"));
        assertThat(sample.connector()).contains(new ConnectorId("campus"));
        assertThat(sample.languages()).map(Locale::toLanguageTag).containsExactly("en", "pt-BR");
        assertThat(sample.tags()).containsExactly("b", "a");
        assertThat(sample.limits()).containsEntry("x", 1);
        assertThat(sample.inners()).containsExactly(new Inner("i", false));
        assertThat(sample.extras().values()).containsExactly(new Block("w"));
        assertThat(sample.claims().values())
                .isEqualTo(Map.of(
                        "department", List.of("Physics"),
                        "level", List.of("3"),
                        "leader", List.of("true"),
                        "roles", List.of("a", "b"),
                        "address.locality", List.of("London")));
    }

    @Test
    void keysWithNothingBelowAreEmptyLists() {
        assertThat(read("title: x\ntags:\ninners:\n  # all commented out\n")
                        .orElseThrow()
                        .inners())
                .isEmpty();
    }

    @Test
    void aliasesAreFollowed() {
        Sample sample = read("title: &t x\ntags: [*t]").orElseThrow();

        assertThat(sample.tags()).containsExactly("x");
    }

    @Test
    void aGroupMayTakeWhatAnotherSaysAndSayTheRestItself() {
        Sample sample = read("title: x\ninners: [&first {name: a, shown: false}, {<<: *first, name: b}]")
                .orElseThrow();

        assertThat(sample.inners()).containsExactly(new Inner("a", false), new Inner("b", false));
    }

    @Test
    void aliasesThatGrowWithoutEndAreRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            String reference = "*a" + (i - 1) + ", ";
            yaml.append("a%d: &a%d [%s x]\n".formatted(i, i, reference.repeat(9)));
        }

        assertThat(read(yaml.toString())).isEmpty();

        assertThat(problems.inOrder()).map(Problem::sentence).anyMatch(sentence -> sentence.contains("aliases"));
    }

    @Test
    void anAliasWithinItselfIsRefused() {
        assertThat(read("title: x\nclaims: &a\n  b: *a")).isEmpty();

        assertThat(problems.inOrder()).map(Problem::sentence).contains("aliases make this too large or endless");
    }

    @Test
    void deepNestingIsRefusedBeforeItFillsTheStack() {
        assertThat(read("title: " + "[".repeat(200_000))).isEmpty();

        assertThat(problems.inOrder())
                .map(Problem::toString)
                .containsExactly("f.yaml:1: is nested deeper than 40 levels");
    }

    @Test
    void aLargeFileIsRefused() {
        assertThat(read("# " + "x".repeat(YamlReader.LARGEST_FILE))).isEmpty();

        assertThat(problems.inOrder()).map(Problem::sentence).containsExactly("the file is larger than 1 MiB");
    }

    @Test
    void aFileOfOtherBytesIsRefused() {
        assertThat(YamlReader.read("f.yaml", new byte[] {'a', (byte) 0xff}, problems))
                .isEmpty();

        assertThat(problems.inOrder()).map(Problem::sentence).containsExactly("the file is not UTF-8");
    }

    @Test
    void noProblemShowsWhatCameFromOutsideTheFile() {
        assertThat(
                        read(
                                "title: forbidden ${env:TOKEN}\ncount: ${env:TOKEN}\nmode: ${env:TOKEN}\nconnector: ${env:TOKEN}"))
                .isEmpty();
        assertThat(read("title: forbidden ${env:TOKEN}")).isEmpty();

        assertThat(problems.inOrder())
                .map(Problem::toString)
                .contains(
                        "f.yaml:1: no title may be ***",
                        "f.yaml:4: connector: the value of the reference is not allowed")
                .noneMatch(line -> line.contains("hunter"));
    }

    @Test
    void aReferenceBecomesTheTypeThatIsWanted() {
        Sample sample = read("title: ${env:TOKEN}\ncount: ${env:COUNT}\nopen: ${env:NOWHERE:-false}")
                .orElseThrow();

        assertThat(sample.title()).isEqualTo("hunter two");
        assertThat(sample.count()).isEqualTo(7);
        assertThat(sample.open()).isFalse();
    }

    private Optional<Sample> read(String yaml) {
        Map<String, String> environment = Map.of("TOKEN", "hunter two", "COUNT", "7");
        Interpolator interpolator = new Interpolator(
                environment::get, "http://localhost:8080", new KeptSecrets(directory, new SecureRandom()));
        ExtraRecords.Claimed claimed = new ExtraRecords.Claimed(Map.of(Sample.class, Map.of("block", Block.class)));
        RecordBinder binder = new RecordBinder(interpolator, claimed, problems);
        return YamlReader.read("f.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems)
                .flatMap(tree -> binder.bind(Sample.class, tree, ""))
                .filter(sample -> problems.isEmpty());
    }
}
