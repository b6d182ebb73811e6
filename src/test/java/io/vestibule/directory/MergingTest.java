package io.vestibule.directory;

import static io.vestibule.directory.Samples.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.access.RoleDraft;
import io.vestibule.access.Roles;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.Visitor;
import io.vestibule.database.LockQueue;
import io.vestibule.database.Statements;
import io.vestibule.grants.Consents;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.LinkingPolicy;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import io.vestibule.session.Sessions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two users who become one, and two again (decision 0013). */
@QuarkusTest
class MergingTest {
    private static final Circumstances TEST = Circumstances.from("");
    private static final ConnectorId CAMPUS = new ConnectorId("campus");
    private static final Visitor VISITOR = new Visitor("192.0.2.1", "test", Map.of(), List.of(Locale.ENGLISH));
    private static final RelyingPartyId TOOL = new RelyingPartyId("tool");

    @Inject
    Merging merging;

    @Inject
    ExpiredMerges expired;

    @Inject
    MergeRepository merges;

    @Inject
    UserRepository users;

    @Inject
    TestDirectories directories;

    @Inject
    LockQueue queue;

    @Inject
    Identities identities;

    @Inject
    Groups groups;

    @Inject
    Domains domains;

    @Inject
    Accounts accounts;

    @Inject
    DeclaredPeople people;

    @Inject
    LocalCredentials credentials;

    @Inject
    ServiceAccounts programs;

    @Inject
    TotpSecrets seeds;

    @Inject
    PasskeyRepository passkeys;

    @Inject
    TestFactors factors;

    @Inject
    Assignments assignments;

    @Inject
    Roles roles;

    @Inject
    Consents consents;

    @Inject
    Statements statements;

    @Inject
    Sessions sessions;

    @Inject
    Outage outage;

    private Realm realm;
    private Directory directory;

    private record Own() {}

    /** Whoever tells others that two are two again, and cannot. */
    @Singleton
    static class Outage {
        private UserId of = new UserId(UUID.randomUUID());

        void parted(@Observes @Priority(100_000) UserParted parted) {
            if (parted.user().equals(of)) {
                throw new IllegalStateException("nobody can be told");
            }
        }
    }

    @BeforeEach
    void aRealmOfItsOwn() {
        realm = realm(Duration.ofDays(14), List.of());
    }

    private Realm realm(Duration reversibleFor, List<PersonDeclaration> people) {
        ConnectorId password = new ConnectorId("password");
        Realm made = new Realm(
                realm == null ? new RealmName("m" + UUID.randomUUID()) : realm.name(),
                "Merging",
                true,
                false,
                List.of("en"),
                Theme.standard(),
                SessionPolicy.standard(),
                Samples.POLICY,
                Map.of(
                        CAMPUS, declared(CAMPUS, "oidc"),
                        password, declared(password, LocalCredentials.CONNECTOR_KIND)),
                Map.of(
                        TOOL,
                        new RelyingParty(
                                TOOL,
                                "Tool",
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                Set.of(),
                                RelyingParty.ConsentMode.TRUSTED,
                                Blocks.none())),
                people,
                new Blocks(List.of(new MergePolicy(true, reversibleFor))));
        directory = directories.of(made);
        return made;
    }

    private static ConnectorDeclaration declared(ConnectorId id, String kind) {
        return new ConnectorDeclaration(
                id, kind, id.value(), Optional.empty(), true, false, new Own(), LinkingPolicy.standard());
    }

