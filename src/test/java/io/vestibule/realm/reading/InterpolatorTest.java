package io.vestibule.realm.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.realm.reading.Interpolator.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolatorTest {
    @TempDir
    Path directory;

    private Interpolator interpolator;

    @BeforeEach
    void open() {
        interpolator = interpolator();
    }

    private Interpolator interpolator() {
        Map<String, String> environment = Map.of("NAME", "value", "EMPTY", "", "ODD", "a}${env:NAME}");
        return new Interpolator(
                environment::get,
                "https://login.example.org",
                new KeptSecrets(directory.resolve("secrets"), new SecureRandom()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "plain                       | plain",
                "$5 and {braces}             | $5 and {braces}",
                "${env:NAME}                 | value",
                "a-${env:NAME}-${env:NAME}-b | a-value-value-b",
                "${env:OTHER:-otherwise}     | otherwise",
                "${env:EMPTY:-otherwise}     | otherwise",
                "${env:NAME:-otherwise}      | value",
                "${env:OTHER:-http://a:1/b}  | http://a:1/b",
                "${env:OTHER:-}x             | x",
                "${base}/realms/campus       | https://login.example.org/realms/campus",
                "$${env:NAME}                | ${env:NAME}",
                "${env:ODD}                  | a}${env:NAME}",
            })
    void referencesAreReplaced(String text, String expected) {
        assertThat(interpolator.resolve(text))
                .isInstanceOfSatisfying(
                        Outcome.Text.class, found -> assertThat(found.value()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${env:OTHER}          | the environment variable OTHER is not set",
                "${env:EMPTY}          | the environment variable EMPTY is not set",
                "${env:1X}             | a reference to the environment is written ${env:NAME} or ${env:NAME:-otherwise}",
                "${file:relative}      | a reference to a file is written ${file:/absolute/path}",
                "${file:/no/such/file} | the file /no/such/file does not exist",
                "${secret:../x}        | a kept secret is written ${secret:name}, in lower case letters, digits and hyphens",
                "${evn:NAME}           | the reference ${evn…} is not understood; did you mean \"env\"?",
                "${NAME}               | the reference ${NAME…} is not understood; did you mean \"base\"?",
                "${env:NAME            | a reference \"${\" is not closed with \"}\"; a plain \"${\" is written \"$${\"",
            })
    void whatCannotBeResolvedIsASentence(String text, String sentence) {
        assertThat(interpolator.resolve(text)).isEqualTo(new Outcome.Missing(sentence));
    }

    @Test
    void aFileGivesItsTextWithoutSurroundingSpace() throws IOException {
        Path file = Files.writeString(directory.resolve("client-secret"), "  hunter2 \n");

        assertThat(interpolator.resolve("${file:" + file + "}")).isEqualTo(new Outcome.Text("hunter2", true));
        assertThat(interpolator.filesRead()).containsExactly(file);
    }

    @Test
    void aKeptSecretIsMadeOnceForTheOwnerOnly() throws IOException {
        Outcome first = interpolator.resolve("${secret:campus-demo}");
        Outcome again = interpolator().resolve("${secret:campus-demo}");
        Path file = directory.resolve("secrets/campus-demo");

        assertThat(first)
                .isEqualTo(again)
                .isInstanceOfSatisfying(
                        Outcome.Text.class, text -> assertThat(text.value()).matches("[A-Za-z0-9._~-]{43}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("secrets"))))
                .isEqualTo("rwx------");
        assertThat(Files.list(directory.resolve("secrets"))).containsExactly(file);
        assertThat(interpolator.resolve("${secret:other}")).isNotEqualTo(first);
    }

    @Test
    void aCheckMakesNoSecretThatStays() {
        KeptSecrets secrets = KeptSecrets.asFoundIn(directory.resolve("secrets"), new SecureRandom());

        assertThat(secrets.get("campus-demo")).hasSize(43);
        assertThat(directory.resolve("secrets")).doesNotExist();
    }

    @Test
    void whatCameFromOutsideIsNotPrinted() {
        assertThat(interpolator.resolve("${env:NAME}")).hasToString("***");
    }
}
