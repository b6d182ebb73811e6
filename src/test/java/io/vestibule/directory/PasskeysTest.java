package io.vestibule.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.database.LockQueue;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a passkey is while somebody changes the account that it opens. */
@QuarkusTest
class PasskeysTest {
    @Inject
    Passkeys passkeys;

    @Inject
    PasskeyRepository rows;

    @Inject
    UserRepository users;

    @Inject
    TestFactors people;

    @Inject
    Realms realms;

    @Inject
    BaseUrl base;

    @Inject
    LockQueue queue;

    /** As an administrator does, and whoever makes two users one: the user's row first, then what hangs on it. */
    @Test
    void whoChangesTheUserMeanwhileIsWaitedFor() throws Exception {
        Realm realm = realms.find(new RealmName("demo")).orElseThrow();
        String name = "p" + UUID.randomUUID();
        User owner = people.made(realm, name, name + "@example.org");
        SoftPasskey key = new SoftPasskey();
        people.passkey(realm, owner, key.id(), key.attested());
        byte[] challenge = name.getBytes(StandardCharsets.US_ASCII);
        String answer = key.answer(owner, WebAuthn.text(challenge), base.value());
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PasskeyProof> proof = QuarkusTransaction.requiringNew().call(() -> {
                users.lock(owner.id().value());
                Future<PasskeyProof> waiting =
                        thread.submit(() -> passkeys.verify(realm, Optional.empty(), challenge, answer));
                queue.awaitOne("app_user");
                rows.remove(realm.name(), owner.id(), key.id());
                return waiting;
            });
            assertThat(proof.get()).as("it is gone by now").isInstanceOf(PasskeyProof.Refused.class);
        }
        assertThat(rows.of(realm.name(), owner.id())).isEmpty();
    }

    @Test
    void itsAnswerLetsItsOwnerIn() {
        Realm realm = realms.find(new RealmName("demo")).orElseThrow();
        String name = "p" + UUID.randomUUID();
        User owner = people.made(realm, name, name + "@example.org");
        SoftPasskey key = new SoftPasskey();
        people.passkey(realm, owner, key.id(), key.attested());
        byte[] challenge = name.getBytes(StandardCharsets.US_ASCII);

        assertThat(passkeys.verify(
                        realm, Optional.empty(), challenge, key.answer(owner, WebAuthn.text(challenge), base.value())))
                .isInstanceOf(PasskeyProof.Right.class);
    }
}