    @Test
    void whatOneHasIsTheOthersAndGoesBackExactly() {
        User stays = comes("ada");
        User goes = comes("adele");
        Group sailors = group("sailors");
        Group smiths = group("smiths");
        groups.add(sailors, stays.id());
        groups.add(sailors, goes.id());
        groups.add(smiths, goes.id());
        Assignment reader = given(goes, "reader");
        RelyingPartyId notes = new RelyingPartyId("notes");
        consents.agree(realm.name(), goes.id(), notes, Set.of("email"));
        credentials.set(realm, goes.id(), new Secret("a password of adele"));
        factors.enrol(realm, goes);
        factors.passkey(realm, goes, "key-of-" + realm.name());

        MergePlan plan = merging.plan(realm, stays.id(), goes.id()).orElseThrow();
        assertThat(plan.parts())
                .extracting(MergePlan.Part::kind)
                .contains("identities", "password", "passkeys", "authenticators", "groups", "roles", "consents");
        assertThat(part(plan, "groups").comes()).containsExactly("smiths");
        assertThat(part(plan, "groups").ends()).containsExactly("sailors");
        assertThat(part(plan, "roles").comes()).containsExactly("reader · *");

        assertThat(merge(stays, goes)).isInstanceOf(MergeOutcome.Done.class);
        User both = now(stays);
        assertThat(both.id()).isEqualTo(stays.id());
        assertThat(both.groups()).containsExactlyInAnyOrder("sailors", "smiths");
        assertThat(both.hasPassword()).isTrue();
        assertThat(now(goes).switchedOn()).isFalse();
        assertThat(now(goes).tokensValidAfter()).isPresent();
        assertThat(came("adele").id()).as("whichever way").isEqualTo(stays.id());
        assertThat(roles(stays)).containsExactly(reader.role());
        assertThat(roles(goes)).isEmpty();
        assertThat(consents.agreed(realm.name(), stays.id(), notes)).containsExactly("email");
        assertThat(seeds.verify(realm, both, factors.passcode())).isEqualTo(PasscodeCheck.RIGHT);
        assertThat(passkeys.of(realm.name(), stays.id()).getFirst().handleOf)
                .isEqualTo(goes.id().value());

        assertThat(merging.undo(realm, goes.id(), TEST)).isInstanceOf(MergeOutcome.Done.class);
        assertThat(now(goes).switchedOn()).isTrue();
        assertThat(came("adele").id()).isEqualTo(goes.id());
        assertThat(came("ada").id()).isEqualTo(stays.id());
        assertThat(now(goes).groups()).containsExactlyInAnyOrder("sailors", "smiths");
        assertThat(now(stays).groups()).containsExactly("sailors");
        assertThat(now(stays).hasPassword()).isFalse();
        assertThat(roles(goes)).containsExactly(reader.role());
        assertThat(roles(stays)).isEmpty();
        assertThat(consents.agreed(realm.name(), stays.id(), notes)).isEmpty();
        assertThat(seeds.has(realm.name(), stays.id())).isFalse();
        assertThat(seeds.has(realm.name(), goes.id())).isTrue();
        assertThat(passkeys.of(realm.name(), goes.id()).getFirst().handleOf).isNull();
        assertThat(now(stays).tokensValidAfter())
                .as("whoever is signed in as them may be the other")
                .isPresent();
    }

    @Test
    void whatWasTakenFromTheOneWhoIsBothDoesNotComeBack() {
        User stays = comes("ada");
        User goes = comes("adele");
        Group sailors = group("sailors");
        Group smiths = group("smiths");
        groups.add(sailors, stays.id());
        groups.add(sailors, goes.id());
        groups.add(smiths, goes.id());
        Assignment reader = given(goes, "reader");
        merge(stays, goes);
        groups.remove(sailors, stays.id());
        groups.remove(smiths, stays.id());
        assignments.revoke(
                realm.name(),
                new Assignment(new Actor.OfUser(stays.id()), reader.target(), reader.role(), reader.inherited()));
        merging.undo(realm, goes.id(), TEST);
        assertThat(now(goes).groups()).isEmpty();
        assertThat(roles(goes)).isEmpty();
        assertThat(roles(stays)).isEmpty();
    }

    @Test
    void aPasswordThatWasChangedSinceIsTheNewOwners() {
        User stays = comes("ada");
        User goes = comes("adele");
        credentials.set(realm, goes.id(), new Secret("a password of adele"));
        merge(stays, goes);
        credentials.set(realm, stays.id(), new Secret("a password of both"));
        merging.undo(realm, goes.id(), TEST);
        assertThat(now(stays).hasPassword()).isTrue();
        assertThat(now(goes).hasPassword()).isFalse();
    }

    @Test
    void whatEitherIsAskedForIsAskedOfBoth() {
        User stays = comes("ada");
        User goes = comes("adele");
        factors.rule(realm, stays, "[[\"mapped\"],[\"password\",\"totp\"]]");
        factors.rule(realm, goes, "[[\"totp\"]]");
        assertThat(merging.plan(realm, stays.id(), goes.id())
                        .orElseThrow()
                        .rules()
                        .alwaysAskForAFactor())
                .isTrue();
        merge(stays, goes);
        assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped"))).isFalse();
        assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped", "totp"))).isTrue();
        merging.undo(realm, goes.id(), TEST);
        assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped"))).isTrue();
    }

