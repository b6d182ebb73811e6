package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.account.AddressProofs;
import io.vestibule.login.TestReport;
import io.vestibule.login.view.ChooseView;
import io.vestibule.login.view.DeviceCodeView;
import io.vestibule.login.view.DeviceDoneView;
import io.vestibule.login.view.EnrolView;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.FactorView;
import io.vestibule.login.view.MergeView;
import io.vestibule.login.view.NewPasswordView;
import io.vestibule.logout.SignedOutView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TextsTest {
    private static final Pattern USED = Pattern.compile("\\{(?:t|rich):([a-z_]+)(?!\\w)");

    @SuppressWarnings("UnusedVariable") // read by @FieldSource
    private static final List<String> LANGUAGES = Languages.BUILT_IN;

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void everyLanguageSaysEverythingWithTheSameNames(String language) throws IOException {
        Map<String, String> english = texts("en");
        Map<String, String> texts = texts(language);
        assertThat(texts.keySet()).isEqualTo(english.keySet());
        texts.forEach((key, text) -> {
            assertThat(text).as(key).isNotBlank().doesNotContain("<", "\uFFFD");
            assertThat(placeholders(text)).as(key).isEqualTo(placeholders(english.get(key)));
        });
    }

    @Test
    void everyTextOfATemplateIsThereAndNoneIsLeftOver() throws IOException {
        Set<String> wanted = keysPutTogether();
        try (Stream<Path> files = Files.walk(Path.of("templates"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                Matcher uses = USED.matcher(Files.readString(file));
                uses.results()
                        .map(use -> use.group(1))
                        .filter(key -> !key.equals("of"))
                        .forEach(wanted::add);
            }
        }
        assertThat(texts("en").keySet()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void aNameCannotTurnTheSentenceAroundIt() {
        Texts texts = new Texts("en", Map.of("hello", "Hello {0}!"));
        assertThat(texts.plain("hello", List.of("a\u202Eb\u2069c\nd"))).isEqualTo("Hello \u2068a b c d\u2069!");
    }

    @Test
    void aNameIsTextAndNeverMarkupOrAPlaceholder() {
        Texts texts = new Texts("en", Map.of("hello", "{1} & {0}"));
        assertThat(texts.rich("hello", List.of("<b>{1}$1</b>", "'\"")))
                .isEqualTo("<bdi>&#39;&quot;</bdi> &amp; <bdi>&lt;b&gt;{1}$1&lt;/b&gt;</bdi>");
    }

    /** The keys that templates put together from what a page says. */
    private static Set<String> keysPutTogether() {
        Set<String> keys = new TreeSet<>();
        Stream.of(ErrorView.Kind.values())
                .flatMap(kind -> Stream.of("title", "what", "who").map(part -> "error_" + kind + "_" + part))
                .forEach(keys::add);
        Stream.of(ChooseView.Problem.values())
                .map(problem -> "problem_" + problem)
                .forEach(keys::add);
        Stream.of(FactorView.Problem.values())
                .map(problem -> "factor_problem_" + problem)
                .forEach(keys::add);
        Stream.of(EnrolView.Problem.values())
                .map(problem -> "enrol_problem_" + problem)
                .forEach(keys::add);
        Stream.of(NewPasswordView.Problem.values())
                .map(problem -> "new_password_problem_" + problem)
                .forEach(keys::add);
        Stream.of(DeviceCodeView.Problem.values())
                .map(problem -> "device_problem_" + problem)
                .forEach(keys::add);
        Stream.of(DeviceDoneView.Outcome.values())
                .flatMap(outcome -> Stream.of("title", "what").map(part -> "device_done_" + outcome + "_" + part))
                .forEach(keys::add);
        Stream.of(ErrorView.Label.values()).map(label -> "way_on_" + label).forEach(keys::add);
        Stream.of(SignedOutView.Outcome.values())
                .map(outcome -> "party_" + outcome)
                .forEach(keys::add);
        Stream.of("openid", "profile", "email", "address", "phone", "groups", "roles", "offline_access")
                .map(scope -> "scope_" + scope)
                .forEach(keys::add);
        Stream.of("identities", "factors", "email", "password", "sessions", "applications", "activity")
                .flatMap(section -> Stream.of("", "_hint").map(part -> "account_section_" + section + part))
                .forEach(keys::add);
        AccountActivityPage.TOLD.stream()
                .map(told -> "account_happened_" + told.replace('-', '_'))
                .forEach(keys::add);
        Stream.of(AddressProofs.Outcome.values())
                .filter(outcome -> outcome != AddressProofs.Outcome.SENT && outcome != AddressProofs.Outcome.PROVEN)
                .map(outcome -> "account_email_" + outcome)
                .forEach(keys::add);
        Stream.of(MergeView.Obstacle.values())
                .map(obstacle -> "merge_obstacle_" + obstacle)
                .forEach(keys::add);
        Stream.of("identities", "password", "passkeys", "authenticators", "groups", "roles", "consents", "trusts")
                .map(kind -> "merge_kind_" + kind)
                .forEach(keys::add);
        Stream.of("application_credentials", "credentials")
                .map(kind -> "merge_kind_" + kind)
                .forEach(keys::add);
        Stream.of(TestReport.Verdict.values())
                .flatMap(verdict -> Stream.of("operator_verdict_", "operator_advice_")
                        .filter(part -> verdict != TestReport.Verdict.AUTHENTICATED || part.contains("verdict"))
                        .map(part -> part + verdict))
                .forEach(keys::add);
        keys.add("letter_greeting");
        keys.add("letter_device_network");
        Stream.of("forgotten", "elsewhere", "notice", "prove", "device")
                .flatMap(about -> Stream.of("subject", "text", "end").map(part -> "letter_" + about + "_" + part))
                .forEach(keys::add);
        return keys.stream().map(key -> key.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> placeholders(String text) {
        return Texts.PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static Map<String, String> texts(String language) throws IOException {
        try (InputStream in = TextsTest.class.getResourceAsStream("/messages/" + language + ".properties")) {
            return Languages.properties(in.readAllBytes());
        }
    }
}
