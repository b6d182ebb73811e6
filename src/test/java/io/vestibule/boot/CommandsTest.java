package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The command line explains itself. */
class CommandsTest {
    @TestFactory
    Stream<DynamicTest> everyCommandSaysWhatItIsFor() {
        return below("", Main.commandLine(Path.of("")))
                .map(command -> DynamicTest.dynamicTest("vestibule" + command, () -> {
                    List<String> words = new ArrayList<>(List.of(command.trim().split(" ")));
                    words.removeIf(String::isEmpty);
                    words.add("--help");
                    assertThat(said(0, words.toArray(String[]::new))).contains("Usage: vestibule" + command);
                }));
    }

    @Test
    void aSwitchIsForSomebodyOfARealm() {
        assertThat(said(2, "users", "disable", "--realm", "acme")).contains("--user");
        assertThat(said(2, "users", "enable", "--user", "kim")).contains("--realm");
    }

    @Test
    void aGroupOfCommandsSaysWhichThereAre() {
        assertThat(said(2, "users")).contains("disable, enable, merge, unmerge or merged");
    }

    private static Stream<String> below(String path, CommandLine command) {
        return Stream.concat(
                Stream.of(path),
                command.getSubcommands().entrySet().stream()
                        .filter(sub -> !sub.getKey().equals("help"))
                        .filter(sub ->
                                !sub.getValue().getCommandSpec().usageMessage().hidden())
                        .flatMap(sub -> below(path + " " + sub.getKey(), sub.getValue())));
    }

    private static String said(int status, String... arguments) {
        StringWriter said = new StringWriter();
        int ended = Main.commandLine(Path.of(""))
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }
}
