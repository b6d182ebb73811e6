package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Audience;
import org.opensaml.saml.saml2.core.AudienceRestriction;
import org.opensaml.saml.saml2.core.Condition;
import org.opensaml.saml.saml2.core.Conditions;
import org.opensaml.saml.saml2.core.OneTimeUse;
import org.opensaml.saml.saml2.core.ProxyRestriction;

/** A verified assertion held against what it must say: SAML Profiles §4.1.4.3 and SAML Core §2.5.1, in this order. */
final class AssertionChecks {
    private final Assertion assertion;
    private final Expectation expected;
    private final ConfirmationChecks confirmation;
    private final AuthenticationChecks authentication;

    private AssertionChecks(Assertion assertion, Expectation expected) {
        this.assertion = assertion;
        this.expected = expected;
        this.confirmation = new ConfirmationChecks(assertion, expected);
        this.authentication = new AuthenticationChecks(assertion, expected);
    }

    static Step<Assertion> passed(Assertion assertion, Expectation expected) {
        AssertionChecks checks = new AssertionChecks(assertion, expected);
        return Step.checked(
                assertion,
                Stream.of(
                        checks::speaksSaml2,
                        checks::issuerIsTheProviderAsked,
                        checks::wasIssuedAlready,
                        checks::beginsBeforeItEnds,
                        checks::isValidAlready,
                        checks::hasNotExpired,
                        checks::everyAudienceNamesUs,
                        checks::noConditionIsUnknown,
                        checks::mayBePassedOn,
                        checks.confirmation::isForWhoeverBringsIt,
                        checks.authentication::saysOnceHow,
                        checks.authentication::theirSessionStillLives,
                        checks.authentication::happenedAlready,
                        checks.authentication::isFreshEnough,
                        checks.authentication::isAsAsked,
                        checks.authentication::isStrongEnough));
    }

    /** Until when somebody could bring it again. */
    static Instant usableUntil(Assertion assertion, Expectation expected) {
        return Stream.concat(
                        Stream.ofNullable(assertion.getConditions()).map(Conditions::getNotOnOrAfter),
                        ConfirmationChecks.bearers(assertion).map(data -> data.getNotOnOrAfter()))
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(expected.now())
                .plus(expected.skew())
                .plus(expected.skew());
    }

    private Optional<AuthnOutcome> speaksSaml2() {
        return Step.unless(
                SAMLVersion.VERSION_20.equals(assertion.getVersion()),
                "wrong-version",
                "2.0",
                String.valueOf(assertion.getVersion()));
    }

    private Optional<AuthnOutcome> issuerIsTheProviderAsked() {
        return Step.unless(
                ResponseChecks.isEntity(
                        assertion.getIssuer(), expected.provider().entityId()),
                "wrong-assertion-issuer",
                expected.provider().entityId(),
                assertion.getIssuer() == null ? null : assertion.getIssuer().getValue());
    }

    private Optional<AuthnOutcome> wasIssuedAlready() {
        return Step.unless(
                expected.isPast(assertion.getIssueInstant()),
                "issued-in-future",
                "before " + expected.now(),
                Shown.of(assertion.getIssueInstant()));
    }

    private Optional<AuthnOutcome> isValidAlready() {
        Instant notBefore = conditions().map(Conditions::getNotBefore).orElse(null);
        return Step.unless(
                notBefore == null || expected.isPast(notBefore),
                "not-yet-valid",
                "NotBefore before " + expected.now(),
                Shown.of(notBefore));
    }

    /** SAML Core §2.5.1.2. A window of nothing is no window, however far clocks may differ. */
    private Optional<AuthnOutcome> beginsBeforeItEnds() {
        Instant notBefore = conditions().map(Conditions::getNotBefore).orElse(null);
        Instant notOnOrAfter = conditions().map(Conditions::getNotOnOrAfter).orElse(null);
        return Step.unless(
                notBefore == null || notOnOrAfter == null || notBefore.isBefore(notOnOrAfter),
                "empty-validity",
                "NotBefore before NotOnOrAfter",
                Shown.of(notBefore) + " and " + Shown.of(notOnOrAfter));
    }

    private Optional<AuthnOutcome> hasNotExpired() {
        Instant notOnOrAfter = conditions().map(Conditions::getNotOnOrAfter).orElse(null);
        return Step.unless(
                notOnOrAfter == null || expected.isAhead(notOnOrAfter),
                "expired",
                "NotOnOrAfter after " + expected.now(),
                Shown.of(notOnOrAfter));
    }

    /** SAML Core §2.5.1.4: restrictions are joined by AND, the audiences of one by OR. SAML Profiles §4.1.4.2: there is one. */
    private Optional<AuthnOutcome> everyAudienceNamesUs() {
        List<List<String>> restrictions = conditions().stream()
                .flatMap(conditions -> conditions.getAudienceRestrictions().stream())
                .map(AssertionChecks::audiences)
                .toList();
        // A Keystone names no audience: that it is for us, its Recipient says (requirements for partners named one by
        // one).
        boolean named = !restrictions.isEmpty() || expected.config().keystone();
        boolean all = named && restrictions.stream().allMatch(audiences -> audiences.contains(expected.ourselves()));
        return Step.unless(all, "wrong-audience", expected.ourselves(), restrictions.toString());
    }

    /** SAML Core §2.5.1.1: a condition that is not understood makes the assertion's validity unknown. */
    private Optional<AuthnOutcome> noConditionIsUnknown() {
        return conditions().stream()
                .flatMap(conditions -> conditions.getConditions().stream())
                .filter(condition -> !understood(condition))
                .findFirst()
                .map(stranger -> Step.refusal(
                        "unknown-condition",
                        "audience restriction, one-time use, proxy restriction",
                        String.valueOf(stranger.getSchemaType())));
    }

    /** SAML Core §2.5.1.6: what this server is there for is to say it on to others. */
    private Optional<AuthnOutcome> mayBePassedOn() {
        Optional<ProxyRestriction> restriction = conditions().map(Conditions::getProxyRestriction);
        boolean forbidden = restriction
                .filter(r -> Integer.valueOf(0).equals(r.getProxyCount())
                        || !r.getAudiences().isEmpty())
                .isPresent();
        return Step.unless(!forbidden, "proxy-restriction", "an assertion that may be passed on", "one that may not");
    }

    private Optional<Conditions> conditions() {
        return Optional.ofNullable(assertion.getConditions());
    }

    private static List<String> audiences(AudienceRestriction restriction) {
        return restriction.getAudiences().stream()
                .map(Audience::getURI)
                .map(String::strip)
                .toList();
    }

    private static boolean understood(Condition condition) {
        return condition instanceof AudienceRestriction
                || condition instanceof OneTimeUse
                || condition instanceof ProxyRestriction;
    }
}
