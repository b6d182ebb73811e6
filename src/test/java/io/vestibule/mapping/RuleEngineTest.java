package io.vestibule.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules can be relied on for; that they are Keystone's is DifferentialTest's. */
class RuleEngineTest {
    private static final String NAMED = """
            [{"local": [{"user": {"name": "{0}"}}], "remote": [{"type": "sub"}]}]""";

    @Test
    void attributeAccessInAPlaceIsRefusedWhenTheRuleIsWritten() {
        assertThat(problems(NAMED.replace("{0}", "{0.__class__}")))
                .singleElement()
                .asString()
                .contains("{0.__class__}");
    }

    @Test
    void aWidthThatWouldFillTheMemoryIsRefused() {
        assertThat(problems(NAMED.replace("{0}", "{0:>999999999}"))).hasSize(1);
    }

    @Test
    void moreThanAThousandPlacesInATextAreRefused() {
        assertThat(problems(NAMED.replace("{0}", "{0}".repeat(1_001))))
                .containsExactly("a text has at most 1000 places");
    }

    @Test // each place gives all that was asserted once more
    void placesThatMultiplyWhatWasAssertedDoNotFillTheMemory() {
        assertThat(RuleEngine.apply(rules(NAMED.replace("{0}", "{0}".repeat(1_000))), said("sub", "a".repeat(900_000))))
                .isEqualTo(new MappingOutcome.Faulty("rule 1: a text of more than 250000 characters would be given"));
        String often = "[" + String.join(",", Collections.nCopies(500, """
                {"local": [{"user": {"name": "{0}"}}], "remote": [{"type": "sub"}]}""")) + "]";
        assertThat(RuleEngine.apply(rules(often), said("sub", "a".repeat(200_000))))
                .isInstanceOfSatisfying(
                        MappingOutcome.Faulty.class,
                        faulty ->
                                assertThat(faulty.reason()).endsWith("the rules take too long for what was asserted"));
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyRulesAndManyNamesDoNotKeepTheProcessorBusy() {
        String rules = "[" + String.join(",", Collections.nCopies(4_600, """
                {"local":[],"remote":[{"type":"OIDC-zz"}]}""")) + "]";
        Map<String, List<String>> names = new TreeMap<>();
        IntStream.range(0, 1_000).forEach(n -> names.put("N-" + n + "-" + "x.".repeat(450), List.of("a")));

        assertThat(RuleEngine.apply(rules(rules), new Assertion(names, true)))
                .isInstanceOf(MappingOutcome.NoMatch.class);
    }

    @ParameterizedTest
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(strings = {"""
                {"local":[],"remote":[{"type":"groups","whitelist":["a"]}]}""", """
                {"local":[],"remote":[{"type":"groups","blacklist":["a"]}]}""", """
                {"local":[{"user":{"name":"{0[0]}{0}"}}],"remote":[{"type":"groups"}]}""", """
                {"local":[{"projects_json":"{0}"}],"remote":[{"type":"json"}]}"""})
    void whatIsLookedAtByManyRulesIsCounted(String rule) {
        String rules = "{\"schema_version\": \"3.0\", \"rules\": [" + String.join(",", Collections.nCopies(2_000, rule))
                + "]}";
        List<String> groups = IntStream.range(0, 15_000).mapToObj(n -> "g" + n).toList();
        String project = "{\"name\":\"p\",\"roles\":[]}";
        String projects = "[" + String.join(",", Collections.nCopies(10_000, project)) + "]";

        assertThat(RuleEngine.apply(
                        rules(rules), new Assertion(Map.of("groups", groups, "json", List.of(projects)), true)))
                .isInstanceOf(MappingOutcome.Faulty.class);
    }

    @Test
    void whoIsSaidToBeInMoreThanTwoThousandGroupsIsNotLetIn() {
        Rules rules = rules("""
                [{"local": [{"user": {"name": "x"}}, {"groups": "{0}", "domain": {"name": "d"}}],
                  "remote": [{"type": "groups"}]},
                 {"local": [{"user": {"name": "x"}}, {"group_ids": "{0}"}], "remote": [{"type": "ids"}]}]""");
        List<String> many = IntStream.range(0, 2_000).mapToObj(n -> "g" + n).toList();
        List<String> more = IntStream.range(0, 2_001).mapToObj(n -> "g" + n).toList();
        for (String name : List.of("groups", "ids")) {
            assertThat(RuleEngine.apply(rules, new Assertion(Map.of(name, many), true)))
                    .isInstanceOf(MappingOutcome.Matched.class);
            assertThat(RuleEngine.apply(rules, new Assertion(Map.of(name, more), true)))
                    .isInstanceOf(MappingOutcome.Faulty.class);
        }
    }

    @Test
    void whoIsSaidToHaveRolesOnMoreThanAHundredProjectsIsNotLetIn() {
        Rules rules = rules("""
                {"schema_version": "3.0", "rules": [
                  {"local": [{"user": {"name": "x"}}, {"projects_json": "{0}"}], "remote": [{"type": "projects"}]}]}""");
        for (int many : List.of(100, 101)) {
            String projects = IntStream.range(0, many)
                    .mapToObj(n -> "{\"name\":\"p" + n + "\",\"roles\":[{\"name\":\"member\"}]}")
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(RuleEngine.apply(rules, new Assertion(Map.of("projects", List.of(projects)), true)))
                    .isInstanceOf(many > 100 ? MappingOutcome.Faulty.class : MappingOutcome.Matched.class);
        }
    }

    @Test
    void namesAndValuesWithoutEndAreNotRunOn() {
        for (Map<String, List<String>> much :
                List.of(Map.of("n".repeat(1_000_001), List.of("a")), Map.of("sub", Collections.nCopies(20_001, "")))) {
            assertThat(RuleEngine.apply(rules(NAMED), new Assertion(much, true)))
                    .isEqualTo(new MappingOutcome.Faulty("more was asserted than rules are run on"));
        }
    }

    @Test
    void aRegularExpressionThatIsNoneIsRefusedWhenTheRuleIsWritten() {
        assertThat(problems("""
                        [{"local": [], "remote": [{"type": "sub", "any_one_of": ["("], "regex": true}]}]""")).singleElement().asString().contains("regular expression");
    }

    @Test
    void anUnknownEditionIsRefused() {
        assertThat(problems("{\"schema_version\": \"9\", \"rules\": " + NAMED + "}"))
                .containsExactly("'9' is not one of ['1.0', '2.0', '3.0']");
    }

    @Test
    @Timeout(10)
    void aHostileValueDoesNotKeepTheProcessorBusy() {
        MappingOutcome outcome = RuleEngine.apply(rules("""
                        [{"local": [{"user": {"name": "x"}}],
                          "remote": [{"type": "sub", "any_one_of": ["^(a+)+$", "^(a|a)*$"], "regex": true}]}]"""), said("sub", "a".repeat(50_000) + "!"));

        assertThat(outcome).isInstanceOf(MappingOutcome.Faulty.class);
    }

    /** Nothing in them looks at a character of the text again, and so nothing would stop them. */
    @ParameterizedTest
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @MethodSource
    void whatMatchesNothingInTooManyWaysIsRefusedWhenTheRuleIsWritten(String pattern) {
        String rule = matching(pattern);
        RuleReader.Outcome outcome = RuleReader.read(rule);
        if (outcome instanceof RuleReader.Outcome.Read read) { // were it taken, this would not come back
            RuleEngine.apply(read.rules(), said("sub", "aaaa"));
        }
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RuleReader.Outcome.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("regular expression"));
    }

