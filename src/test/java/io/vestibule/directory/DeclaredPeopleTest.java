package io.vestibule.directory;

import static io.vestibule.directory.Samples.POLICY;
import static io.vestibule.directory.Samples.identity;
import static io.vestibule.directory.Samples.person;
import static io.vestibule.directory.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.database.LockQueue;
import io.vestibule.identity.Claims;
import io.vestibule.identity.Secret;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.StartPrevented;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeclaredPeopleTest {
    @Inject
    DeclaredPeople declared;

    @Inject
    DemoPeople demo;

    @Inject
    Directory directory;

    @Inject
    Accounts accounts;

    @Inject
    LocalCredentials credentials;

    @Inject
    UserRepository users;

    @Inject
    LockQueue queue;

    @Inject
    Realms realms;

    private String name;

    @BeforeEach
    void aRealmOfItsOwn() {
        name = "r" + UUID.randomUUID();
    }

    @Test
    void whoIsDeclaredCanSignIn() {
        Realm realm = follow(ada("first password", "staff"));
        User ada = signIn(realm, "ada", "first password");
        assertThat(ada.displayName()).isEqualTo("Ada Lovelace");
        assertThat(ada.email()).contains("ada@example.org");
        assertThat(ada.groups()).containsExactly("staff");
        assertThat(ada.claims().first("address.formatted")).contains("12 St James's Square\nLondon");
    }

    @Test
    void theFileWinsAndTheIdStays() {
        User before = signIn(follow(ada("first password", "staff", "admins")), "ada", "first password");
        Realm changed = follow(new PersonDeclaration(
                "ADA",
                "Countess of Lovelace",
                Optional.empty(),
                true,
                true,
                List.of("staff"),
                Claims.none(),
                Optional.of(new Secret("first password"))));
        User after = signIn(changed, "ada", "first password");
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.username()).isEqualTo("ADA");
        assertThat(after.displayName()).isEqualTo("Countess of Lovelace");
        assertThat(after.email()).isEmpty();
        assertThat(after.groups()).containsExactly("staff");
        assertThat(directory.find(changed.name(), after.id())).contains(after);
    }

    @Test // security case 36
    void whoIsSwitchedOffInTheFileIsOutAtOnce() {
        Realm realm = follow(ada("first password"));
        User ada = signIn(realm, "ada", "first password");
        follow(new PersonDeclaration(
                "ada", "Ada", Optional.empty(), false, false, List.of(), Claims.none(), Optional.empty()));
        assertThat(directory.find(realm.name(), ada.id()).orElseThrow().enabled())
                .isFalse();
        assertThat(credentials.verify(realm, "ada", new Secret("first password")))
                .isEqualTo(new PasswordCheck.Wrong("user-disabled"));
        assertThat(signIn(follow(ada("first password")), "ada", "first password")
                        .tokensValidAfter())
                .as("what was given out before stays void")
                .isPresent();
    }

    @Test
    void whatIsChangedAtTheSameTimeIsReadBeforeTheFileIsFollowed() throws Exception {
        User ada = signIn(follow(ada("first password")), "ada", "first password");
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Realm> followed = QuarkusTransaction.requiringNew().call(() -> {
                UserEntity row = users.locked(ada.realm(), ada.id().value()).orElseThrow();
                Future<Realm> waits = thread.submit(() -> follow(ada("first password", "staff"), grace("long enough")));
                queue.awaitOne("app_user");
                row.enabled = false;
                row.displayName = "Somebody";
                row.options = "{\"lock_password\":true}";
                return waits;
            });
            followed.get();
        }
        User now = users.read(ada.realm(), ada.id().value()).orElseThrow();
        assertThat(now.switchedOn()).as("the file's word").isTrue();
        assertThat(now.displayName()).isEqualTo(ada.displayName());
        assertThat(now.options().lockPassword()).contains(true);
    }

    @Test
    void whoIsNoLongerDeclaredStays() {
        Realm realm = follow(ada("first password"));
        follow();
        assertThat(signIn(realm, "ada", "first password").enabled()).isTrue();
    }

    @Test
    void thePasswordFollowsTheFileUntilItIsChangedElsewhere() {
        follow(ada("first password"));
        Realm realm = follow(ada("second password"));
        User ada = signIn(realm, "ada", "second password");
        credentials.set(realm, ada.id(), new Secret("her own password"));
        follow(ada("third password"));
        signIn(realm, "ada", "her own password");
        assertThat(credentials.verify(realm, "ada", new Secret("third password")))
                .isInstanceOf(PasswordCheck.Wrong.class);
    }

    @Test
    void readingAnUnchangedFileAgainChangesNothing() {
        Realm realm = follow(ada("first password", "b", "a"));
        Map<String, User> before = users.declared(realm.name());
        follow(ada("first password", "a", "b"));
        assertThat(users.declared(realm.name())).isEqualTo(before);
    }

    @Test // security case 32: nobody gets the file's groups by having the name first
    void aShadowUserIsNeverTakenForADeclaredPerson() {
        Realm realm = Samples.realm(name);
        User shadow = user(directory.resolve(realm.name(), identity("evil", "1"), person("ada")));
        follow(ada("first password", "admins"));
        assertThat(directory.find(realm.name(), shadow.id()).orElseThrow().groups())
                .isEmpty();
        assertThat(credentials.verify(realm, "ada", new Secret("first password")))
                .isInstanceOf(PasswordCheck.Wrong.class);
    }

    @Test // who manages a domain renames its users
    void whoeverWasRenamedIsNotTakenForADeclaredPersonAndTheRenamedOneIsStillTheFiles() {
        Realm realm = follow(ada("first password"), grace("long enough"));
        User grace = signIn(realm, "grace", "long enough");
        rename(realm, grace, "joan");
        follow(ada("first password"), inTheGroup("joan", "admins"));
        assertThat(directory.find(realm.name(), grace.id()).orElseThrow().groups())
                .isEmpty();

        follow(ada("first password"), grace("long enough"));
        assertThat(signIn(realm, "grace", "long enough").id()).isEqualTo(grace.id());
        User ada = signIn(realm, "ada", "first password");
        rename(realm, ada, "augusta");
        rename(realm, grace, "ada");
        follow(ada("first password", "admins"));
        assertThat(directory.find(realm.name(), grace.id()).orElseThrow().groups())
                .isEmpty();
        assertThat(directory.find(realm.name(), ada.id()).orElseThrow())
                .satisfies(still -> assertThat(still.groups()).containsExactly("admins"))
                .satisfies(still -> assertThat(still.username()).isEqualTo("augusta"));
    }

    @Test
    void aPasswordAgainstThePolicyKeepsOnlyThatPersonOut() {
        Realm realm = follow(ada("short"), grace("long enough"));
        assertThat(credentials.verify(realm, "ada", new Secret("short"))).isInstanceOf(PasswordCheck.Wrong.class);
        signIn(realm, "grace", "long enough");
    }

    @Test
    void peopleOfADemoGetAPasswordThatCanBeFoundAgain() {
        Realm realm = demo(POLICY, withoutPassword("ada"), withoutPassword("grace"));
        declared.follow(realm);
        DemoPeople.FirstLogin first = demo.firstLogin(realm).orElseThrow();
        assertThat(first.username()).isEqualTo("ada");
        assertThat(first.password().reveal()).matches("([a-z]{4}-){3}[a-z]{4}");
        signIn(realm, "ada", first.password().reveal());
        signIn(realm, "grace", first.password().reveal());
        declared.follow(realm);
        assertThat(demo.firstLogin(realm)).contains(first);
    }

    @Test
    void theDemoPasswordIsAsLongAsThePolicyAsks() {
        Realm realm =
                demo(new PasswordPolicy(40, 3, POLICY.lockoutDuration(), POLICY.argon2()), withoutPassword("ada"));
        declared.follow(realm);
        signIn(realm, "ada", demo.firstLogin(realm).orElseThrow().password().reveal());
    }

    @Test
    void aFirstLoginThatNoLongerWorksIsNotOffered() {
        Realm realm = demo(POLICY, withoutPassword("ada"), withoutPassword("grace"));
        declared.follow(realm);
        User ada = users.declared(realm.name()).get("ada");
        credentials.set(realm, ada.id(), new Secret("her own password"));
        assertThat(demo.firstLogin(realm).orElseThrow().username()).isEqualTo("grace");
    }

    @Test
    void noPasswordIsMadeUpWhereNoDemoIsWanted() {
        Realm realm = follow(withoutPassword("ada"));
        assertThat(demo.firstLogin(realm)).isEmpty();
        assertThat(users.declared(realm.name())).containsOnlyKeys("ada");
        assertThat(credentials.verify(realm, "ada", new Secret("anything at all")))
                .isEqualTo(new PasswordCheck.Wrong("unknown-name"));
    }

    @Test
    void thePeopleOfTheDemoFilesAreThereAfterTheStart() {
        for (Realm realm : realms.all()) {
            assertThat(users.declared(realm.name())).hasSameSizeAs(realm.people());
        }
        assertThat(realms.find("demo").flatMap(demo::firstLogin)).isPresent();
    }

    @Test
    void aDemoIsNotShownToTheNetworkUnlessAskedFor() {
        Realm realm = demo(POLICY, withoutPassword("ada"));
        for (String everywhere : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThatThrownBy(() -> new DemoExposure(everywhere, false).refuse(realm))
                    .isInstanceOf(StartPrevented.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining(everywhere)
                    .hasMessageContaining("VESTIBULE_DEMO_ALLOW_REMOTE=true");
            assertThatCode(() -> new DemoExposure(everywhere, true).refuse(realm))
                    .doesNotThrowAnyException();
            assertThatCode(() -> new DemoExposure(everywhere, false).refuse(Samples.realm(name)))
                    .doesNotThrowAnyException();
        }
        for (String here : List.of("localhost", "127.0.0.1", "127.0.0.2", "::1")) {
            assertThatCode(() -> new DemoExposure(here, false).refuse(realm)).doesNotThrowAnyException();
        }
    }

    private Realm follow(PersonDeclaration... people) {
        Realm realm = Samples.realm(name, false, POLICY, List.of(people));
        declared.follow(realm);
        return realm;
    }

    private void rename(Realm realm, User user, String to) {
        AccountPatch nothing = AccountPatch.nothing();
        assertThat(accounts.update(
                        realm,
                        user.id(),
                        new AccountPatch(
                                Optional.of(to),
                                nothing.enabled(),
                                nothing.password(),
                                nothing.defaultProject(),
                                nothing.options(),
                                nothing.extra())))
                .isInstanceOf(AccountOutcome.Done.class);
    }

    private Realm demo(PasswordPolicy policy, PersonDeclaration... people) {
        return Samples.realm(name, true, policy, List.of(people));
    }

    private User signIn(Realm realm, String username, String password) {
        PasswordCheck check = credentials.verify(realm, username, new Secret(password));
        assertThat(check).isInstanceOf(PasswordCheck.Right.class);
        return ((PasswordCheck.Right) check).user();
    }

    private static PersonDeclaration ada(String password, String... groups) {
        return new PersonDeclaration(
                "ada",
                "Ada Lovelace",
                Optional.of("ada@example.org"),
                true,
                true,
                List.of(groups),
                Claims.none().with("address.formatted", "12 St James's Square\nLondon"),
                Optional.of(new Secret(password)));
    }

    private static PersonDeclaration grace(String password) {
        return new PersonDeclaration(
                "grace",
                "Grace Hopper",
                Optional.empty(),
                false,
                true,
                List.of(),
                Claims.none(),
                Optional.of(new Secret(password)));
    }

    private static PersonDeclaration inTheGroup(String username, String group) {
        return new PersonDeclaration(
                username, username, Optional.empty(), false, true, List.of(group), Claims.none(), Optional.empty());
    }

    private static PersonDeclaration withoutPassword(String username) {
        return new PersonDeclaration(
                username, username, Optional.empty(), false, true, List.of(), Claims.none(), Optional.empty());
    }
}
