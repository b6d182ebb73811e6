package io.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Assignments;
import io.vestibule.access.BorrowedRoles;
import io.vestibule.access.RoleDraft;
import io.vestibule.access.Roles;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.FactorPolicy;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose accounts are not joined without an operator. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class MergeRulesTest {
    @Inject
    Administrators administrators;

    @Inject
    Lent lent;

    @Inject
    Assignments assignments;

    @Inject
    Roles roles;

    @Inject
    Domains domains;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    private Realm house;

    /** What people lend each other in these tests. */
    @Singleton
    static class Lent implements BorrowedRoles {
        private final Map<UserId, RoleId> to = new ConcurrentHashMap<>();

        @Override
        public Stream<RoleId> lentTo(RealmName realm, UserId user) {
            return Optional.ofNullable(to.get(user)).stream();
        }
    }

    @BeforeEach
    void house() {
        house = realms.find(new RealmName("house")).orElseThrow();
    }

    @Test
    void anAdministratorIsWhoWasMadeOneAlsoWhereThereIsNothingYet() {
        User user = person();
        String empty = "empty-" + UUID.randomUUID();
        Scope nothing =
                new Scope.Domain(domains.declare(house.name(), empty, "", true).id());
        given(user, role("ordinary-" + UUID.randomUUID()), nothing, false);
        assertThat(administrators.include(user)).isFalse();
        given(user, role("Manager"), nothing, true);
        assertThat(administrators.include(user)).isTrue();
    }

    @Test
    void anAdministratorIsWhoWasGivenWhatMakesOne() {
        User user = person();
        RoleId chief = role("chief-" + UUID.randomUUID());
        given(user, chief, new Scope.Domain(Domain.DEFAULT), false);
        assertThat(administrators.include(user)).isFalse();
        roles.imply(house.name(), chief, role("manager")).orElseThrow(why -> new IllegalStateException(why.toString()));
        assertThat(administrators.include(user)).isTrue();
    }

    @Test
    void anAdministratorIsWhoWasLentTheRoleOfOne() {
        User user = person();
        lent.to.put(user.id(), role("ordinary-" + UUID.randomUUID()));
        assertThat(administrators.include(user)).isFalse();
        lent.to.put(user.id(), role("service"));
        assertThat(administrators.include(user)).isTrue();
    }

    @Test
    void rulesOfTheirOwnThatAskForLessStandInsteadOfWhatTheRealmAsksOfEverybody() {
        assertThat(MergeRules.asksEverybody(asking(FactorPolicy.Demand.EVERYBODY), rules()))
                .isTrue();
        assertThat(MergeRules.asksEverybody(asking(FactorPolicy.Demand.EVERYBODY), rules("password")))
                .isFalse();
        assertThat(MergeRules.asksEverybody(asking(FactorPolicy.Demand.NOBODY), rules()))
                .isFalse();
        assertThat(MergeRules.asksEverybody(asking(FactorPolicy.Demand.NOBODY), rules("password", "totp")))
                .isTrue();
    }

    private static MfaRules rules(String... methods) {
        return new MfaRules(methods.length == 0 ? List.of() : List.of(List.of(methods)));
    }

    private Realm asking(FactorPolicy.Demand demand) {
        FactorPolicy policy = new FactorPolicy(demand, true, List.of("2"), List.of(), List.of(), true);
        return new Realm(
                house.name(),
                house.displayName(),
                true,
                false,
                house.languages(),
                house.theme(),
                house.sessions(),
                house.passwords(),
                house.connectors(),
                house.relyingParties(),
                house.people(),
                new Blocks(List.of(policy)));
    }

    private User person() {
        String name = "mr-" + UUID.randomUUID();
        return factors.made(house, name, name + "@observatory.example");
    }

    private void given(User user, RoleId role, Scope where, boolean inherited) {
        assignments
                .grant(house.name(), new Assignment(new Actor.OfUser(user.id()), where, role, inherited))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
    }

    private RoleId role(String name) {
        return roles.named(house.name(), Optional.empty(), name)
                .map(found -> found.id())
                .orElseGet(() -> {
                    RoleId id = new RoleId(UUID.randomUUID().toString().replace("-", ""));
                    roles.create(
                                    house.name(),
                                    id,
                                    new RoleDraft(
                                            Optional.empty(), name, Optional.empty(), Optional.empty(), Extra.none()))
                            .orElseThrow(why -> new IllegalStateException(why.toString()));
                    return id;
                });
    }
}