    @Test
    void whatTwoBroughtAlongIsAskedForUntilBothAreUndone() {
        User stays = comes("ada");
        User goes = comes("adele");
        User other = comes("adela");
        factors.rule(realm, goes, "[[\"mapped\",\"totp\"]]");
        factors.rule(realm, other, "[[\"mapped\",\"totp\"]]");
        merge(stays, goes);
        merge(stays, other);
        merging.undo(realm, goes.id(), TEST);
        assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped"))).isFalse();
        merging.undo(realm, other.id(), TEST);
        assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped"))).isTrue();
    }

    @Test
    void inWhateverOrderTheyAreUndoneNothingIsLeftOfWhatTheyBrought() {
        for (List<Integer> order : List.of(List.of(2, 1, 0), List.of(1, 2, 0), List.of(2, 0, 1), List.of(0, 1, 2))) {
            User stays = comes("ada-" + order);
            factors.option(realm, stays, "{\"lock_password\":true}");
            String own = now(stays).options().json().toString();
            List<User> others = new ArrayList<>();
            for (String method : List.of("totp", "passkey", "oidc")) {
                User other = comes(method + order);
                factors.rule(realm, other, "[[\"mapped\",\"" + method + "\"]]");
                merge(stays, other);
                others.add(other);
            }
            for (int which : order) {
                merging.undo(realm, others.get(which).id(), TEST);
                others.set(which, stays);
                assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped")))
                        .isEqualTo(others.stream().allMatch(stays::equals));
            }
            assertThat(now(stays).options().json().toString()).isEqualTo(own);
        }
    }

    @Test
    void whatAnAdministratorSaidMeanwhileStands() {
        User stays = comes("ada");
        User goes = comes("adele");
        factors.rule(realm, goes, "[[\"mapped\",\"totp\"]]");
        merge(stays, goes);
        factors.rule(realm, stays, "[[\"mapped\",\"passkey\"]]");
        merging.undo(realm, goes.id(), TEST);
        assertThat(now(stays).mfa().rules()).containsExactly(List.of("mapped", "passkey"));
    }

    @Test
    void ofOneWhoIsAnotherNowNothingIsSaidAboutComingIn() {
        User stays = comes("ada");
        User goes = comes("adele");
        merge(stays, goes);
        AccountPatch nothing = AccountPatch.nothing();
        for (AccountPatch patch : List.of(
                nothing.withEnabled(true),
                nothing.withEnabled(false),
                nothing.withPassword(Amendment.to(new Secret("a password of adele"))),
                nothing.withOptions(new Extra("{\"lock_password\":true}").tree()))) {
            assertThat(accounts.update(realm, goes.id(), patch)).isEqualTo(new AccountOutcome.MergedAway(stays.id()));
        }
        assertThat(accounts.update(realm, goes.id(), nothing)).isInstanceOf(AccountOutcome.Done.class);
        assertThat(now(goes).switchedOn()).isFalse();
    }

    @Test
    void nothingOfTheirsEndsWhoIsNotDeleted() {
        User stays = comes("ada");
        User goes = comes("adele");
        merge(stays, goes);
        SessionId session = session(goes);
        assertThat(accounts.delete(realm.name(), goes.id())).isInstanceOf(AccountOutcome.MergedAway.class);
        assertThat(sessions.find(realm.name(), session, realm.sessions())).isPresent();
    }

    @Test
    void thatTheyAreTwoAgainIsKnownWhoeverCannotBeTold() {
        User stays = comes("ada");
        User goes = comes("adele");
        merge(stays, goes);
        outage.of = stays.id();
        assertThatThrownBy(() -> merging.undo(realm, goes.id(), TEST)).hasMessage("nobody can be told");
        assertThat(now(goes).switchedOn()).isTrue();
        assertThat(statements.rows(
                        "select event from account_activity where user_id = ?",
                        row -> row.text(1),
                        goes.id().value()))
                .contains("merge-undone");
    }

    @Test
    void anAuthenticatorThatIsLookedAtInBetweenGoesAlong() {
        User stays = comes("ada");
        User goes = comes("adele");
        factors.enrol(realm, goes);
        assertThat(merging.merge(realm, wish(stays, goes), TEST, plan -> seeds.has(realm.name(), goes.id())))
                .isInstanceOf(MergeOutcome.Done.class);
        String passcode = factors.passcode();
        assertThat(seeds.verify(realm, now(stays), passcode)).isEqualTo(PasscodeCheck.RIGHT);
        merging.undo(realm, goes.id(), TEST);
        assertThat(seeds.verify(realm, now(goes), passcode))
                .as("whosever it is: once")
                .isEqualTo(PasscodeCheck.USED_BEFORE);
        assertThat(seeds.has(realm.name(), stays.id())).isFalse();
    }

