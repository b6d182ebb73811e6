package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.AuthnContextClassRef;
import org.opensaml.saml.saml2.core.AuthnStatement;

/** When and how the person was authenticated: SAML Core §2.7.2. Asked in the order of {@link AssertionChecks}. */
final class AuthenticationChecks {
    private final List<AuthnStatement> statements;
    private final Expectation expected;

    AuthenticationChecks(Assertion assertion, Expectation expected) {
        this.statements = assertion.getAuthnStatements();
        this.expected = expected;
    }

    /** The class of the statement, when it names one. */
    static Optional<String> contextClass(AuthnStatement statement) {
        return Optional.ofNullable(statement.getAuthnContext())
                .map(context -> context.getAuthnContextClassRef())
                .map(AuthnContextClassRef::getURI)
                .map(String::strip);
    }

    /** Of two statements each would be true of another authentication; which one counts must not be ours to guess. */
    Optional<AuthnOutcome> saysOnceHow() {
        return Step.unless(
                statements.size() == 1,
                "authn-statement-count",
                "exactly one AuthnStatement",
                Integer.toString(statements.size()));
    }

    Optional<AuthnOutcome> theirSessionStillLives() {
        AuthnStatement statement = statements.getFirst();
        return Step.unless(
                statement.getSessionNotOnOrAfter() == null || expected.isAhead(statement.getSessionNotOnOrAfter()),
                "session-expired",
                "SessionNotOnOrAfter after " + expected.now(),
                Shown.of(statement.getSessionNotOnOrAfter()));
    }

    Optional<AuthnOutcome> happenedAlready() {
        AuthnStatement statement = statements.getFirst();
        return Step.unless(
                expected.isPast(statement.getAuthnInstant()),
                "authenticated-in-future",
                "AuthnInstant before " + expected.now(),
                Shown.of(statement.getAuthnInstant()));
    }

    /** ForceAuthn asked for a new authentication; an answer out of an old session must not pass for one. */
    Optional<AuthnOutcome> isFreshEnough() {
        AuthnStatement statement = statements.getFirst();
        return expected.authenticatedAfter()
                .filter(oldest ->
                        statement.getAuthnInstant().plus(expected.skew()).isBefore(oldest))
                .map(oldest -> new Rejected(
                        Rejection.CONTEXT_NOT_MET,
                        "authentication-too-old",
                        "AuthnInstant after " + oldest,
                        Shown.of(statement.getAuthnInstant())));
    }

    /** SAML Core §3.3.2.2.1: exact means one of those asked for. The other comparisons only the identity provider can do. */
    Optional<AuthnOutcome> isAsAsked() {
        boolean exact = expected.config().acrComparison() == SamlConnectorConfig.AcrComparison.EXACT;
        return !exact || expected.classes().isEmpty() ? Optional.empty() : among(expected.classes());
    }

    Optional<AuthnOutcome> isStrongEnough() {
        List<String> accepted = expected.config().requiredAcr();
        return accepted.isEmpty() ? Optional.empty() : among(accepted);
    }

    private Optional<AuthnOutcome> among(List<String> accepted) {
        Optional<String> actual = contextClass(statements.getFirst());
        return actual.filter(accepted::contains).isPresent()
                ? Optional.empty()
                : Optional.of(new Rejected(
                        Rejection.CONTEXT_NOT_MET,
                        "acr-not-met",
                        Shown.of(String.join(" ", accepted)),
                        Shown.of(actual.orElse(null))));
    }
}
