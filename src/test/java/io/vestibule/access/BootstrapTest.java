package io.vestibule.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.PasswordCheck;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BootstrapTest {
    private static final Secret PASSWORD = new Secret("correct horse battery");

    @Inject
    Bootstrap bootstrap;

    @Inject
    Accounts accounts;

    @Inject
    LocalCredentials credentials;

    @Inject
    EffectiveRoles effective;

    @Inject
    Assignments assignments;

    @Inject
    Projects projects;

    @Inject
    Realms realms;

    private Realm realm;

    @BeforeEach
    void aRealmOfItsOwn() {
        Realm demo = realms.find(new RealmName("demo")).orElseThrow();
        realm = new Realm(
                new RealmName("r" + UUID.randomUUID()),
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
                Blocks.none());
    }

    @Test
    void anEmptyRealmHasAnAdministratorAfterwards() {
        bootstrap.run(realm, wish(PASSWORD));
        User admin = admin();
        Project project = projects.named(realm.name(), Domain.DEFAULT, "admin").orElseThrow();
        assertThat(roles(admin, new Scope.System())).containsExactly("admin", "manager", "member", "reader");
        assertThat(roles(admin, new Scope.Project(project.id()))).contains("admin");
        assertThat(credentials.verify(realm, admin.id(), PASSWORD)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void runningItAgainChangesNothing() {
        bootstrap.run(realm, wish(PASSWORD));
        User before = admin();
        List<Assignment> given = assignments.list(realm.name(), AssignmentFilter.all());
        bootstrap.run(realm, wish(PASSWORD));
        assertThat(admin()).isEqualTo(before);
        assertThat(assignments.list(realm.name(), AssignmentFilter.all())).isEqualTo(given);
    }

    @Test
    void itMendsASwitchedOffAdministratorWithALostPassword() {
        bootstrap.run(realm, wish(PASSWORD));
        accounts.update(realm, admin().id(), AccountPatch.nothing().withEnabled(false));
        Secret other = new Secret("another good password");
        bootstrap.run(realm, wish(other));
        assertThat(admin().enabled()).isTrue();
        assertThat(credentials.verify(realm, admin().id(), other)).isInstanceOf(PasswordCheck.Right.class);
        assertThat(credentials.verify(realm, admin().id(), PASSWORD)).isInstanceOf(PasswordCheck.Wrong.class);
    }

    @Test
    void aPasswordThatTheRealmDoesNotWantIsRefused() {
        assertThatThrownBy(() -> bootstrap.run(realm, wish(new Secret("x"))))
                .isInstanceOf(Bootstrap.PasswordRefused.class);
        assertThat(accounts.named(realm.name(), Domain.DEFAULT, "admin")).isEmpty();
    }

    private static BootstrapWish wish(Secret password) {
        return new BootstrapWish("admin", password, "admin", "admin", "keystone", Optional.empty(), Map.of());
    }

    private User admin() {
        return accounts.named(realm.name(), Domain.DEFAULT, "admin").orElseThrow();
    }

    private List<String> roles(User user, Scope scope) {
        return effective.of(realm.name(), user.id(), user.groupIds(), scope).stream()
                .map(RoleRef::name)
                .toList();
    }
}
