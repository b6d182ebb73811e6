package io.vestibule.directory;

import static io.vestibule.directory.Samples.identity;
import static io.vestibule.directory.Samples.person;
import static io.vestibule.directory.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.Waiting;
import io.vestibule.database.Statements;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.MappedPerson;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DirectoryTest {
    private static final int AT_ONCE = 12;

    @Inject
    Directory directory;

    @Inject
    UserRepository users;

    @Inject
    TestDirectories directories;

    @Inject
    Domains domains;

    @Inject
    Identities identities;

    @Inject
    Statements statements;

    private RealmName realm;

    @BeforeEach
    void aRealmOfItsOwn() {
        realm = new RealmName("r" + UUID.randomUUID());
    }

    @Test
    void whoComesForTheFirstTimeIsMadeAndThenKnown() {
        Resolution first = directory.resolve(realm, identity("campus", "1"), person("ada", "staff"));
        Resolution second = directory.resolve(realm, identity("campus", "1"), person("ada", "staff"));
        assertThat(first).isInstanceOf(Resolution.Provisioned.class);
        assertThat(second).isInstanceOf(Resolution.Known.class);
        assertThat(user(second)).isEqualTo(user(first));
        assertThat(directory.find(realm, user(first).id())).contains(user(first));
    }

    @Test
    void twoFirstLoginsAtOnceAreOneUser() throws Exception {
        List<Resolution> resolutions =
                atOnce(i -> directory.resolve(realm, identity("campus", "1"), person("ada", "a")));
        assertThat(resolutions.stream().map(Samples::user).map(User::id).distinct())
                .hasSize(1);
        assertThat(resolutions.stream().filter(Resolution.Provisioned.class::isInstance))
                .hasSize(1);
    }

    @Test
    void manyOfOneNameAtOnceAreManyUsersWithNamesOfTheirOwn() throws Exception {
        List<Resolution> resolutions =
                atOnce(i -> directory.resolve(realm, identity("campus", "s" + i), person(i % 2 == 0 ? "ada" : "ADA")));
        assertThat(resolutions.stream().map(Samples::user).map(User::id).distinct())
                .hasSize(AT_ONCE);
        assertThat(resolutions.stream()
                        .map(resolution -> user(resolution).username().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "ada", "ada-2", "ada-3", "ada-4", "ada-5", "ada-6", "ada-7", "ada-8", "ada-9", "ada-10",
                        "ada-11", "ada-12");
    }

    /** As when several nodes start on a new store. */
    @Test
    void aDomainThatManyDeclareAtOnceIsOne() throws Exception {
        List<Domain> declared = atOnce(i -> domains.declare(realm, "Yards", "for ships", true));
        assertThat(declared.stream().map(Domain::id)).containsOnly(Domains.declaredId("Yards"));
    }

    @Test
    void changedGroupsOfManyLoginsAtOnceEndInOneOfThem() throws Exception {
        directory.resolve(realm, identity("campus", "1"), person("ada", "old"));
        atOnce(i -> directory.resolve(realm, identity("campus", "1"), person("ada", "new", "newer", "newest")));
        assertThat(user(directory.resolve(realm, identity("campus", "1"), person("ada", "new", "newer", "newest")))
                        .groups())
                .containsExactlyInAnyOrder("new", "newer", "newest");
    }

    @Test // security case 34
    void theSameSubjectAtTwoConnectorsIsTwoPeople() {
        User campus = user(directory.resolve(realm, identity("campus", "1"), person("ada")));
        User github = user(directory.resolve(realm, identity("github", "1"), person("ada")));
        assertThat(github.id()).isNotEqualTo(campus.id());
        assertThat(github.username()).isEqualTo("ada-2");
    }

    @Test
    void theSameIdentityInTwoRealmsIsTwoPeople() {
        RealmName other = new RealmName("other-" + realm);
        User here = user(directory.resolve(realm, identity("campus", "1"), person("ada")));
        User there = user(directory.resolve(other, identity("campus", "1"), person("ada")));
        assertThat(there.id()).isNotEqualTo(here.id());
        assertThat(there.username()).isEqualTo("ada");
        assertThat(directory.find(other, here.id())).isEmpty();
    }

    @Test // security case 34
    void aSubjectThatDiffersInCaseOrSpaceIsSomebodyElse() {
        Set<UserId> ids = Set.of(
                user(directory.resolve(realm, identity("campus", "a"), person("ada")))
                        .id(),
                user(directory.resolve(realm, identity("campus", "A"), person("ada")))
                        .id(),
                user(directory.resolve(realm, identity("campus", "a "), person("ada")))
                        .id());
        assertThat(ids).hasSize(3);
    }

    @Test // security cases 31 and 32
    void nobodyIsJoinedByAddressHoweverVerified() {
        User first = user(directory.resolve(realm, identity("campus", "1"), person("ada", mail("ada@example.org"))));
        User second = user(directory.resolve(realm, identity("github", "9"), person("ada", mail("ADA@example.org"))));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.email()).isEmpty();
        assertThat(second.emailVerified()).isFalse();
        assertThat(directory.find(realm, first.id()).orElseThrow().email()).contains("ada@example.org");
    }

    @Test
    void anAddressThatBecameFreeIsGivenAtTheNextLogin() {
        directory.resolve(realm, identity("campus", "1"), person("ada", mail("shared@example.org")));
        directory.resolve(realm, identity("campus", "2"), person("grace", mail("shared@example.org")));
        directory.resolve(realm, identity("campus", "1"), person("ada", mail("ada@example.org")));
        User grace =
                user(directory.resolve(realm, identity("campus", "2"), person("grace", mail("shared@example.org"))));
        assertThat(grace.email()).contains("shared@example.org");
    }

    @Test
    void theProfileFollowsEachLoginAndTheNameStays() {
        directory.resolve(realm, identity("campus", "1"), person("ada", mail("ada@example.org")));
        MappedPerson renamed = new MappedPerson(
                "countess",
                "Countess of Lovelace",
                Optional.empty(),
                false,
                new Claims(Map.of("locale", List.of("en-GB"))),
                Set.of());
        User user = user(directory.resolve(realm, identity("campus", "1"), renamed));
        assertThat(user.username()).isEqualTo("ada");
        assertThat(user.displayName()).isEqualTo("Countess of Lovelace");
        assertThat(user.email()).isEmpty();
        assertThat(user.claims().first("locale")).contains("en-GB");
        assertThat(directory.find(realm, user.id())).contains(user);
    }

    @Test
    void groupsNoLongerGivenAreTakenBackAndThoseOfOthersStay() {
        User ada = user(directory.resolve(realm, identity("campus", "1"), person("ada", "staff", "admins")));
        QuarkusTransaction.requiringNew()
                .run(() -> users.byId(realm, ada.id().value())
                        .orElseThrow()
                        .memberships
                        .add(new GroupMembershipEntity("payroll", Origin.REALM_FILE, null)));
        User later = user(directory.resolve(realm, identity("campus", "1"), person("ada", "staff", "guests")));
        assertThat(later.groups()).containsExactlyInAnyOrder("staff", "guests", "payroll");
    }

    @Test
    void aGroupThatTwoSourcesGiveStaysWhenOneTakesItBack() {
        User ada = user(directory.resolve(realm, identity("campus", "1"), person("ada", "admins")));
        QuarkusTransaction.requiringNew()
                .run(() -> users.byId(realm, ada.id().value())
                        .orElseThrow()
                        .memberships
                        .add(new GroupMembershipEntity("admins", Origin.REALM_FILE, null)));
        assertThat(user(directory.resolve(realm, identity("campus", "1"), person("ada")))
                        .groups())
                .containsExactly("admins");
    }

    @Test // security case 36
    void aDisabledUserIsRefusedAndNotRefreshed() {
        User ada = user(directory.resolve(realm, identity("campus", "1"), person("ada", "staff")));
        QuarkusTransaction.requiringNew()
                .run(() -> users.byId(realm, ada.id().value()).orElseThrow().enabled = false);
        assertThat(directory.resolve(realm, identity("campus", "1"), person("ada", "admins")))
                .isEqualTo(new Resolution.Refused("user-disabled"));
        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(users.byId(realm, ada.id().value())
                                .orElseThrow()
                                .user()
                                .groups())
                        .containsExactly("staff"));
    }

    @Test // security case 36: a login reads the user before they are switched off, and writes them after
    void aLoginWritesBackNothingOfWhatItRead() {
        User ada = user(directory.resolve(realm, identity("campus", "1"), person("ada")));
        QuarkusTransaction.requiringNew().run(() -> {
            UserRepository.Seen seen =
                    users.byIdentity(realm, new ConnectorId("campus"), "1").orElseThrow();
            statements(
                    "update app_user set enabled = false, options = '{\"lock_password\":true}', "
                            + "tokens_valid_after = now() where id = ?",
                    ada);
            statements("update upstream_identity set first_seen_at = 'epoch' where user_id = ?", ada);
            seen.user().lastActiveAt = Instant.EPOCH;
            seen.user().displayName = "Countess";
            seen.identity().lastLoginAt = Instant.EPOCH;
        });
        User now = users.read(realm, ada.id().value()).orElseThrow();
        assertThat(now.displayName()).as("what it wrote").isEqualTo("Countess");
        assertThat(now.switchedOn()).isFalse();
        assertThat(now.options().lockPassword()).contains(true);
        assertThat(now.tokensValidAfter()).isPresent();
        LinkedIdentity identity = identities.of(realm, ada.id()).getFirst();
        assertThat(identity.lastLoginAt()).isEqualTo(Instant.EPOCH);
        assertThat(identity.linkedAt()).isEqualTo(Instant.EPOCH);
    }

    /** Elsewhere, and committed. */
    private void statements(String sql, User user) {
        QuarkusTransaction.suspendingExisting()
                .run(() -> statements.change(sql, user.id().value()));
    }

    @Test // security case 36: on a node that did not make the change
    void aUserDisabledElsewhereIsSeenWithinTwoSeconds() throws Exception {
        User ada = user(directory.resolve(realm, identity("campus", "1"), person("ada")));
        assertThat(directory.find(realm, ada.id()).orElseThrow().enabled()).isTrue();
        QuarkusTransaction.requiringNew().run(() -> {
            users.byId(realm, ada.id().value()).orElseThrow().enabled = false;
            noticeOfAnotherNode(ada);
        });
        Waiting.until(
                Duration.ofSeconds(2),
                () -> !directory.find(realm, ada.id()).orElseThrow().enabled());
    }

    @Test
    void aUserWhoIsKnownCostsNoQuestionToTheDatabaseUntilTheyChange() {
        User ada = user(directory.resolve(realm, identity("campus", "1"), person("ada")));
        assertThat(directory.find(realm, ada.id())).contains(ada);
        QuarkusTransaction.requiringNew()
                .run(() -> users.byId(realm, ada.id().value()).orElseThrow().options = "{\"lock_password\":true}");
        assertThat(directory.find(realm, ada.id())).as("nobody announced it").contains(ada);
        User changed = user(directory.resolve(realm, identity("campus", "1"), person("ada", "staff")));
        assertThat(changed.groups()).containsExactly("staff");
        assertThat(directory.find(realm, ada.id())).contains(changed);
        assertThat(directory.find(new RealmName("other-" + realm), ada.id())).isEmpty();
    }

    @Test // security case 36
    void nobodyComesNewIntoADomainThatIsDisabled() {
        directory.resolve(realm, identity("campus", "1"), person("ada"));
        domains.update(realm, Domain.DEFAULT, domain -> domain.withEnabled(false));
        assertThat(directory.resolve(realm, identity("campus", "2"), person("grace")))
                .isEqualTo(new Resolution.Refused("domain-disabled"));
        assertThat(directory.resolve(realm, identity("campus", "1"), person("ada")))
                .isEqualTo(new Resolution.Refused("user-disabled"));
    }

    private void noticeOfAnotherNode(User user) {
        users.getEntityManager()
                .createNativeQuery("insert into change_notice (realm, topic, subject, node, at) "
                        + "values (?1, 'user', ?2, ?3, now())")
                .setParameter(1, realm.value())
                .setParameter(2, user.id().hex())
                .setParameter(3, UUID.randomUUID())
                .executeUpdate();
    }

    @Test
    void onlyTheLocalConnectorCanNameAUserOfOursByItsId() {
        User victim = user(directory.resolve(realm, identity("campus", "1"), person("ada")));
        Directory declared = directories.of(Samples.realm(realm.value()));
        String publicSub = victim.id().toString();
        assertThat(user(declared.resolve(realm, identity("staff", publicSub), person("x")))
                        .id())
                .isEqualTo(victim.id());
        assertThat(user(declared.resolve(realm, identity("evil", publicSub), person("x")))
                        .id())
                .isNotEqualTo(victim.id());
        assertThat(declared.resolve(realm, identity("staff", UUID.randomUUID().toString()), person("x")))
                .isEqualTo(new Resolution.Refused("unknown-user"));
        assertThat(declared.resolve(realm, identity("staff", "1"), person("x")))
                .isEqualTo(new Resolution.Refused("unknown-user"));
    }

    @Test
    void anOwnUserIsNotRewrittenByTheirOwnLogin() {
        User ada = user(directory.resolve(realm, identity("campus", "1"), person("ada", "staff")));
        Directory declared = directories.of(Samples.realm(realm.value()));
        declared.resolve(realm, identity("staff", ada.id().toString()), person("mallory", "staff", "admins"));
        User later = user(directory.resolve(realm, identity("campus", "1"), person("ada")));
        assertThat(later.username()).isEqualTo("ada");
        assertThat(later.groups()).as("what campus gave, campus took back").isEmpty();
    }

    @Test
    void aSubjectThatCannotBeKeptAsItIsIsRefused() {
        for (String subject : List.of("a\0b", "\uD83D", "a\nb")) {
            assertThat(directory.resolve(realm, identity("campus", subject), person("ada")))
                    .isEqualTo(new Resolution.Refused("unusable-subject"));
        }
        assertThat(directory.resolve(realm, identity("campus", "😀"), person("emoji")))
                .isInstanceOf(Resolution.Provisioned.class);
    }

    @Test
    void aHundredPeopleOfOneNameFindRoom() {
        for (int i = 0; i < 60; i++) {
            directory.resolve(realm, identity("campus", "s" + i), person("x".repeat(255)));
        }
        User last = user(directory.resolve(realm, identity("campus", "last"), person("x".repeat(255))));
        assertThat(last.username()).startsWith("xxx").hasSizeLessThanOrEqualTo(255);
    }

    private interface Numbered<T> {
        T call(int number);
    }

    private static <T> List<T> atOnce(Numbered<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(AT_ONCE);
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int number = i;
                calls.add(() -> {
                    start.await();
                    return work.call(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static Optional<String> mail(String address) {
        return Optional.of(address);
    }
}
