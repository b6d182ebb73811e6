package io.vestibule.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
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
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EffectiveRolesTest {
    private static final DomainId DOMAIN = new DomainId("default");
    private static final Scope ON_DOMAIN = new Scope.Domain(DOMAIN);
    private static final Scope ON_SYSTEM = new Scope.System();

    @Inject
    EffectiveRoles effective;

    @Inject
    Assignments assignments;

    @Inject
    Roles roles;

    @Inject
    Projects projects;

    @Inject
    Domains domains;

    @Inject
    Groups groups;

    private RealmName realm;
    private final UserId nobody = new UserId(UUID.randomUUID());
    private GroupId crew;
    private RoleId admin;
    private RoleId member;
    private RoleId reader;
    private ProjectId top;
    private ProjectId middle;
    private ProjectId leaf;

    @BeforeEach
    void aTreeAndThreeRoles() {
        realm = new RealmName("r" + UUID.randomUUID());
        TestDirectory.domain(domains, realm, "default");
        crew = TestDirectory.group(groups, realm, "crew");
        admin = role("admin");
        member = role("member");
        reader = role("reader");
        roles.imply(realm, admin, member);
        roles.imply(realm, member, reader);
        top = project("top", Optional.empty());
        middle = project("middle", Optional.of(top));
        leaf = project("leaf", Optional.of(middle));
    }

    @Test
    void aRoleGivenOnAProjectHoldsThereWithAllItImpliesAndNowhereElse() {
        given(new Scope.Project(middle), member, false);
        assertThat(names(new Scope.Project(middle))).containsExactly("member", "reader");
        assertThat(names(new Scope.Project(top))).isEmpty();
        assertThat(names(new Scope.Project(leaf))).isEmpty();
        assertThat(names(ON_DOMAIN)).isEmpty();
        assertThat(names(ON_SYSTEM)).isEmpty();
    }

    @Test
    void anInheritedRoleHoldsOnAllBelowAndNotOnTheProjectItself() {
        given(new Scope.Project(top), reader, true);
        assertThat(names(new Scope.Project(top))).isEmpty();
        assertThat(names(new Scope.Project(middle))).containsExactly("reader");
        assertThat(names(new Scope.Project(leaf))).containsExactly("reader");
        assertThat(effective.projects(realm, nobody, Set.of(crew)))
                .extracting(Project::id)
                .containsExactlyInAnyOrder(middle, leaf);
    }

    @Test
    void aRoleInheritedFromTheDomainHoldsOnEveryProjectOfItAndNotOnTheDomain() {
        given(ON_DOMAIN, member, true);
        TestDirectory.domain(domains, realm, "other");
        ProjectId elsewhere = project("elsewhere", Optional.empty(), new DomainId("other"));
        assertThat(names(new Scope.Project(leaf))).containsExactly("member", "reader");
        assertThat(names(ON_DOMAIN)).isEmpty();
        assertThat(names(new Scope.Project(elsewhere))).isEmpty();
        assertThat(effective.domains(realm, nobody, Set.of(crew))).isEmpty();
        assertThat(effective.projects(realm, nobody, Set.of(crew))).hasSize(3);
    }

    @Test
    void rolesOnADomainAndOnTheSystemHoldJustThere() {
        given(ON_DOMAIN, reader, false);
        given(ON_SYSTEM, admin, false);
        assertThat(names(ON_DOMAIN)).containsExactly("reader");
        assertThat(names(ON_SYSTEM)).containsExactly("admin", "member", "reader");
        assertThat(names(new Scope.Project(top))).isEmpty();
        assertThat(effective.domains(realm, nobody, Set.of(crew))).containsExactly(DOMAIN);
        assertThat(effective.onSystem(realm, nobody, Set.of(crew))).isTrue();
        assertThat(effective.onSystem(realm, nobody, Set.of())).isFalse();
    }

    @Test
    void aPrivateRoleOfADomainStandsInNoAnswerButLendsWhatItImplies() {
        RoleId steward = new RoleId("steward");
        roles.create(realm, steward, RoleDraft.of("steward").inDomain(Optional.of(DOMAIN)));
        roles.imply(realm, steward, reader);
        given(new Scope.Project(top), steward, false);
        assertThat(names(new Scope.Project(top))).containsExactly("reader");
    }

    @Test
    void rolesThatImplyEachOtherInACircleEnd() {
        roles.imply(realm, reader, member);
        given(new Scope.Project(top), reader, false);
        assertThat(names(new Scope.Project(top))).containsExactly("member", "reader");
    }

    @Test
    void whatChangesBitesAtOnce() {
        Scope there = new Scope.Project(leaf);
        assertThat(names(there)).isEmpty();
        Assignment given = given(there, reader, false);
        assertThat(names(there)).containsExactly("reader");
        roles.imply(realm, reader, member);
        assertThat(names(there)).containsExactly("member", "reader");
        roles.implyNoMore(realm, reader, member);
        roles.update(realm, reader, role -> role.named("viewer"));
        assertThat(names(there)).containsExactly("viewer");
        assignments.revoke(realm, given);
        assertThat(names(there)).isEmpty();
    }

    @Test
    void otherRealmsOtherRoles() {
        given(ON_SYSTEM, admin, false);
        assertThat(effective.of(new RealmName("another"), nobody, Set.of(crew), ON_SYSTEM))
                .isEmpty();
    }

    private List<String> names(Scope scope) {
        return effective.of(realm, nobody, Set.of(crew), scope).stream()
                .map(RoleRef::name)
                .toList();
    }

    private Assignment given(Scope target, RoleId role, boolean inherited) {
        return assignments
                .grant(realm, new Assignment(new Actor.OfGroup(crew), target, role, inherited))
                .ifDone()
                .orElseThrow();
    }

    private RoleId role(String name) {
        RoleId id = new RoleId(name);
        assertThat(roles.create(realm, id, RoleDraft.of(name))).isInstanceOf(Outcome.Done.class);
        return id;
    }

    private ProjectId project(String name, Optional<ProjectId> parent) {
        return project(name, parent, DOMAIN);
    }

    private ProjectId project(String name, Optional<ProjectId> parent, DomainId domain) {
        ProjectId id = new ProjectId(name);
        assertThat(projects.create(realm, id, ProjectDraft.of(domain, name).under(parent)))
                .isInstanceOf(Outcome.Done.class);
        return id;
    }
}
