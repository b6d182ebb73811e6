package io.vestibule.directory;

import static io.vestibule.directory.Samples.identity;
import static io.vestibule.directory.Samples.person;
import static io.vestibule.directory.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.MovableClock;
import io.vestibule.audit.AuditLog;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.directory.Accounts.NewAccount;
import io.vestibule.identity.Extra;
import io.vestibule.identity.Secret;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of PCI-DSS as Keystone has them: who sets a password, how long it lasts, what ends it. */
@QuarkusTest
class PasswordPolicyTest {
    private static final Secret FIRST = new Secret("Golden12");
    private static final Secret SECOND = new Secret("Golden13");
    private static final Secret THIRD = new Secret("Golden14");

    @Inject
    UserRepository users;

    @Inject
    AccountRepository queries;

    @Inject
    DomainRepository domains;

    @Inject
    Profiles profiles;

    @Inject
    Newcomers newcomers;

    @Inject
    RecentUsers recent;

    @Inject
    LocalCredentialRepository rows;

    @Inject
    TotpSecretRepository passcodes;

    @Inject
    RecoveryCodeRepository codes;

    @Inject
    MergeRepository merges;

    @Inject
    PasswordHashing hashing;

    @Inject
    Changes changes;

    @Inject
    Event<UserLeaving> leaving;

    @Inject
    AuditLog audit;

    private MovableClock clock;
    private LocalCredentials credentials;
    private Accounts accounts;
    private Activity activity;
    private Realm realm;

    @BeforeEach
    void aRealmOfItsOwn() {
        clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        in(new Rules());
    }

    @Test
    void aPasswordIsAsThePatternWantsItWhoeverSetsIt() {
        in(new Rules().pattern("^(?=.*\\d)(?=.*[a-zA-Z]).{7,}$", "at least seven characters, a letter and a digit"));
        PasswordChange refused = new PasswordChange.NotAsWanted("at least seven characters, a letter and a digit");
        assertThat(accounts.create(realm, account(new Secret("tooshortt"))))
                .isEqualTo(new AccountOutcome.PasswordRefused(refused));
        User ada = made();
        assertThat(credentials.change(realm, ada.id(), FIRST, new Secret("lettersonly")))
                .isEqualTo(refused);
        assertThat(credentials.set(realm, ada.id(), new Secret("12345678"))).isEqualTo(refused);
        assertThat(credentials.change(realm, ada.id(), FIRST, SECOND)).isEqualTo(new PasswordChange.Changed());
    }

