package io.vestibule.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.directory.AccountFilter;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.ScopeName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the demo realm: grace is in the group engineering, which is member of apollo and of all below it. */
@QuarkusTest
class EffectiveAssignmentsTest {
    private static final RealmName REALM = new RealmName("demo");

    @Inject
    EffectiveAssignments effective;

    @Inject
    EffectiveRoles proofs;

    @Inject
    Accounts accounts;

    @Inject
    Named named;

    @Inject
    Roles roles;

    private User grace;
    private Scope apollo;
    private Scope lander;

    @BeforeEach
    void find() {
        grace = accounts.named(REALM, Domain.DEFAULT, "grace").orElseThrow();
        apollo = scope("project:Default/apollo");
        lander = scope("project:Default/apollo-lander");
    }

    @Test
    void eachRoleComesWithItsReason() {
        List<EffectiveAssignment> all =
                effective.list(REALM, EffectiveFilter.all().of(grace.id()).on(lander));
        assertThat(all).extracting(this::name).containsExactly("member", "reader");
        assertThat(all).allSatisfy(one -> {
            assertThat(one.byGroup()).isPresent();
            assertThat(one.inheritedFrom()).contains(apollo);
        });
        assertThat(all.getFirst().impliedBy()).isEmpty();
        assertThat(all.getLast().impliedBy()).contains(all.getFirst().role());
    }

    @Test
    void aGroupBecomesItsMembers() {
        List<EffectiveAssignment> all =
                effective.list(REALM, EffectiveFilter.all().on(lander));
        assertThat(all).extracting(EffectiveAssignment::user).contains(grace.id());
    }

    @Test
    void aSubtreeIsAskedForAsAWhole() {
        assertThat(effective.list(REALM, EffectiveFilter.all().of(grace.id()).on(apollo)))
                .extracting(EffectiveAssignment::target)
                .containsOnly(apollo);
        assertThat(effective.list(
                        REALM,
                        new EffectiveFilter(
                                Optional.of(grace.id()),
                                Optional.of(apollo),
                                true,
                                Optional.empty(),
                                Optional.empty())))
                .extracting(EffectiveAssignment::target)
                .containsOnly(apollo, lander);
    }

    @Test
    void theListAndTheProofAgree() {
        for (Scope scope : List.of(apollo, lander, scope("system:all"), scope("domain:Default"))) {
            for (User user : accounts.list(REALM, AccountFilter.all())) {
                assertThat(effective
                                .list(REALM, EffectiveFilter.all().of(user.id()).on(scope))
                                .stream()
                                .map(this::name)
                                .distinct())
                        .containsExactlyInAnyOrderElementsOf(
                                proofs.of(REALM, user.id(), user.groupIds(), scope).stream()
                                        .map(RoleRef::name)
                                        .toList());
            }
        }
    }

    private Scope scope(String name) {
        return named.scope(REALM, ScopeName.parse(name).orElseThrow()).orElseThrow();
    }

    private String name(EffectiveAssignment one) {
        return roles.find(REALM, one.role()).orElseThrow().name();
    }
}