    @Test
    void rulesOfOneWhoHadNoneAreThoseOfTheOther() {
        User stays = comes("ada");
        User goes = comes("adele");
        factors.rule(realm, goes, "[[\"mapped\",\"totp\"]]");
        factors.option(realm, goes, "{\"second_factor_chosen\":true}");
        merge(stays, goes);
        assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped"))).isFalse();
        assertThat(now(stays).options().secondFactorChosen()).contains(true);
        assertThat(now(stays).tokensValidAfter())
                .as("what was given out without a factor")
                .isPresent();
    }

    @Test
    void whatSparesOneSomethingSparesNobodyWhoIsTheOtherToo() {
        User stays = comes("ada");
        User goes = comes("adele");
        factors.option(
                realm,
                stays,
                "{\"lock_password\":false,\"ignore_lockout_failure_attempts\":true,\"ignore_password_expiry\":true}");
        factors.option(realm, goes, "{\"lock_password\":true,\"ignore_password_expiry\":true}");
        merge(stays, goes);
        UserOptions both = now(stays).options();
        assertThat(both.lockPassword()).contains(true);
        assertThat(both.ignoreLockoutFailureAttempts()).isEmpty();
        assertThat(both.ignorePasswordExpiry()).contains(true);
        merging.undo(realm, goes.id(), TEST);
        assertThat(now(stays).options().lockPassword()).contains(false);
        assertThat(now(stays).options().ignoreLockoutFailureAttempts()).contains(true);
    }

    @Test
    void whoIsAskedForNoMoreThanBeforeStaysSignedIn() {
        User stays = comes("ada");
        merge(stays, comes("adele"));
        assertThat(now(stays).tokensValidAfter()).isEmpty();
    }

    @Test
    void nothingIsJoinedThatIsOneAlreadyOffOrGone() {
        User stays = comes("ada");
        User goes = comes("adele");
        User third = comes("third");
        assertThat(reason(merge(stays, stays))).isEqualTo("same-user");
        factors.enabled(realm, third, false);
        assertThat(reason(merge(stays, third))).isEqualTo("user-disabled");
        assertThat(reason(merge(third, stays))).isEqualTo("user-disabled");
        assertThat(reason(merging.merge(realm, wish(stays, goes), TEST, plan -> false)))
                .isEqualTo("not-as-proven");
        merge(stays, goes);
        assertThat(reason(merge(goes, stays))).isEqualTo("merged-already");
        assertThat(reason(merging.undo(realm, stays.id(), TEST))).isEqualTo("not-merged");
        assertThat(identities.link(realm, goes.id(), CAMPUS, "late", Optional.empty(), TEST))
                .as("leads nowhere any more")
                .isInstanceOf(LinkOutcome.Unknown.class);
    }