    @Test
    void whoChangesTheirOwnSaysThePresentOneFirst() {
        User ada = made();
        assertThat(credentials.change(realm, ada.id(), SECOND, THIRD))
                .isEqualTo(new PasswordChange.NotProven(new PasswordCheck.Wrong("wrong-password")));
        assertThat(check(ada, FIRST)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void oneOfTheLastPasswordsIsNotTakenAgainUnlessAnAdministratorSaysSo() {
        in(new Rules().uniqueLast(2));
        User ada = made();
        PasswordChange used = new PasswordChange.UsedBefore(2);
        assertThat(credentials.change(realm, ada.id(), FIRST, FIRST)).isEqualTo(used);
        clock.advance(Duration.ofSeconds(1));
        assertThat(credentials.change(realm, ada.id(), FIRST, SECOND)).isEqualTo(new PasswordChange.Changed());
        assertThat(credentials.change(realm, ada.id(), SECOND, FIRST)).isEqualTo(used);
        clock.advance(Duration.ofSeconds(1));
        assertThat(credentials.change(realm, ada.id(), SECOND, THIRD)).isEqualTo(new PasswordChange.Changed());
        clock.advance(Duration.ofSeconds(1));
        assertThat(credentials.change(realm, ada.id(), THIRD, FIRST))
                .as("only so many are remembered")
                .isEqualTo(new PasswordChange.Changed());
        assertThat(credentials.set(realm, ada.id(), FIRST)).isEqualTo(new PasswordChange.Changed());
    }

    @Test
    void aPasswordOfOnesOwnStaysAWhileAndOneThatWasGivenNeedNot() {
        in(new Rules().minimumAge(Duration.ofDays(1)));
        User ada = made();
        assertThat(credentials.change(realm, ada.id(), FIRST, SECOND)).isEqualTo(new PasswordChange.Changed());
        assertThat(credentials.change(realm, ada.id(), SECOND, THIRD)).isEqualTo(new PasswordChange.TooSoon(1, 1));
        clock.advance(Duration.ofHours(1));
        assertThat(credentials.change(realm, ada.id(), SECOND, THIRD)).isEqualTo(new PasswordChange.TooSoon(1, 0));
        clock.advance(Duration.ofHours(23));
        assertThat(credentials.change(realm, ada.id(), SECOND, THIRD)).isEqualTo(new PasswordChange.Changed());
    }

    @Test
    void aPasswordThatEndedIsGoodOnlyForChoosingAnother() {
        in(new Rules().expiresAfter(Duration.ofDays(90)));
        User ada = made();
        assertThat(ada.passwordExpiresAt()).contains(clock.instant().plus(Duration.ofDays(90)));
        assertThat(check(ada, FIRST)).isInstanceOf(PasswordCheck.Right.class);
        clock.advance(Duration.ofDays(90));
        assertThat(check(ada, SECOND)).isEqualTo(new PasswordCheck.Wrong("wrong-password"));
        assertThat(check(ada, FIRST)).isInstanceOf(PasswordCheck.Expired.class);
        assertThat(credentials.change(realm, ada.id(), FIRST, SECOND)).isEqualTo(new PasswordChange.Changed());
        assertThat(check(ada, SECOND)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void whoseOptionsSaySoKeepsAPasswordForEver() {
        in(new Rules().expiresAfter(Duration.ofDays(90)));
        User ada = made("{\"ignore_password_expiry\":true}");
        assertThat(ada.passwordExpiresAt()).isEmpty();
        User grace = made();
        option(grace, "{\"ignore_password_expiry\":true}");
        clock.advance(Duration.ofDays(365));
        assertThat(check(ada, FIRST)).isInstanceOf(PasswordCheck.Right.class);
        assertThat(check(grace, FIRST)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void aPasswordThatAnAdministratorSetIsChangedOnFirstUse() {
        in(new Rules().changeOnFirstUse());
        User ada = made();
        assertThat(ada.passwordExpiresAt()).contains(clock.instant());
        assertThat(check(ada, FIRST)).isInstanceOf(PasswordCheck.MustChange.class);
        assertThat(credentials.change(realm, ada.id(), FIRST, SECOND)).isEqualTo(new PasswordChange.Changed());
        assertThat(check(ada, SECOND)).isInstanceOf(PasswordCheck.Right.class);
        accounts.update(realm, ada.id(), AccountPatch.nothing().withPassword(Amendment.to(THIRD)));
        assertThat(check(ada, THIRD)).isInstanceOf(PasswordCheck.MustChange.class);
        option(ada, "{\"ignore_change_password_upon_first_use\":true}");
        assertThat(check(ada, THIRD)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void aLockWithoutEndIsTakenAwayByAnAdministrator() {
        in(new Rules().lockoutForever());
        User ada = made();
        exhaust(ada);
        clock.advance(Duration.ofDays(3650));
        assertThat(node().verify(realm, ada.id(), FIRST)).isEqualTo(new PasswordCheck.Wrong("locked"));
        accounts.update(realm, ada.id(), AccountPatch.nothing().withEnabled(true));
        assertThat(node().verify(realm, ada.id(), FIRST)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void whoseOptionsSaySoIsNeverLockedOut() {
        User robot = made("{\"ignore_lockout_failure_attempts\":true}");
        for (int i = 0; i < 3; i++) {
            exhaust(robot);
        }
        assertThat(check(robot, FIRST)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void aPasswordThatIsForAdministratorsIsNotChangedByItsUser() {
        User ada = made("{\"lock_password\":true}");
        assertThat(credentials.change(realm, ada.id(), FIRST, SECOND))
                .isEqualTo(new PasswordChange.OnlyByAdministrators());
        assertThat(credentials.set(realm, ada.id(), SECOND)).isEqualTo(new PasswordChange.Changed());
    }

    @Test
    void whoStaysAwayTooLongIsShutOutUntilEnabledAgain() {
        in(new Rules().idleLimit(Duration.ofDays(30)));
        User ada = made();
        User robot = made("{\"ignore_user_inactivity\":true}");
        clock.advance(Duration.ofDays(20));
        assertThat(check(ada, FIRST)).isInstanceOf(PasswordCheck.Right.class);
        clock.advance(Duration.ofDays(20));
        assertThat(check(ada, FIRST)).as("was here meanwhile").isInstanceOf(PasswordCheck.Right.class);
        clock.advance(Duration.ofDays(31));
        assertThat(check(ada, FIRST)).isEqualTo(new PasswordCheck.Wrong("idle-too-long"));
        assertThat(check(robot, FIRST)).isInstanceOf(PasswordCheck.Right.class);
        activity.closeIdle(realm);
        assertThat(now(ada).enabled()).isFalse();
        assertThat(now(ada).tokensValidAfter()).contains(clock.instant());
        assertThat(now(robot).enabled()).isTrue();
        accounts.update(realm, ada.id(), AccountPatch.nothing().withEnabled(true));
        assertThat(check(ada, FIRST)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void whoComesThroughAConnectorAfterTooLongIsShutOutToo() {
        in(new Rules().idleLimit(Duration.ofDays(30)));
        Directory directory = new PostgresDirectory(
                users, profiles, newcomers, recent, activity, changes, Samples.inForce(realm), audit, clock);
        User eve = user(directory.resolve(realm.name(), identity("campus", "1"), person("eve")));
        clock.advance(Duration.ofDays(29));
        assertThat(user(directory.resolve(realm.name(), identity("campus", "1"), person("eve")))
                        .id())
                .isEqualTo(eve.id());
        clock.advance(Duration.ofDays(31));
        assertThat(directory.resolve(realm.name(), identity("campus", "1"), person("eve")))
                .isEqualTo(new Resolution.Refused("idle-too-long"));
    }

    @Test
    void aNewPasswordVoidsWhatWasGivenForTheOld() {
        User ada = made();
        assertThat(ada.tokensValidAfter()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        credentials.change(realm, ada.id(), FIRST, SECOND);
        assertThat(now(ada).tokensValidAfter()).contains(clock.instant());
        clock.advance(Duration.ofMinutes(1));
        accounts.update(realm, ada.id(), AccountPatch.nothing().withPassword(Amendment.to(THIRD)));
        assertThat(now(ada).tokensValidAfter()).contains(clock.instant());
    }

    private void in(Rules rules) {
        realm = Samples.realm("r" + UUID.randomUUID(), false, rules.policy(), List.of());
        activity = new Activity(users, Samples.inForce(realm), changes, audit, clock);
        credentials = node();
        accounts = new Accounts(
                users,
                queries,
                merges,
                domains,
                profiles,
                new NewPasswords(rows, hashing, clock),
                credentials,
                rows,
                passcodes,
                codes,
                changes,
                leaving,
                audit,
                clock);
        RetriedTransaction.of(() -> domains.add(Domains.standard(realm.name()), clock.instant()));
    }

    private LocalCredentials node() {
        GuessedNames names = new GuessedNames(clock);
        return new LocalCredentials(
                rows,
                users,
                new NewPasswords(rows, hashing, clock),
                new TypedPasswords(rows, hashing, names, activity, audit, clock),
                names,
                changes,
                audit);
    }

    private User made() {
        return made("{}");
    }

    private User made(String options) {
        NewAccount wanted = new NewAccount(
                Domain.DEFAULT,
                "u" + UUID.randomUUID(),
                true,
                Optional.of(FIRST),
                Optional.empty(),
                UserOptions.of(json(options)),
                Extra.none());
        User made = ((AccountOutcome.Done) accounts.create(realm, wanted)).user();
        users.active(made.id().value(), clock.instant());
        return made;
    }

    private static NewAccount account(Secret password) {
        return new NewAccount(
                Domain.DEFAULT,
                "weak",
                true,
                Optional.of(password),
                Optional.empty(),
                UserOptions.none(),
                Extra.none());
    }

    private PasswordCheck check(User user, Secret password) {
        return credentials.verify(realm, user.id(), password);
    }

    private User now(User user) {
        return users.read(realm.name(), user.id().value()).orElseThrow();
    }

    private void option(User user, String options) {
        accounts.update(realm, user.id(), AccountPatch.nothing().withOptions(json(options)));
    }

    private void exhaust(User user) {
        for (int i = 0; i < 3; i++) {
            check(user, new Secret("wrong one"));
        }
    }

    private static ObjectNode json(String text) {
        return new Extra(text).tree();
    }
}
