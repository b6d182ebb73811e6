package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code vestibule mapping}: rules tried on saved claims, with no server anywhere. */
class MappingCommandTest {
    private static final String RULES = """
            [{"local": [{"user": {"name": "{0}"}, "groups": "{1}", "domain": {"name": "Default"}}],
              "remote": [{"type": "HTTP_OIDC_SUB"}, {"type": "groups"},
                         {"type": "groups", "any_one_of": ["staff"]}]}]""";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void rulesAreTriedOnClaimsInJson() throws IOException {
        assertThat(run("test", "--rules", file("r.json", RULES), "--claims", file("c.json", """
                                {"sub": "ada", "groups": ["staff", "dev"]}""")))
                .isZero();

        assertThat(out.toString()).contains("\"outcome\" : \"matched\"", "\"name\" : \"ada\"", "\"name\" : \"dev\"");
    }

    @Test
    void rulesAreTriedOnTheLinesThatKeystonesOwnToolReads() throws IOException {
        assertThat(run(
                        "test",
                        "--rules",
                        file("r.json", RULES),
                        "--input",
                        file("c.txt", "HTTP_OIDC_SUB: grace\ngroups: staff;ops\n")))
                .isZero();
        assertThat(out.toString()).contains("\"name\" : \"grace\"", "\"name\" : \"ops\"");
    }

    @Test
    void whyNobodyComesInIsSaid() throws IOException {
        assertThat(run("test", "--rules", file("r.json", RULES), "--claims", file("c.json", """
                                {"sub": "ada", "groups": "guests"}""")))
                .isEqualTo(1);
        assertThat(out.toString()).contains("no value of groups is one of any_one_of");
    }

    @Test
    void testsBesideTheRulesAreRun() throws IOException {
        String rules = file("campus.json", RULES);
        file("campus.tests.json", """
                [{"name": "staff come in", "claims": {"sub": "ada", "groups": ["staff"]},
                  "expect": {"outcome": "matched", "user": {"name": "ada"}}},
                 {"name": "guests do not", "claims": {"sub": "x", "groups": ["guests"]}, "expect": {"outcome": "no-match"}}]""");
        assertThat(run("test", "--rules", rules)).isZero();
        assertThat(out.toString()).contains("2 of 2 tests hold");

        file("campus.tests.json", """
                [{"name": "guests come in", "claims": {"sub": "x", "groups": ["guests"]}, "expect": {"outcome": "matched"}}]""");
        assertThat(run("test", "--rules", rules)).isEqualTo(1);
        assertThat(out.toString()).contains("guests come in: /outcome should be \"matched\" and is \"no-match\"");
    }

    @Test
    void aFileThatHoldsNoRulesIsRefusedInKeystonesWords() throws IOException {
        assertThat(run("lint", "--rules", file("r.json", "[{\"local\": []}]"))).isEqualTo(2);
        assertThat(err.toString()).contains("'remote' is a required property");
    }

    @Test
    void lintFindsWhatCannotBeMeant() throws IOException {
        assertThat(run("lint", "--rules", file("r.json", """
                                [{"local": [{"user": {"name": "{0}"}, "groups": "{2}"}],
                                  "remote": [{"type": "sub"}, {"type": "mail"}, {"type": "g", "any_one_of": ["a"]}]},
                                 {"local": [{"user": {"name": "x{0}"}}],
                                  "remote": [{"type": "sub"}, {"type": "mail"}, {"type": "g", "any_one_of": ["a"]},
                                             {"type": "g", "not_any_of": ["a", "b"]}, {"type": "h", "any_one_of": []}]}]"""))).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "rule 1: {2} stands for nothing",
                        "rule 1: {1} is never used",
                        "rule 1: groups without a domain",
                        "rule 2: it never fits: not_any_of of g",
                        "rule 2: it never fits: any_one_of of h is empty",
                        "rule 2: its user is never taken: rule 1");
    }

    @Test
    void aFileIsLookedForWhereTheCallerStands() throws IOException {
        file("here.json", "[{\"local\": []}]");

        Main.commandLine(folder)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("mapping", "lint", "--rules", "here.json");

        assertThat(err.toString()).contains("'remote' is a required property");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... arguments) {
        return new CommandLine(new MappingCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
