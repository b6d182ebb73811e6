package io.vestibule.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Unreachable;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every connector promises, whatever its protocol. The tests of a connector extend the contract of its shape
 * ({@link PasswordConnectorContract}, {@link RedirectConnectorContract}), which fills in how a proof is brought.
 */
public abstract class ConnectorContract {
    private static final Duration BOUND = Duration.ofSeconds(10);

    /** Two people the upstream knows. */
    public enum Person {
        ADA,
        GRACE
    }

    /** The connector under test, able to reach its upstream. */
    protected abstract Connector connector();

    /** The clock the connector was given. */
    protected abstract Clock clock();

    /** Values no outcome may show: passwords, codes, client secrets. */
    protected abstract List<Secret> secrets();

    /** Makes the upstream, or what stands in its place, stop answering. */
    protected abstract void upstreamGoesDown();

    /** Undoes {@link #upstreamGoesDown}; also called when it never went down. */
    protected abstract void upstreamComesBack();

    /** What comes of a genuine proof of {@code person}. */
    protected abstract AuthnOutcome genuine(Person person);

    /** What comes of proofs which look right and are not. */
    protected abstract List<AuthnOutcome> forged();

    /** What comes of {@code text} in each place that somebody outside controls. */
    protected abstract List<AuthnOutcome> hostile(String text);

    /** What comes of a genuine proof while the upstream is down. */
    protected abstract AuthnOutcome whileDown();

    @AfterEach
    void upstreamIsBack() {
        upstreamComesBack();
    }

    @Test
    void aGenuineProofIsAuthenticatedUnderThisConnectorsOwnName() {
        UpstreamIdentity identity = authenticated(genuine(Person.ADA));
        assertThat(identity.connector()).isEqualTo(connector().id());
        assertThat(identity.subject()).isNotBlank();
    }

    @Test
    void nobodyWasAuthenticatedInTheFuture() {
        UpstreamIdentity identity = authenticated(genuine(Person.ADA));
        assertThat(identity.context().authnInstant())
                .isBeforeOrEqualTo(clock().instant())
                .isAfter(clock().instant().minus(Duration.ofDays(1)));
    }

    @Test
    void thePersonIsTheSameSubjectEachTime() {
        assertThat(authenticated(genuine(Person.ADA)).subject())
                .isEqualTo(authenticated(genuine(Person.ADA)).subject());
    }

    @Test
    void twoPeopleAreTwoSubjects() {
        assertThat(authenticated(genuine(Person.ADA)).subject())
                .isNotEqualTo(authenticated(genuine(Person.GRACE)).subject());
    }

    @Test
    void aForgedProofIsRejectedWithAReason() {
        assertThat(forged()).isNotEmpty().allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Rejected.class);
            assertThat(((Rejected) outcome).reason()).isNotBlank();
        });
    }

    @ParameterizedTest
    @EnumSource
    void hostileTextIsRejectedInBoundedTime(HostileText hostile) {
        List<AuthnOutcome> outcomes = assertTimeout(BOUND, () -> hostile(hostile.text));
        assertThat(outcomes).isNotEmpty().hasOnlyElementsOfType(Rejected.class);
        assertThat(outcomes)
                .as("an outcome is logged, so it stays small")
                .allSatisfy(outcome -> assertThat(outcome.toString().length()).isLessThan(4096));
    }

    @Test
    void afterAttacksTheGenuineProofStillWorks() {
        for (HostileText hostile : HostileText.values()) {
            hostile(hostile.text);
        }
        assertThat(genuine(Person.GRACE)).isInstanceOf(Authenticated.class);
    }

    @Test
    void anUpstreamThatIsDownIsUnreachableAndNotARejection() {
        AuthnOutcome outcome = assertTimeout(BOUND, this::whileDown);
        assertThat(outcome).isInstanceOf(Unreachable.class);
    }

    @Test
    void anUpstreamThatComesBackIsUsedAgain() {
        whileDown();
        upstreamComesBack();
        assertThat(genuine(Person.ADA)).isInstanceOf(Authenticated.class);
    }

    @Test
    void noOutcomeShowsASecret() {
        Condition<AuthnOutcome> silent = new Condition<>(
                outcome -> secrets().stream().map(Secret::reveal).noneMatch(outcome.toString()::contains), "no secret");
        assertThat(secrets()).isNotEmpty();
        assertThat(genuine(Person.ADA)).is(silent);
        assertThat(forged()).are(silent);
        assertThat(whileDown()).is(silent);
    }

    /** The identity in {@code outcome}; any other outcome fails the test and is shown. */
    protected static UpstreamIdentity authenticated(AuthnOutcome outcome) {
        assertThat(outcome).isInstanceOf(Authenticated.class);
        return ((Authenticated) outcome).identity();
    }
}
