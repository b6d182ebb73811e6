package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.SubjectConfirmation;
import org.opensaml.saml.saml2.core.SubjectConfirmationData;

/** Who may bring the assertion, where, until when and in answer to what: SAML Profiles §4.1.4.2 and §4.1.4.3. */
final class ConfirmationChecks {
    private final Assertion assertion;
    private final Expectation expected;

    ConfirmationChecks(Assertion assertion, Expectation expected) {
        this.assertion = assertion;
        this.expected = expected;
    }

    static Stream<SubjectConfirmationData> bearers(Assertion assertion) {
        return Stream.ofNullable(assertion.getSubject())
                .flatMap(subject -> subject.getSubjectConfirmations().stream())
                .filter(confirmation -> SubjectConfirmation.METHOD_BEARER.equals(confirmation.getMethod()))
                .map(SubjectConfirmation::getSubjectConfirmationData)
                .filter(Objects::nonNull);
    }

    /** One bearer confirmation that holds is enough; with none the first one's fault is told. */
    Optional<AuthnOutcome> isForWhoeverBringsIt() {
        List<SubjectConfirmationData> bearers = bearers(assertion).toList();
        List<Optional<AuthnOutcome>> faults = bearers.stream().map(this::fault).toList();
        if (faults.isEmpty()) {
            return Optional.of(Step.refusal("no-bearer-confirmation", "a bearer confirmation with its data", "none"));
        }
        return faults.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : faults.getFirst();
    }

    private Optional<AuthnOutcome> fault(SubjectConfirmationData data) {
        return Stream.<Supplier<Optional<AuthnOutcome>>>of(
                        () -> recipientIsOurAddress(data),
                        () -> hasAnEndAhead(data),
                        () -> hasNoBeginning(data),
                        () -> answersOurRequest(data))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<AuthnOutcome> recipientIsOurAddress(SubjectConfirmationData data) {
        return Step.unless(
                expected.consumer().toString().equals(data.getRecipient()),
                "wrong-recipient",
                expected.consumer().toString(),
                data.getRecipient());
    }

    private Optional<AuthnOutcome> hasAnEndAhead(SubjectConfirmationData data) {
        return Step.unless(
                data.getNotOnOrAfter() != null && expected.isAhead(data.getNotOnOrAfter()),
                "confirmation-expired",
                "NotOnOrAfter after " + expected.now(),
                Shown.of(data.getNotOnOrAfter()));
    }

    private static Optional<AuthnOutcome> hasNoBeginning(SubjectConfirmationData data) {
        return Step.unless(
                data.getNotBefore() == null, "confirmation-not-before", "no NotBefore", Shown.of(data.getNotBefore()));
    }

    /** The one that is signed: an attacker wraps an assertion of his own in a fresh response (security case 12). */
    private Optional<AuthnOutcome> answersOurRequest(SubjectConfirmationData data) {
        return Step.unless(
                expected.requestId().equals(Optional.ofNullable(data.getInResponseTo())),
                "wrong-assertion-in-response-to",
                expected.requestId().orElse("(none)"),
                data.getInResponseTo());
    }
}
