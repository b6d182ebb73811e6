package io.vestibule.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
