package io.vestibule.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.access.AccessDeclaration.AssignmentEntry;
import io.vestibule.access.AccessDeclaration.DomainEntry;
import io.vestibule.access.AccessDeclaration.GroupEntry;
import io.vestibule.access.AccessDeclaration.LimitEntry;
import io.vestibule.access.AccessDeclaration.ProjectEntry;
import io.vestibule.access.AccessDeclaration.RegisteredLimitEntry;
import io.vestibule.access.AccessDeclaration.RoleEntry;
import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.ScopeName;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeclaredAccessTest {
    @Inject
    DeclaredAccess declared;

    @Inject
    Named named;

    @Inject
    EffectiveRoles effective;

    @Inject
    Assignments assignments;

    @Inject
    Roles roles;

    @Inject
    Projects projects;

    @Inject
    Limits limits;

    @Inject
    RegisteredLimits registered;

    @Inject
    Accounts accounts;

    @Inject
    Domains domains;

    @Inject
    Groups groups;

    @Inject
    Realms realms;

    private RealmName name;

    @BeforeEach
    void aRealmOfItsOwn() {
        name = new RealmName("r" + UUID.randomUUID());
    }

    @Test
    void theDemoRealmHasACloudAdministratorAndPeopleOnProjects() {
        RealmName demo = new RealmName("demo");
        assertThat(names(demo, "ada", "system:all")).containsExactly("admin", "manager", "member", "reader");
        assertThat(names(demo, "ada", "project:Default/admin")).contains("admin");
        assertThat(names(demo, "grace", "project:Default/apollo")).containsExactly("member", "reader");
        assertThat(names(demo, "grace", "project:Default/apollo-lander")).containsExactly("member", "reader");
        assertThat(names(demo, "alan", "project:Default/apollo")).containsExactly("reader");
        assertThat(names(demo, "alan", "project:Default/admin")).isEmpty();
    }

    @Test
    void everyRealmBeginsWithTheStandardRolesAndKeepsAwayWhichSomebodyTookAway() {
        declared.follow(realm(AccessDeclaration.none()));
        assertThat(roles.list(name))
                .extracting(Role::name)
                .containsExactlyInAnyOrder("admin", "manager", "member", "reader", "service");
        RoleId service =
                roles.named(name, Optional.empty(), "service").orElseThrow().id();
        assertThat(roles.delete(name, service)).isInstanceOf(Outcome.Refused.class);
        roles.update(name, service, role -> role.immutable(Optional.empty()));
        assertThat(roles.delete(name, service)).isInstanceOf(Outcome.Done.class);
        declared.follow(realm(AccessDeclaration.none()));
        assertThat(roles.named(name, Optional.empty(), "service")).isEmpty();
    }

    @Test
    void whatIsDeclaredIsThereAndReadingTwiceChangesNothing() {
        Realm realm = realm(research("member"));
        declared.follow(realm);
        List<Assignment> once = assignments.list(name, AssignmentFilter.all());
        Project project = project("project:Research/probe");
        declared.follow(realm);
        assertThat(assignments.list(name, AssignmentFilter.all()))
                .isEqualTo(once)
                .hasSize(1);
        assertThat(project("project:Research/probe")).isEqualTo(project);
        assertThat(project.parent()).isPresent();
        assertThat(project.tags()).containsExactly("small");
        assertThat(once.getFirst().inherited()).isTrue();
        assertThat(limits.list(name, LimitFilter.all()))
                .extracting(Limit::amount)
                .containsExactly(4L);
    }

    @Test
    void aRoleGoesWithTheLineThatGaveItAndWhatSomebodyElseGaveStays() {
        declared.follow(realm(research("member")));
        Assignment byFile = assignments.list(name, AssignmentFilter.all()).getFirst();
        Assignment byHand = new Assignment(byFile.actor(), byFile.target(), byFile.role(), false);
        assignments.grant(name, byHand);
        declared.follow(realm(research("reader")));
        assertThat(assignments.list(name, AssignmentFilter.all()))
                .doesNotContain(byFile)
                .hasSize(2);
        declared.follow(realm(AccessDeclaration.none()));
        assertThat(assignments.list(name, AssignmentFilter.all())).containsExactly(byHand);
        assertThat(limits.list(name, LimitFilter.all())).isEmpty();
        assertThat(registered.list(name, LimitFilter.all())).isEmpty();
        assertThat(project("project:Research/probe").enabled()).isTrue();
    }

    @Test
    void twoSitesWithOneFileAgreeOnIds() {
        declared.follow(realm(research("member")));
        Project here = project("project:Research/probe");
        RealmName first = name;
        name = new RealmName("r" + UUID.randomUUID());
        declared.follow(realm(research("member")));
        assertThat(project("project:Research/probe").id()).isEqualTo(here.id());
        assertThat(name).isNotEqualTo(first);
    }

    @Test // security: who manages a domain renames its groups and makes others
    void whatTheFileGivesItsGroupStaysThereWhoeverTakesTheName() {
        declared.follow(realm(research("member")));
        List<Assignment> before = assignments.list(name, AssignmentFilter.all());
        Domain domain = domains.named(name, "Research").orElseThrow();
        Group crew = groups.named(name, domain.id(), "crew").orElseThrow();
        groups.update(name, crew.id(), group -> group.withName("formerly"));
        groups.create(name, new Groups.NewGroup(domain.id(), "Crew", "", Extra.none()));
        declared.follow(realm(research("member")));
        assertThat(assignments.list(name, AssignmentFilter.all())).isEqualTo(before);

        Group other = groups.named(name, domain.id(), "crew").orElseThrow();
        assertThat(other.id()).isNotEqualTo(crew.id());
        groups.delete(name, other.id());
        declared.follow(realm(research("member")));
        assertThat(groups.find(name, crew.id()).orElseThrow().name()).isEqualTo("crew");
    }

    @Test
    void whatTheFileGivesOnItsProjectStaysThereWhoeverTakesTheName() {
        declared.follow(realm(research("member")));
        List<Assignment> before = assignments.list(name, AssignmentFilter.all());
        List<Limit> limited = limits.list(name, LimitFilter.all());
        for (String mine : List.of("space", "probe")) {
            Project project = project("project:Research/" + mine);
            projects.update(name, project.id(), draft -> draft.named("former " + mine));
            projects.create(name, new ProjectId(mine + "-of-another"), ProjectDraft.of(project.domain(), mine));
        }
        declared.follow(realm(research("member")));
        assertThat(assignments.list(name, AssignmentFilter.all())).isEqualTo(before);
        assertThat(limits.list(name, LimitFilter.all())).isEqualTo(limited);
    }

    @Test // security: they may be called as they wish; who has an id is who they are
    void whoeverIsCalledAsTheFileSaysGetsNothingOfItAndWhoeverHasTheIdDoes() {
        DomainId home = TestDirectory.domain(domains, name, "default");
        Realm realm = realm(toUserAndGroup("alice", "ops"));
        User alice = ((AccountOutcome.Done) accounts.create(
                        realm,
                        new Accounts.NewAccount(
                                home,
                                "alice",
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                UserOptions.none(),
                                Extra.none())))
                .user();
        GroupId ops = TestDirectory.group(groups, name, "ops");
        declared.follow(realm);
        assertThat(assignments.list(name, AssignmentFilter.all())).isEmpty();

        declared.follow(realm(toUserAndGroup(alice.id().hex(), ops.value())));
        assertThat(assignments.list(name, AssignmentFilter.all()))
                .extracting(Assignment::actor)
                .containsExactlyInAnyOrder(new Actor.OfUser(alice.id()), new Actor.OfGroup(ops));
    }

    @Test
    void aNameThatStandsForNothingSpoilsOnlyItsLine() {
        TestDirectory.domain(domains, name, "default");
        AccessDeclaration wanted = new AccessDeclaration(
                LimitModel.FLAT,
                List.of(),
                List.of(new GroupEntry("crew", "Default", Optional.empty())),
                List.of(),
                List.of(),
                List.of(
                        new AssignmentEntry(
                                Optional.empty(),
                                Optional.of("crew"),
                                Optional.empty(),
                                List.of("pilot", "reader"),
                                "system:all",
                                false),
                        new AssignmentEntry(
                                Optional.of("nobody"),
                                Optional.empty(),
                                Optional.empty(),
                                List.of("reader"),
                                "system:all",
                                false)),
                List.of(),
                List.of());
        declared.follow(realm(wanted));
        assertThat(assignments.list(name, AssignmentFilter.all())).hasSize(1);
    }

    /** The group of that name is declared, too, though somebody else has it. */
    private static AccessDeclaration toUserAndGroup(String user, String group) {
        return new AccessDeclaration(
                LimitModel.FLAT,
                List.of(),
                List.of(new GroupEntry("ops", "Default", Optional.empty())),
                List.of(),
                List.of(),
                List.of(
                        new AssignmentEntry(
                                Optional.of(user),
                                Optional.empty(),
                                Optional.empty(),
                                List.of("admin"),
                                "system:all",
                                false),
                        new AssignmentEntry(
                                Optional.empty(),
                                Optional.of(group),
                                Optional.empty(),
                                List.of("admin"),
                                "system:all",
                                false)),
                List.of(),
                List.of());
    }

    private static AccessDeclaration research(String role) {
        return new AccessDeclaration(
                LimitModel.FLAT,
                List.of(new DomainEntry("Research", "", true)),
                List.of(new GroupEntry("crew", "Research", Optional.empty())),
                List.of(new RoleEntry("auditor", Optional.empty(), Optional.empty(), List.of("reader"))),
                List.of(
                        new ProjectEntry("space", "Research", Optional.empty(), Optional.empty(), true, List.of()),
                        new ProjectEntry(
                                "probe", "Research", Optional.of("space"), Optional.of("far"), true, List.of("small"))),
                List.of(new AssignmentEntry(
                        Optional.empty(),
                        Optional.of("Research/crew"),
                        Optional.empty(),
                        List.of(role),
                        "project:Research/space",
                        true)),
                List.of(new RegisteredLimitEntry("compute", Optional.empty(), "servers", 10, Optional.empty())),
                List.of(new LimitEntry(
                        "project:Research/probe", "compute", Optional.empty(), "servers", 4, Optional.empty())));
    }

    private Project project(String scope) {
        return projects.find(
                        name,
                        ((Scope.Project)
                                        named.scope(name, ScopeName.parse(scope).orElseThrow())
                                                .orElseThrow())
                                .project())
                .orElseThrow();
    }

    private List<String> names(RealmName realm, String person, String scope) {
        User user = accounts.named(realm, Domain.DEFAULT, person).orElseThrow();
        return effective
                .of(
                        realm,
                        user.id(),
                        user.groupIds(),
                        named.scope(realm, ScopeName.parse(scope).orElseThrow()).orElseThrow())
                .stream()
                .map(RoleRef::name)
                .toList();
    }

    private Realm realm(AccessDeclaration wanted) {
        Realm demo = realms.find(new RealmName("demo")).orElseThrow();
        return new Realm(
                name,
                "Sample",
                true,
                false,
                demo.languages(),
                demo.theme(),
                demo.sessions(),
                demo.passwords(),
                demo.connectors(),
                demo.relyingParties(),
                List.of(),
                new Blocks(List.of(wanted)));
    }
}
