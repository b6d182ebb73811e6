package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.xml.OpenSaml;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.SessionIndex;
import org.opensaml.saml.saml2.core.Status;
import org.opensaml.saml.saml2.core.StatusCode;

/** What is said to an identity provider about the end of a session: SAML Core §3.7, SAML Profiles §4.4.4. */
final class LogoutMessages {
    private static final long PATIENCE_SECONDS = 300;

    private final String ourselves;
    private final OpenSaml openSaml;

    LogoutMessages(String ourselves, OpenSaml openSaml) {
        this.ourselves = ourselves;
        this.openSaml = openSaml;
    }

    LogoutRequest request(String id, URI destination, LogoutHint hint, Optional<String> sessionIndex, Instant now) {
        LogoutRequest request = openSaml.build(LogoutRequest.DEFAULT_ELEMENT_NAME, LogoutRequest.class);
        request.setID(id);
        request.setVersion(SAMLVersion.VERSION_20);
        request.setIssueInstant(now);
        request.setNotOnOrAfter(now.plusSeconds(PATIENCE_SECONDS));
        request.setDestination(destination.toString());
        request.setIssuer(issuer());
        request.setNameID(nameId(hint));
        sessionIndex.ifPresent(index -> {
            SessionIndex element = openSaml.build(SessionIndex.DEFAULT_ELEMENT_NAME, SessionIndex.class);
            element.setValue(index);
            request.getSessionIndexes().add(element);
        });
        return request;
    }

    /** That the sessions meant are over here, and whether everyone who took part in them is out, too. */
    LogoutResponse response(
            String id, Optional<URI> destination, String inResponseTo, SignedOutThere.Outcome outcome, Instant now) {
        LogoutResponse response = openSaml.build(LogoutResponse.DEFAULT_ELEMENT_NAME, LogoutResponse.class);
        response.setID(id);
        response.setVersion(SAMLVersion.VERSION_20);
        response.setIssueInstant(now);
        destination.map(URI::toString).ifPresent(response::setDestination);
        response.setInResponseTo(inResponseTo);
        response.setIssuer(issuer());
        response.setStatus(status(outcome));
        return response;
    }

    /** SAML Core §3.7.3.2: partial is a success that says so on the second level. */
    private Status status(SignedOutThere.Outcome outcome) {
        StatusCode code = code(StatusCode.SUCCESS);
        if (outcome == SignedOutThere.Outcome.PARTIAL) {
            code.setStatusCode(code(StatusCode.PARTIAL_LOGOUT));
        }
        Status status = openSaml.build(Status.DEFAULT_ELEMENT_NAME, Status.class);
        status.setStatusCode(code);
        return status;
    }

    private StatusCode code(String value) {
        StatusCode code = openSaml.build(StatusCode.DEFAULT_ELEMENT_NAME, StatusCode.class);
        code.setValue(value);
        return code;
    }

    private Issuer issuer() {
        Issuer issuer = openSaml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue(ourselves);
        return issuer;
    }

    /** Exactly as it came: the other side compares every part of it (SAML Core §3.7.3.2). */
    private NameID nameId(LogoutHint hint) {
        NameID name = openSaml.build(NameID.DEFAULT_ELEMENT_NAME, NameID.class);
        name.setValue(hint.value());
        hint.format().ifPresent(name::setFormat);
        hint.nameQualifier().ifPresent(name::setNameQualifier);
        hint.spNameQualifier().ifPresent(name::setSPNameQualifier);
        return name;
    }
}
