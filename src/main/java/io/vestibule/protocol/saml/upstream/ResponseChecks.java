package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Cancelled;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.AuthnOutcome.Unreachable;
import io.vestibule.connector.CheckTrail;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.NameIDType;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.StatusCode;
import org.w3c.dom.Element;

/**
 * The envelope of an answer, before anything in it is believed. An unsigned envelope proves nothing, so whatever matters is
 * asked again of the verified assertion.
 */
final class ResponseChecks {
    private final Response response;
    private final Expectation expected;

    private ResponseChecks(Response response, Expectation expected) {
        this.response = response;
        this.expected = expected;
    }

    static Step<Response> passed(Response response, Expectation expected) {
        ResponseChecks checks = new ResponseChecks(response, expected);
        return Step.checked(
                response,
                Stream.of(
                        checks::speaksSaml2,
                        checks::destinationIsOurAddress,
                        checks::issuerIsTheProviderAsked,
                        checks::answersOurRequest,
                        checks::wasIssuedAlready,
                        checks::saysSuccess,
                        checks::holdsExactlyOneAssertion));
    }

    private Optional<AuthnOutcome> speaksSaml2() {
        return Step.unless(
                SAMLVersion.VERSION_20.equals(response.getVersion()),
                "wrong-version",
                "2.0",
                String.valueOf(response.getVersion()));
    }

    /** SAML Bindings §3.5.5.2: an answer made for another address was made for another service. */
    private Optional<AuthnOutcome> destinationIsOurAddress() {
        String destination = response.getDestination();
        boolean unsignedWithout = destination == null && response.getSignature() == null;
        return Step.unless(
                unsignedWithout || expected.consumer().toString().equals(destination),
                "wrong-destination",
                expected.consumer().toString(),
                destination);
    }

    /** An answer of identity provider B must not finish a login that went to A, however well B signs. */
    private Optional<AuthnOutcome> issuerIsTheProviderAsked() {
        Issuer issuer = response.getIssuer();
        boolean unsignedWithout = issuer == null && response.getSignature() == null; // SAML Profiles §4.1.4.2
        return Step.unless(
                unsignedWithout || isEntity(issuer, expected.provider().entityId()),
                "wrong-issuer",
                expected.provider().entityId(),
                issuer == null ? null : issuer.getValue());
    }

    /** SAML Profiles §4.1.4.3; §4.1.5: an unsolicited answer names no request. */
    private Optional<AuthnOutcome> answersOurRequest() {
        String answered = response.getInResponseTo();
        return Step.unless(
                expected.requestId().equals(Optional.ofNullable(answered)),
                "wrong-in-response-to",
                expected.requestId().orElse("(none)"),
                answered);
    }

    private Optional<AuthnOutcome> wasIssuedAlready() {
        return Step.unless(
                expected.isPast(response.getIssueInstant()),
                "issued-in-future",
                "before " + expected.now(),
                Shown.of(response.getIssueInstant()));
    }

    /** SAML Core §3.2.2.2. The second level tells what happened; only the first one is always there. */
    private Optional<AuthnOutcome> saysSuccess() {
        List<String> codes = new ArrayList<>();
        StatusCode code = response.getStatus().getStatusCode();
        while (code != null && codes.size() < 4) {
            codes.add(String.valueOf(code.getValue()));
            code = code.getStatusCode();
        }
        if (codes.getFirst().equals(StatusCode.SUCCESS)) {
            CheckTrail.met("upstream-refused", StatusCode.SUCCESS);
            return Optional.empty();
        }
        String shown = Shown.of(String.join(" ", codes));
        String inner = codes.getLast();
        return Optional.of(
                switch (inner) {
                    case StatusCode.UNKNOWN_PRINCIPAL ->
                        new Rejected(Rejection.DENIED_UPSTREAM, "upstream-refused", StatusCode.SUCCESS, shown);
                    // What a person gets who presses "cancel" there, as access_denied is in OpenID Connect.
                    case StatusCode.AUTHN_FAILED, StatusCode.REQUEST_DENIED -> new Cancelled();
                    case StatusCode.NO_AUTHN_CONTEXT ->
                        new Rejected(Rejection.CONTEXT_REFUSED, "upstream-refused", StatusCode.SUCCESS, shown);
                    case StatusCode.NO_PASSIVE ->
                        new Rejected(Rejection.CONTEXT_NOT_MET, "upstream-refused", StatusCode.SUCCESS, shown);
                    case StatusCode.RESPONDER ->
                        new Unreachable("the identity provider answered " + shown); // without a word on why
                    default -> new Rejected(Rejection.DENIED_UPSTREAM, "upstream-refused", StatusCode.SUCCESS, shown);
                });
    }

    /**
     * Two assertions are an invitation to verify one and read the other (security case 1): one, as a child of the answer, and
     * none hidden in its extensions, its status or a signature.
     */
    private Optional<AuthnOutcome> holdsExactlyOneAssertion() {
        int children = response.getAssertions().size()
                + response.getEncryptedAssertions().size();
        int anywhere = anywhere("Assertion") + anywhere("EncryptedAssertion");
        return Step.unless(
                children == 1 && anywhere == 1,
                "assertion-count",
                "exactly one assertion",
                children + " of the answer, " + anywhere + " in all");
    }

    private int anywhere(String name) {
        Element element = Objects.requireNonNull(response.getDOM(), "what was read has its elements");
        return element.getElementsByTagNameNS(SAMLConstants.SAML20_NS, name).getLength();
    }

    /** SAML Core §8.3.6: an issuer is an entity id, and says so or nothing. */
    static boolean isEntity(@Nullable Issuer issuer, String entityId) {
        return issuer != null
                && entityId.equals(issuer.getValue())
                && (issuer.getFormat() == null || issuer.getFormat().equals(NameIDType.ENTITY));
    }
}
