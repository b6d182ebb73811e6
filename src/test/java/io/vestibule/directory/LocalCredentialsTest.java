package io.vestibule.directory;

import static io.vestibule.directory.Samples.POLICY;
import static io.vestibule.directory.Samples.identity;
import static io.vestibule.directory.Samples.person;
import static io.vestibule.directory.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.MovableClock;
import io.vestibule.audit.AuditLog;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LocalCredentialsTest {
    private static final Secret PASSWORD = new Secret("correct horse");
    private static final Secret WRONG = new Secret("battery staple");

    @Inject
    Directory directory;

    @Inject
    LocalCredentialRepository rows;

    @Inject
    UserRepository users;

    @Inject
    PasswordHashing hashing;

    @Inject
    Changes changes;

    @Inject
    AuditLog audit;

    @Inject
    MeterRegistry meters;

    private MovableClock clock;
    private LocalCredentials credentials;
    private Realm realm;
    private User ada;

    @BeforeEach
    void ada() {
        clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        credentials = node();
        realm = Samples.realm("r" + UUID.randomUUID());
        ada = user(directory.resolve(
                realm.name(), identity("campus", "1"), person("Ada", Optional.of("ada@example.org"))));
        assertThat(credentials.set(realm, ada.id(), PASSWORD)).isEqualTo(new PasswordChange.Changed());
        ada = users.read(realm.name(), ada.id().value()).orElseThrow();
    }

    @Test
    void nameOrAddressInAnyCaseWithTheRightPassword() {
        for (String name : List.of("Ada", "ada", " ADA ", "ada@example.org", "Ada@Example.ORG")) {
            assertThat(credentials.verify(realm, name, PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        }
        assertThat(credentials.verify(realm, "ada", WRONG)).isEqualTo(new PasswordCheck.Wrong("wrong-password"));
    }

    @Test
    void aPasswordOfOneRealmOpensNoOther() {
        assertThat(credentials.verify(Samples.realm("other-" + realm.name()), "ada", PASSWORD))
                .isEqualTo(new PasswordCheck.Wrong("unknown-name"));
    }

    @Test
    void aShadowUserNamedLikeAnAddressDoesNotHideItsOwner() {
        directory.resolve(realm.name(), identity("evil", "1"), person("ada@example.org"));
        assertThat(credentials.verify(realm, "ada@example.org", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
    }

    @Test
    void passwordsThatCannotBeAreNeitherHashedNorCounted() {
        long before = hashes();
        for (String impossible : List.of("", "a\0b", "x".repeat(1025), "\uD83D")) {
            for (int i = 0; i < 5; i++) {
                assertThat(credentials.verify(realm, "ada", new Secret(impossible)))
                        .isEqualTo(new PasswordCheck.Wrong("malformed"));
            }
        }
        assertThat(credentials.verify(realm, "x".repeat(256), PASSWORD))
                .isEqualTo(new PasswordCheck.Wrong("malformed"));
        assertThat(hashes()).isEqualTo(before);
        assertThat(credentials.verify(realm, "ada", PASSWORD)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test // security case 44
    void everyWayToBeWrongCostsOneHash() {
        User disabled = user(directory.resolve(realm.name(), identity("campus", "2"), person("disabled")));
        credentials.set(realm, disabled.id(), PASSWORD);
        disable(disabled);
        directory.resolve(realm.name(), identity("campus", "3"), person("shadow"));
        User locked = user(directory.resolve(realm.name(), identity("campus", "4"), person("locked")));
        credentials.set(realm, locked.id(), PASSWORD);
        lockUnderAnotherName(locked);

        for (String name : List.of("ada", "nobody", "disabled", "shadow", "locked")) {
            long before = hashes();
            assertThat(credentials.verify(realm, name, WRONG)).isInstanceOf(PasswordCheck.Wrong.class);
            assertThat(hashes() - before).as(name).isEqualTo(1);
        }
        for (String name : List.of("disabled", "locked")) {
            long before = hashes();
            assertThat(credentials.verify(realm, name, PASSWORD)).as(name).isInstanceOf(PasswordCheck.Wrong.class);
            assertThat(hashes() - before).as(name).isEqualTo(1);
        }
    }

    @Test // security case 44
    void unknownNamesTakeAsLongAsWrongPasswords() {
        Realm slow = withArgon2(new Argon2Parameters(8 * 1024, 2, 1), 1_000_000);
        credentials.set(slow, ada.id(), PASSWORD);
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            known.add(time(() -> credentials.verify(slow, "ada", WRONG)));
            int number = i;
            unknown.add(time(() -> credentials.verify(slow, "nobody-" + number, WRONG)));
        }
        assertThat((double) median(unknown) / median(known)).isBetween(0.6, 1.6);
    }

    @Test // security case 44
    void afterEnoughFailuresANameRestsWhetherOrNotAnybodyHasIt() {
        for (String name : List.of("ada", "ada@example.org", "nobody")) {
            LocalCredentials fresh = node();
            for (int i = 0; i < POLICY.failuresBeforeLockout(); i++) {
                assertThat(fresh.verify(realm, name, WRONG)).as(name).isInstanceOf(PasswordCheck.Wrong.class);
            }
            long before = hashes();
            assertThat(fresh.verify(realm, name, PASSWORD)).as(name).isEqualTo(new PasswordCheck.Throttled());
            assertThat(hashes()).isEqualTo(before);
        }
    }

    @Test // security case 44
    void anAccountLockedUnderOneNameLooksLikeAWrongPasswordUnderAnother() {
        exhaust("ada");
        assertThat(credentials.verify(realm, "ada@example.org", PASSWORD)).isEqualTo(new PasswordCheck.Wrong("locked"));
    }

    @Test // security case 44
    void theRightPasswordOfALockedAccountIsNotGivenAwayByNeverResting() {
        exhaust("ada");
        for (int i = 0; i < POLICY.failuresBeforeLockout(); i++) {
            assertThat(credentials.verify(realm, "ada@example.org", PASSWORD))
                    .isEqualTo(new PasswordCheck.Wrong("locked"));
        }
        assertThat(credentials.verify(realm, "ada@example.org", PASSWORD)).isEqualTo(new PasswordCheck.Throttled());
    }

    @Test
    void theLockIsInTheDatabaseAndEndsByItself() {
        exhaust("ada");
        LocalCredentials otherNode = node();
        assertThat(otherNode.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Wrong("locked"));
        clock.advance(POLICY.lockoutDuration().plus(Duration.ofSeconds(1)));
        assertThat(otherNode.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        assertThat(credentials.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
    }

    @Test
    void guessingOnDoesNotProlongALock() {
        exhaust("ada");
        LocalCredentials otherNode = node();
        clock.advance(POLICY.lockoutDuration().minusSeconds(10));
        otherNode.verify(realm, "ada", WRONG);
        clock.advance(Duration.ofSeconds(11));
        assertThat(otherNode.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
    }

    @Test
    void aSuccessForgetsFailures() {
        for (int round = 0; round < 5; round++) {
            for (int i = 1; i < POLICY.failuresBeforeLockout(); i++) {
                assertThat(credentials.verify(realm, "ada", WRONG)).isInstanceOf(PasswordCheck.Wrong.class);
            }
            assertThat(credentials.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        }
    }

    @Test
    void aNewPasswordUnlocks() {
        exhaust("ada");
        credentials.set(realm, ada.id(), new Secret("another password"));
        assertThat(credentials.verify(realm, "ada", new Secret("another password")))
                .isEqualTo(new PasswordCheck.Right(ada));
        assertThat(credentials.verify(realm, "ada", PASSWORD)).isInstanceOf(PasswordCheck.Wrong.class);
    }

    @Test // security case 44
    void manyGuessesAtOnceGetNoMoreTriesThanThereAreHashingThreads() throws Exception {
        try (ExecutorService guessers = Executors.newFixedThreadPool(32)) {
            List<Callable<PasswordCheck>> guesses = Stream.<Callable<PasswordCheck>>generate(
                            () -> () -> credentials.verify(realm, "ada", WRONG))
                    .limit(100)
                    .toList();
            long before = hashes();
            for (Future<PasswordCheck> guess : guessers.invokeAll(guesses)) {
                assertThat(guess.get()).isNotInstanceOf(PasswordCheck.Right.class);
            }
            assertThat(hashes() - before).isLessThan(POLICY.failuresBeforeLockout() + hashing.threads());
        }
    }

    @Test
    void aHashIsRenewedWhenTheCostRises() {
        Realm dearer = withArgon2(new Argon2Parameters(128, 2, 1), 3);
        assertThat(hashOf(ada)).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        credentials.verify(dearer, "ada", WRONG);
        assertThat(hashOf(ada)).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(credentials.verify(dearer, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        String renewed = hashOf(ada);
        assertThat(renewed).startsWith("$argon2id$v=19$m=128,t=2,p=1$");
        assertThat(credentials.verify(dearer, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        assertThat(hashOf(ada)).isEqualTo(renewed);
        assertThat(credentials.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        assertThat(hashOf(ada)).as("never made cheaper").isEqualTo(renewed);
    }

    @Test
    void aPasswordMustMeetThePolicy() {
        assertThat(credentials.set(realm, ada.id(), new Secret("seven77"))).isEqualTo(new PasswordChange.TooShort(8));
        assertThat(credentials.set(realm, ada.id(), new Secret("😀😀😀😀😀😀😀")))
                .isEqualTo(new PasswordChange.TooShort(8));
        assertThat(credentials.set(realm, ada.id(), new Secret("12345678\n"))).isEqualTo(new PasswordChange.Unusable());
        assertThat(credentials.set(realm, new UserId(UUID.randomUUID()), PASSWORD))
                .isEqualTo(new PasswordChange.UnknownUser());
        assertThat(credentials.verify(realm, "ada", PASSWORD)).isInstanceOf(PasswordCheck.Right.class);
    }

    /** A node of its own: what it remembers of guessed names no other knows. */
    private LocalCredentials node() {
        GuessedNames names = new GuessedNames(clock);
        Activity activity = new Activity(users, Samples.inForce(), changes, audit, clock);
        return new LocalCredentials(
                rows,
                users,
                new NewPasswords(rows, hashing, clock),
                new TypedPasswords(rows, hashing, names, activity, audit, clock),
                names,
                changes,
                audit);
    }

    private void exhaust(String name) {
        for (int i = 0; i < POLICY.failuresBeforeLockout(); i++) {
            credentials.verify(realm, name, WRONG);
        }
    }

    private void lockUnderAnotherName(User user) {
        for (int i = 0; i < POLICY.failuresBeforeLockout(); i++) {
            rows.failed(user.id().value(), POLICY, clock.instant());
        }
    }

    private void disable(User user) {
        QuarkusTransaction.requiringNew()
                .run(() -> users.byId(realm.name(), user.id().value()).orElseThrow().enabled = false);
    }

    private String hashOf(User user) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findById(user.id().value()).passwordHash);
    }

    private long hashes() {
        return meters.get("vestibule.password.hashing").timer().count();
    }

    private Realm withArgon2(Argon2Parameters argon2, int failures) {
        return Samples.realm(
                realm.name().value(),
                false,
                new PasswordPolicy(8, failures, Duration.ofMinutes(15), argon2),
                List.of());
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