    @Test
    void whomTheFileNamesDoesNotGoUntilItNamesThemNoMore() {
        User filed = comes("filed");
        User stays = comes("ada");
        QuarkusTransaction.requiringNew().run(() -> users.declare(filed.id().value(), "filed"));
        credentials.set(realm, filed.id(), new Secret("a password of filed"));
        realm = realm(
                Duration.ofDays(14),
                List.of(new PersonDeclaration(
                        "filed",
                        "Filed",
                        Optional.empty(),
                        false,
                        true,
                        List.of(),
                        Claims.none(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
        assertThat(merging.plan(realm, stays.id(), filed.id()).orElseThrow().obstacle())
                .contains("declared-in-file");
        assertThat(reason(merge(stays, filed))).isEqualTo("declared-in-file");
        assertThat(merge(filed, stays)).as("they may stay").isInstanceOf(MergeOutcome.Done.class);
        merging.undo(realm, stays.id(), TEST);
        Realm named = realm;
        realm = realm(Duration.ofDays(14), List.of());
        assertThat(merge(stays, filed)).isInstanceOf(MergeOutcome.Done.class);
        people.follow(named);
        assertThat(now(filed).switchedOn())
                .as("they are another, and named too late")
                .isFalse();
        assertThat(credentials.set(realm, filed.id(), new Secret("another password")))
                .isInstanceOf(PasswordChange.UnknownUser.class);
        merging.undo(realm, filed.id(), TEST);
        assertThat(now(filed).hasPassword()).isTrue();
        assertThat(now(stays).hasPassword()).as("not for ever theirs").isFalse();
    }

    @Test
    void whoStandsForARelyingPartyIsNobodysAccount() {
        User tool = programs.ensure(realm, TOOL).orElseThrow();
        User ada = comes("ada");
        assertThat(reason(merge(ada, tool))).isEqualTo("stands-for-a-relying-party");
        assertThat(reason(merge(tool, ada))).isEqualTo("stands-for-a-relying-party");
    }

    @Test
    void whoWentOnIsUndoneFromTheEnd() {
        User first = comes("first");
        User second = comes("second");
        User third = comes("third");
        merge(second, first);
        merge(third, second);
        assertThat(reason(merging.undo(realm, first.id(), TEST))).isEqualTo("survivor-merged");
        merging.undo(realm, second.id(), TEST);
        merging.undo(realm, first.id(), TEST);
        assertThat(came("first").id()).isEqualTo(first.id());
        assertThat(came("second").id()).isEqualTo(second.id());
        assertThat(came("third").id()).isEqualTo(third.id());
    }

    @Test
    void nobodyIsLeftWithoutAWayIn() {
        User stays = comes("ada");
        User goes = comes("adele");
        merge(stays, goes);
        identities.unlink(realm, stays.id(), CAMPUS, "ada", TEST);
        assertThat(reason(merging.undo(realm, goes.id(), TEST))).isEqualTo("last-way-in");
        assertThat(came("adele").id()).isEqualTo(stays.id());
        assertThat(now(goes).switchedOn()).isFalse();
    }

    @Test
    void bothWaysAtOnceOneWins() throws Exception {
        for (int round = 0; round < 3; round++) {
            User one = comes("one-" + round);
            User other = comes("other-" + round);
            List<MergeOutcome> outcomes = atOnce(List.of(
                    () -> merge(one, other),
                    () -> merge(other, one),
                    () -> merge(one, other),
                    () -> merge(other, one)));
            assertThat(outcomes).filteredOn(MergeOutcome.Done.class::isInstance).hasSize(1);
            assertThat(now(one).switchedOn()).isNotEqualTo(now(other).switchedOn());
            assertThat(came("one-" + round).id())
                    .isEqualTo(came("other-" + round).id());
        }
    }

    @Test
    void whoIsLinkedMeanwhileIsLostToNobody() throws Exception {
        for (int round = 0; round < 3; round++) {
            User stays = comes("stays-" + round);
            User goes = comes("goes-" + round);
            String late = "late-" + round;
            List<Object> outcomes = atOnce(List.of(
                    () -> merge(stays, goes),
                    () -> identities.link(realm, goes.id(), CAMPUS, late, Optional.empty(), TEST)));
            assertThat(outcomes.getFirst()).isInstanceOf(MergeOutcome.Done.class);
            Optional<User> owner = identities.owner(realm.name(), CAMPUS, late);
            if (outcomes.getLast() instanceof LinkOutcome.Done) {
                assertThat(owner.map(User::id)).contains(stays.id());
            } else {
                assertThat(owner).isEmpty();
            }
        }
    }

    @Test
    void afterwardsWhoWasMergedIsRemovedForGood() {
        User stays = comes("ada");
        User goes = comes("adele");
        User gone = comes("gone");
        User wanted = comes("wanted");
        realm = realm(Duration.ZERO, List.of());
        merge(stays, goes);
        merge(gone, wanted);
        accounts.delete(realm.name(), gone.id());
        factors.enabled(realm, wanted, true); // by an administrator
        factors.password(realm, wanted, "a password of wanted");
        assertThat(now(wanted).hasPassword()).isTrue();
        SessionId session = session(wanted);
        expired.removeForGood();
        assertThat(directory.find(realm.name(), goes.id())).isEmpty();
        assertThat(now(wanted).switchedOn()).isTrue();
        assertThat(sessions.find(realm.name(), session, realm.sessions()))
                .as("nobody was told that they are deleted")
                .isPresent();
        assertThat(merging.all(realm.name(), 10)).isEmpty();
        assertThat(came("adele").id()).isEqualTo(stays.id());
    }

    @Test
    void afterTheFortnightThereIsNoWayBack() {
        User stays = comes("ada");
        User goes = comes("adele");
        realm = realm(Duration.ZERO, List.of());
        merge(stays, goes);
        assertThat(reason(merging.undo(realm, goes.id(), TEST))).isEqualTo("too-late");
        assertThat(came("adele").id()).isEqualTo(stays.id());
        assertThat(now(goes).switchedOn()).isFalse();
    }

    @Test
    void whoIsTwoAgainIsNotRemovedByAJobThatReadTheMergeBefore() {
        User stays = comes("ada");
        User goes = comes("adele");
        merge(stays, goes);
        Merged read = merging.find(realm.name(), goes.id()).orElseThrow();
        merging.undo(realm, goes.id(), TEST);
        expired.remove(read);
        factors.enabled(realm, goes, false); // an administrator, for reasons of their own
        expired.remove(read);
        assertThat(directory.find(realm.name(), goes.id())).isPresent();
        assertThat(came("ada").id()).isEqualTo(stays.id());
    }

    @Test
    void oneWhoCannotBeRemovedKeepsNobodyElse() {
        User stays = comes("ada");
        User stuck = comes("stuck");
        User goes = comes("adele");
        realm = realm(Duration.ZERO, List.of());
        merge(stays, stuck);
        merge(stays, goes);
        statements.change("create or replace function stuck_stays() returns trigger language plpgsql as "
                + "$$ begin raise exception 'stuck'; end $$");
        statements.change("create trigger stuck_stays before delete on app_user for each row when (old.id = '"
                + stuck.id() + "') execute function stuck_stays()");
        try {
            expired.removeForGood();
        } finally {
            statements.change("drop trigger stuck_stays on app_user");
        }
        assertThat(directory.find(realm.name(), goes.id())).isEmpty();
        assertThat(directory.find(realm.name(), stuck.id())).isPresent();
    }

    @Test
    void optionsThatAreChangedMeanwhileAreThoseOfBothAllTheSame() throws Exception {
        User stays = comes("ada");
        User goes = comes("adele");
        factors.rule(realm, goes, "[[\"mapped\",\"totp\"]]");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> change = new ArrayList<>();
            merging.merge(realm, wish(stays, goes), TEST, plan -> {
                change.add(threads.submit(() -> factors.option(realm, stays, "{\"ignore_password_expiry\":true}")));
                queue.awaitOne("app_user");
                return true;
            });
            change.getFirst().get();
        }
        assertThat(now(stays).options().ignorePasswordExpiry()).contains(true);
        assertThat(now(stays).mfa().satisfiedBy(Set.of("mapped")))
                .as("the rules of the other stand")
                .isFalse();
    }

    private MergeOutcome merge(User stays, User goes) {
        return merging.merge(realm, wish(stays, goes), TEST, plan -> true);
    }

    private static Merging.Wish wish(User stays, User goes) {
        return new Merging.Wish(stays.id(), goes.id(), false);
    }

    private static String reason(MergeOutcome outcome) {
        return ((MergeOutcome.Refused) outcome).reason();
    }

    private static MergePlan.Part part(MergePlan plan, String kind) {
        return plan.parts().stream()
                .filter(part -> part.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private SessionId session(User user) {
        return sessions.open(user, identity(CAMPUS.value(), "any"), realm.sessions(), VISITOR)
                .session()
                .id();
    }

    private User comes(String subject) {
        return came(subject);
    }

    private User came(String subject) {
        return Samples.user(
                directory.resolve(realm.name(), identity(CAMPUS.value(), subject), Samples.person(subject)));
    }

    private User now(User user) {
        return directory.find(realm.name(), user.id()).orElseThrow();
    }

    private Group group(String name) {
        return groups.declare(
                        realm.name(), domains.find(realm.name(), Domain.DEFAULT).orElseThrow(), name, Optional.empty())
                .orElseThrow();
    }

    private Assignment given(User user, String role) {
        RoleId id = new RoleId(UUID.randomUUID().toString().replace("-", ""));
        roles.create(
                realm.name(),
                id,
                new RoleDraft(Optional.empty(), role, Optional.empty(), Optional.empty(), Extra.none()));
        Assignment assignment = new Assignment(new Actor.OfUser(user.id()), new Scope.System(), id, false);
        assignments.grant(realm.name(), assignment);
        return assignment;
    }

    private List<RoleId> roles(User user) {
        return assignments.list(realm.name(), AssignmentFilter.all().of(new Actor.OfUser(user.id()))).stream()
                .map(Assignment::role)
                .toList();
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> done = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(work)) {
                done.add(one.get());
            }
            return done;
        }
    }
}
