package io.vestibule.directory;

import static io.vestibule.directory.Samples.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.database.LockQueue;
import io.vestibule.identity.Secret;
import io.vestibule.realm.Realm;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A forgotten password is replaced by whoever has the link, while the account is what it was when the link was written. */
@QuarkusTest
class PasswordRecoveryTest {
    private static final Secret FORGOTTEN = new Secret("forgotten-password-1");
    private static final Secret OWNERS = new Secret("what the owner set meanwhile");
    private static final Secret WANTED = new Secret("what the link is to set");

    @Inject
    PasswordRecovery recovery;

    @Inject
    AccountMark marks;

    @Inject
    LocalCredentials passwords;

    @Inject
    Accounts accounts;

    @Inject
    UserRepository users;

    @Inject
    LocalCredentialRepository credentials;

    @Inject
    TestDirectories directories;

    @Inject
    LockQueue queue;

    private Realm realm;
    private User ada;
    private String mark;

    @BeforeEach
    void adaHasALink() {
        realm = Samples.realm("r" + UUID.randomUUID());
        Directory directory = directories.of(realm);
        ada = Samples.user(directory.resolve(
                realm.name(), identity("campus", "ada"), Samples.person("ada", Optional.of("ada@campus.example"))));
        passwords.set(realm, ada.id(), FORGOTTEN);
        ada = directory.find(realm.name(), ada.id()).orElseThrow();
        mark = marks.of(realm.name(), ada.id()).orElseThrow();
        assertThat(recovery.stillGood(realm, ada.id(), mark)).isPresent();
    }

    @Test
    void thePasswordIsReplacedAndTheLinkIsVoid() {
        assertThat(reset(() -> true)).isInstanceOf(PasswordChange.Changed.class);
        assertThat(opens(WANTED)).isTrue();
        assertThat(recovery.stillGood(realm, ada.id(), mark)).isEmpty();
    }

    @Test
    void whatItsOwnerSetWhileItWasHashedStays() {
        assertThat(reset(() -> passwords.set(realm, ada.id(), OWNERS) instanceof PasswordChange.Changed))
                .isInstanceOf(PasswordChange.NotProven.class);
        assertThat(opens(OWNERS)).isTrue();
        assertThat(opens(WANTED)).isFalse();
    }

    @Test
    void anAccountThatWasSwitchedOffWhileItWasHashedKeepsItsPassword() {
        assertThat(reset(() ->
                        accounts.update(realm, ada.id(), AccountPatch.nothing().withEnabled(false))
                                instanceof AccountOutcome.Done))
                .isInstanceOf(PasswordChange.NotProven.class);
        accounts.update(realm, ada.id(), AccountPatch.nothing().withEnabled(true));
        assertThat(opens(WANTED)).isFalse();
    }

    @Test
    void whoChangesTheUserMeanwhileIsWaitedFor() throws Exception {
        assertThat(whileTheUserIsChanged(() -> reset(() -> true))).isInstanceOf(PasswordChange.Changed.class);
        assertThat(opens(WANTED)).isTrue();
        assertThat(whileTheUserIsChanged(() -> passwords.set(realm, ada.id(), OWNERS)))
                .isInstanceOf(PasswordChange.Changed.class);
        assertThat(opens(OWNERS)).isTrue();
    }

    /** As an administrator does, and whoever makes two users one: the user's row first, then what hangs on it. */
    private PasswordChange whileTheUserIsChanged(Callable<PasswordChange> change) throws Exception {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PasswordChange> changed = QuarkusTransaction.requiringNew().call(() -> {
                users.lock(ada.id().value());
                Future<PasswordChange> waiting = thread.submit(change);
                queue.awaitOne("app_user");
                credentials.unlock(ada.id().value());
                return waiting;
            });
            return changed.get();
        }
    }

    /** @param meanwhile after the hash was made, and before it is written */
    private PasswordChange reset(BooleanSupplier meanwhile) {
        return recovery.reset(realm, ada, mark, WANTED, meanwhile);
    }

    private boolean opens(Secret password) {
        return passwords.verify(realm, "ada", password) instanceof PasswordCheck.Right;
    }
}