    static Stream<String> whatMatchesNothingInTooManyWaysIsRefusedWhenTheRuleIsWritten() {
        return Stream.of(
                "(?:^{2000000000}){2000000000}(?!)",
                "(?:(?:^){2000000000}){2000000000}(?!)",
                "((^){2000000000}){2000000000}(?!)",
                "(?:(?=a){99999}){99999}(?!)",
                "(?:^|^)".repeat(60) + "(?!)",
                "(?:^|^)".repeat(60) + "b",
                "(?:|)".repeat(60) + "(?!)",
                "(?:a?|b?)".repeat(60) + "(?!)",
                "(?:a?)?".repeat(60) + "(?!)",
                "(?:(?=a))?".repeat(60) + "(?!)",
                "(?:a*)*".repeat(60) + "(?!)",
                "a" + "(?:x*?)*?".repeat(60) + "(?!)",
                "(a?)" + "(?:\\1|\\1)".repeat(60) + "(?!)",
                "(?!" + "(?:$|\\Z)".repeat(60) + "b)",
                "(?<=" + "(?:\\b|\\b)".repeat(60) + "b)",
                "(?:".repeat(60) + "a?" + ")+".repeat(60) + "(?!)",
                "(?<=(?!)a{0,1000}|)(?!)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(.*)?@example\\.org$",
                "^(?:admin|root|)$|^(staff|student)(-[a-z]+)*@(?:[a-z0-9-]+\\.)+org$",
                "(?i)^cn=([^,]*)(?:,ou=[^,]*)*,dc=example,dc=org$",
                "(?<!\\w)(?=.*\\d)(?!.*guest)[\\w.-]{1,64}$",
                "^\\s*(a|b)?\\s*(c|d)?\\s*$",
                "(?P<one>[ab])(?P=one){2,4}",
                "^a{1,100000}$",
                "(?x) ^ a  # letters\n | [b]"
            })
    void whatPeopleWriteIsTaken(String pattern) {
        assertThat(RuleReader.read(matching(pattern))).isInstanceOf(RuleReader.Outcome.Read.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^*", "a$+", "a**", "a{2}{3}", "(|*a)", "\\b?", "(?<=a+)b", "+a"})
    void whatIsNoRegularExpressionToPythonIsNone(String pattern) {
        assertThat(problems(matching(pattern))).singleElement().asString().contains("regular expression");
    }

    @ParameterizedTest
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @MethodSource
    void whatIsJustTakenIsStoppedInTime(String pattern) {
        assertThat(RuleEngine.apply(rules(matching(pattern)), said("sub", "a".repeat(200_000))))
                .isInstanceOf(MappingOutcome.Faulty.class);
    }

    static Stream<String> whatIsJustTakenIsStoppedInTime() {
        return Stream.of(
                "a*".repeat(900) + "(?!)", "(?:|)".repeat(8) + "a*" + "(?!)", "a*" + "(?:|)".repeat(8) + "(?!)");
    }

    private static String matching(String pattern) {
        return """
                [{"local": [{"user": {"name": "x"}}],
                  "remote": [{"type": "sub", "any_one_of": ["PATTERN"], "regex": true}]}]""".replace("PATTERN", pattern.replace("\\", "\\\\").replace("\n", "\\n"));
    }

    @Test
    void moreThanRulesAreRunOnIsNotRunOn() {
        assertThat(RuleEngine.apply(rules(NAMED), said("sub", "x".repeat(2_000_000))))
                .isInstanceOf(MappingOutcome.Faulty.class);
    }

    @Test
    void rulesForAWebServersModuleRunOnTheClaimsOfAConnector() {
        Assertion assertion = Assertion.of(new UpstreamIdentity(
                new ConnectorId("campus"),
                "subject-1",
                new Claims(Map.of("email", List.of("ada@example.org"), "groups", List.of("dev", "ops"))),
                new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of()),
                UpstreamSession.none()));

        MappingOutcome outcome = RuleEngine.apply(rules("""
                        [{"local": [{"user": {"name": "{0}", "email": "{1}"}, "groups": "{2}", "domain": {"name": "d"}}],
                          "remote": [{"type": "HTTP_OIDC_SUB"}, {"type": "OIDC-email"}, {"type": "MELLON_groups"}]}]"""), assertion);

        assertThat(outcome).isInstanceOfSatisfying(MappingOutcome.Matched.class, matched -> {
            assertThat(matched.user().name()).contains("subject-1");
            assertThat(matched.user().email()).contains("ada@example.org");
            assertThat(matched.groups()).extracting(MappedGroup::name).containsExactly("dev", "ops");
        });
    }

    @Test
    void aSemicolonInAValueThatAPersonChoseMakesNoSecondValue() {
        Assertion assertion = Assertion.of(new UpstreamIdentity(
                new ConnectorId("campus"),
                "subject-1",
                new Claims(Map.of("nickname", List.of("x;admins"))),
                new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of()),
                UpstreamSession.none()));

        assertThat(RuleEngine.apply(rules("""
                        [{"local": [{"user": {"name": "x"}}],
                          "remote": [{"type": "nickname", "any_one_of": ["admins"]}]}]"""), assertion)).isInstanceOf(MappingOutcome.NoMatch.class);
    }

    @Test
    void aGroupWhoseNameHasTheLettersNameInItIsAGroup() {
        MappingOutcome outcome = RuleEngine.apply(rules("""
                        [{"local": [{"user": {"name": "x"}, "groups": "{0}", "domain": {"id": "d"}}],
                          "remote": [{"type": "groups"}]}]"""), said("groups", "dns-names;ops"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        MappingOutcome.Matched.class,
                        matched -> assertThat(matched.groups())
                                .extracting(MappedGroup::name)
                                .containsExactly("dns-names", "ops"));
    }

    private static Rules rules(String json) {
        return ((RuleReader.Outcome.Read) RuleReader.read(json)).rules();
    }

    private static List<String> problems(String json) {
        return ((RuleReader.Outcome.Refused) RuleReader.read(json)).problems();
    }

    private static Assertion said(String name, String text) {
        return Assertion.ofVariables(Map.of(name, text));
    }
}
