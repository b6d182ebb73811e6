package io.vestibule.login;

import io.vestibule.access.EffectiveRoles;
import io.vestibule.access.OperatorRule;
import io.vestibule.access.Roles;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/**
 * Who looks after a realm by its pages: whoever may do the same by the operator's APIs, by the same rules. Where there are no
 * such APIs, whoever has the role {@code admin} on the whole system; nobody else.
 */
@ApplicationScoped
public class Operators {
    private static final String TEST_CONNECTOR = "vestibule:test_connector";

    private final Instance<OperatorRule> rules;
    private final EffectiveRoles roles;

    Operators(@Any Instance<OperatorRule> rules, EffectiveRoles roles) {
        this.rules = rules;
        this.roles = roles;
    }

    public boolean mayTestConnectors(Realm realm, User user) {
        return rules.isUnsatisfied()
                ? isSystemAdmin(user)
                : rules.stream().anyMatch(rule -> rule.allows(realm, user, TEST_CONNECTOR));
    }

    private boolean isSystemAdmin(User user) {
        return roles.of(user.realm(), user.id(), user.groupIds(), new Scope.System()).stream()
                .anyMatch(role -> role.name().equalsIgnoreCase(Roles.ADMIN));
    }
}
