package io.vestibule.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.identity.Secret;
import io.vestibule.realm.Realm;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An address becomes somebody's while the account is what it was when the letter to it was written. */
@QuarkusTest
class OwnAddressTest {
    private static final String ADDRESS = "ada@campus.example";

    @Inject
    OwnAddress addresses;

    @Inject
    AccountMark marks;

    @Inject
    LocalCredentials passwords;

    @Inject
    UserRepository users;

    @Inject
    TestFactors factors;

    @Inject
    Domains domains;

    @Inject
    Clock clock;

    private Realm realm;
    private User ada;
    private String mark;

    @BeforeEach
    void adaHasALetter() {
        realm = Samples.realm("r" + UUID.randomUUID());
        domains.ensureDefault(realm.name());
        ada = factors.made(realm, "ada", ADDRESS);
        mark = marks.of(realm.name(), ada.id()).orElseThrow();
        assertThat(isProven()).isFalse();
    }

    @Test
    void theAnswerProvesIt() {
        assertThat(prove()).isEqualTo(OwnAddress.Outcome.PROVEN);
        assertThat(isProven()).isTrue();
    }

    @Test
    void anAccountThatItsOwnerTookBackMeanwhileIsNotTheOneTheLetterWasAbout() {
        passwords.set(realm, ada.id(), new Secret("password-of-the-owner"));
        assertThat(prove()).isEqualTo(OwnAddress.Outcome.MARK_CHANGED);
        assertThat(isProven()).isFalse();
    }

    /** The owner's change is written, and not yet to be seen by others, when the answer comes. */
    @Test
    void whoeverIsJustTakingItBackIsWaitedFor() throws Exception {
        CompletableFuture<OwnAddress.Outcome> answer = QuarkusTransaction.requiringNew()
                .call(() -> {
                    users.lock(ada.id().value());
                    CompletableFuture<OwnAddress.Outcome> proving = CompletableFuture.supplyAsync(this::prove);
                    assertThat(proving).as("waits").failsWithin(200, TimeUnit.MILLISECONDS);
                    users.voidTokens(ada.id().value(), clock.instant());
                    return proving;
                });
        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(OwnAddress.Outcome.MARK_CHANGED);
        assertThat(isProven()).isFalse();
    }

    private OwnAddress.Outcome prove() {
        return addresses.prove(realm, ada.id(), ADDRESS, mark);
    }

    private boolean isProven() {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        users.read(realm.name(), ada.id().value()).orElseThrow().emailVerified());
    }
}
