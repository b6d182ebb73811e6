package io.vestibule.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.access.Refusal.Kind;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Groups;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProjectsTest {
    private static final DomainId DOMAIN = Domain.DEFAULT;

    @Inject
    Projects projects;

    @Inject
    Roles roles;

    @Inject
    Assignments assignments;

    @Inject
    Domains domains;

    @Inject
    Groups groups;

    private RealmName realm;

    @BeforeEach
    void aRealmOfItsOwn() {
        realm = new RealmName("r" + UUID.randomUUID());
        TestDirectory.domain(domains, realm, "default");
    }

    @Test
    void twoProjectsOfADomainDifferInNameAndThoseOfTwoDomainsNeedNot() {
        DomainId other = TestDirectory.domain(domains, realm, "other");
        made("a", Optional.empty());
        assertThat(why(projects.create(realm, id("b"), ProjectDraft.of(DOMAIN, "a"))))
                .isEqualTo(new Refusal.NameTaken(Kind.PROJECT, "b", "a", Optional.of(DOMAIN)));
        assertThat(projects.create(realm, id("b"), ProjectDraft.of(other, "a"))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aProjectLiesInItsParentsDomain() {
        DomainId other = TestDirectory.domain(domains, realm, "other");
        made("a", Optional.empty());
        assertThat(why(projects.create(
                        realm, id("b"), ProjectDraft.of(other, "b").under(Optional.of(id("a"))))))
                .isEqualTo(new Refusal.ParentInOtherDomain(other, DOMAIN));
        assertThat(why(projects.create(realm, id("b"), ProjectDraft.of(new DomainId("none"), "b"))))
                .isEqualTo(new Refusal.Unknown(Kind.DOMAIN, "none"));
    }

    @Test
    void aTreeHasFiveLevels() {
        Optional<ProjectId> parent = Optional.empty();
        for (String name : List.of("1", "2", "3", "4", "5")) {
            parent = Optional.of(made(name, parent));
        }
        assertThat(why(projects.create(
                        realm, id("6"), ProjectDraft.of(DOMAIN, "6").under(parent))))
                .isEqualTo(new Refusal.TooDeep("5"));
        assertThat(projects.parents(realm, id("5"))).extracting(Project::name).containsExactly("4", "3", "2", "1");
        assertThat(projects.subtree(realm, id("3"))).extracting(Project::name).containsExactly("4", "5");
    }

    @Test
    void switchesRespectTheTree() {
        made("a", Optional.empty());
        made("b", Optional.of(id("a")));
        assertThat(why(projects.update(realm, id("a"), draft -> draft.enabled(false))))
                .isEqualTo(new Refusal.EnabledSubtree(id("a"), false));
        switchTo(false, "b", "a");
        assertThat(why(projects.update(realm, id("b"), draft -> draft.enabled(true))))
                .isEqualTo(new Refusal.DisabledAncestor(id("b")));
        assertThat(why(projects.create(
                        realm, id("c"), ProjectDraft.of(DOMAIN, "c").under(Optional.of(id("a"))))))
                .isEqualTo(new Refusal.DisabledBranch("a"));
        switchTo(true, "a", "b");
    }

    @Test
    void onlyLeavesGoAloneAndTreesGoWhenTheyAreSwitchedOff() {
        made("a", Optional.empty());
        made("b", Optional.of(id("a")));
        assertThat(why(projects.delete(realm, id("a")))).isEqualTo(new Refusal.NotALeaf(id("a")));
        assertThat(why(projects.deleteTree(realm, id("a")))).isEqualTo(new Refusal.EnabledSubtree(id("a"), true));
        switchTo(false, "b", "a");
        assertThat(projects.deleteTree(realm, id("a"))).isInstanceOf(Outcome.Done.class);
        assertThat(projects.list(realm, Optional.empty())).isEmpty();
        assertThat(projects.find(realm, id("b"))).isEmpty();
    }

    @Test
    void whatIsImmutableGivesUpItsProtectionBeforeAnythingElse() {
        made("a", Optional.empty());
        projects.update(realm, id("a"), draft -> draft.immutable(Optional.of(true)));
        assertThat(why(projects.update(realm, id("a"), draft -> draft.named("x"))))
                .isEqualTo(new Refusal.Protected(Kind.PROJECT, "a", false));
        assertThat(why(projects.update(realm, id("a"), draft -> draft.named("x").immutable(Optional.of(false)))))
                .isEqualTo(new Refusal.Protected(Kind.PROJECT, "a", false));
        assertThat(why(projects.delete(realm, id("a")))).isEqualTo(new Refusal.Protected(Kind.PROJECT, "a", true));
        projects.update(realm, id("a"), draft -> draft.immutable(Optional.of(false)));
        assertThat(projects.update(realm, id("a"), draft -> draft.named("x").tagged(List.of("t", "u", "t")))
                        .ifDone()
                        .orElseThrow())
                .satisfies(project -> {
                    assertThat(project.name()).isEqualTo("x");
                    assertThat(project.tags()).containsExactly("t", "u");
                });
    }

    @Test
    void whatWasGivenGoesWithTheProjectTheRoleTheGroupAndTheDomain() {
        GroupId crew = TestDirectory.group(groups, realm, "crew");
        GroupId others = TestDirectory.group(groups, realm, "others");
        made("a", Optional.empty());
        made("b", Optional.empty());
        roles.create(realm, new RoleId("r"), RoleDraft.of("r"));
        roles.create(realm, new RoleId("s"), RoleDraft.of("s"));
        given(crew, "a", "r");
        given(crew, "b", "s");
        given(others, "b", "r");
        given(others, "b", "s");
        projects.delete(realm, id("a"));
        assertThat(assignments.list(realm, AssignmentFilter.all())).hasSize(3);
        groups.delete(realm, crew);
        assertThat(assignments.list(realm, AssignmentFilter.all())).hasSize(2);
        roles.delete(realm, new RoleId("r"));
        assertThat(assignments.list(realm, AssignmentFilter.all()))
                .extracting(Assignment::role)
                .containsExactly(new RoleId("s"));
    }

    @Test
    void aDomainTakesItsProjectsAlong() {
        DomainId other = TestDirectory.domain(domains, realm, "other");
        projects.create(realm, id("a"), ProjectDraft.of(other, "a"));
        assertThat(projects.find(realm, id("a"))).isPresent();
        domains.update(realm, other, domain -> domain.withEnabled(false));
        domains.delete(realm, other);
        assertThat(projects.find(realm, id("a"))).isEmpty();
    }

    @Test
    void aRoleIsGivenOnlyWhereAndToWhomThereIs() {
        roles.create(realm, new RoleId("r"), RoleDraft.of("r"));
        DomainId other = TestDirectory.domain(domains, realm, "other");
        roles.create(realm, new RoleId("p"), RoleDraft.of("p").inDomain(Optional.of(other)));
        made("a", Optional.empty());
        Actor nobody = new Actor.OfUser(new UserId(UUID.randomUUID()));
        Actor crew = new Actor.OfGroup(TestDirectory.group(groups, realm, "crew"));
        Scope there = new Scope.Project(id("a"));
        assertThat(why(assignments.grant(realm, new Assignment(nobody, there, new RoleId("r"), false))))
                .isEqualTo(new Refusal.Unknown(Kind.USER, nobody.key()));
        assertThat(why(assignments.grant(realm, new Assignment(crew, there, new RoleId("x"), false))))
                .isEqualTo(new Refusal.Unknown(Kind.ROLE, "x"));
        assertThat(why(assignments.grant(realm, new Assignment(crew, there, new RoleId("p"), false))))
                .isEqualTo(new Refusal.RoleOfOtherDomain(new RoleId("p"), id("a")));
        assertThat(why(assignments.grant(realm, new Assignment(crew, new Scope.System(), new RoleId("p"), false))))
                .isEqualTo(new Refusal.DomainRoleOnSystem(new RoleId("p")));
        assertThat(why(assignments.revoke(realm, new Assignment(crew, there, new RoleId("r"), false))))
                .isEqualTo(new Refusal.Unknown(Kind.ASSIGNMENT, "r"));
    }

    @Test
    void adminIsImpliedByNothing() {
        roles.create(realm, new RoleId("a"), RoleDraft.of("admin"));
        roles.create(realm, new RoleId("r"), RoleDraft.of("reader"));
        assertThat(why(roles.imply(realm, new RoleId("r"), new RoleId("a"))))
                .isEqualTo(new Refusal.NeverImplied(new RoleId("a")));
    }

    private void given(GroupId group, String project, String role) {
        assertThat(assignments.grant(
                        realm,
                        new Assignment(
                                new Actor.OfGroup(group), new Scope.Project(id(project)), new RoleId(role), false)))
                .isInstanceOf(Outcome.Done.class);
    }

    private ProjectId made(String name, Optional<ProjectId> parent) {
        assertThat(projects.create(
                        realm, id(name), ProjectDraft.of(DOMAIN, name).under(parent)))
                .isInstanceOf(Outcome.Done.class);
        return id(name);
    }

    private static ProjectId id(String name) {
        return new ProjectId(name);
    }

    private static Refusal why(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?> refused) {
            return refused.why();
        }
        throw new AssertionError("not refused: " + outcome);
    }

    private void switchTo(boolean enabled, String... names) {
        for (String name : names) {
            assertThat(projects.update(realm, id(name), draft -> draft.enabled(enabled)))
                    .isInstanceOf(Outcome.Done.class);
        }
    }
}
