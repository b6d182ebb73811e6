package io.vestibule.protocol.keystone.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.protocol.keystone.policy.Asker.ScopeKind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule language of oslo.policy, as far as policy files use it. */
@Tag("keystone")
class PolicyTableTest {
    private static final Asker ASKER =
            new Asker(Map.of("user_id", "me", "project_id", "p"), Set.of("Member", "reader"), ScopeKind.PROJECT);
    private static final Target TARGET =
            Target.of("user_id", "me", "target.name", "member").with("target.domain_id", null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            @ | true
            ! | false
            role:member | true
            role:MEMBER | true
            role:admin | false
            role:%(target.name)s | true
            user_id:%(user_id)s | true
            user_id:%(target.user.id)s | false
            not role:admin | true
            role:admin or role:reader and user_id:me | true
            (role:admin or role:reader) and user_id:you | false
            not (role:admin or role:reader) | false
            'member':%(target.name)s | true
            None:%(target.domain_id)s | true
            not None:%(target.domain_id)s | false
            domain_id:%(target.domain_id)s | false
            domain_id:None | true
            project_id:None | false
            not domain_id:None | false
            """)
    void rulesMeanWhatTheyMeanInOpenStack(String rule, boolean holds) {
        PolicyTable table = PolicyTable.read("a:b | sdp | " + rule);
        assertThat(table.allows("a:b", ASKER, TARGET)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "(role:a", "role:a)", "role:a or", "and role:a", "not", "role:a role:b"})
    void aRuleThatCannotBeReadIsRefusedAtTheStart(String rule) {
        assertThatThrownBy(() -> PolicyTable.shipped().with(Map.of("identity:list_users", rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot read the rule");
    }

    @Test
    void rulesThatReferToThemselvesOrToNothingAreRefused() {
        assertThatThrownBy(() -> PolicyTable.shipped().with(Map.of("owner", "rule:admin_or_owner")))
                .hasMessageContaining("refers to itself");
        assertThatThrownBy(() -> PolicyTable.shipped().with(Map.of("owner", "rule:nobody_wrote_this")))
                .hasMessageContaining("which nobody defined");
    }

    @Test
    void anOperatorsRuleTakesThePlaceOfTheOneThatShips() {
        PolicyTable table = PolicyTable.shipped().with(Map.of("identity:list_roles", "role:reader"));
        assertThat(table.allows("identity:list_roles", ASKER, Target.none())).isTrue();
        assertThat(PolicyTable.shipped().allows("identity:list_roles", ASKER, Target.none()))
                .isFalse();
    }

    @Test
    void anActionOutsideOfItsScopesIsNobodys() {
        PolicyTable table = PolicyTable.read("a:b | s | @");
        assertThat(table.allows("a:b", ASKER, Target.none())).isFalse();
    }

    @Test
    void administratorsAnywhereIsAChoiceThatAnOperatorMakes() {
        Asker tenantAdmin = new Asker(Map.of("user_id", "me"), Set.of("admin"), ScopeKind.PROJECT);
        PolicySettings anywhere = new PolicySettings(PolicySettings.Administrators.ANYWHERE, Set.of("admin"), Map.of());
        assertThat(anywhere.table().allows("identity:list_users", tenantAdmin, Target.none()))
                .isTrue();
        assertThat(PolicySettings.standard().table().allows("identity:list_users", tenantAdmin, Target.none()))
                .isFalse();
    }
}
