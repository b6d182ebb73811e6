package io.vestibule.protocol.saml.downstream;

import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.Encryption;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.Signatures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.ArtifactResponse;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.Status;
import org.opensaml.saml.saml2.core.StatusCode;
import org.opensaml.saml.saml2.core.StatusMessage;
import org.opensaml.saml.saml2.core.StatusResponseType;

/**
 * Answers (SAML Core §3.3.3), signed and encrypted as the service provider wants. Each signature is made once, in the DOM that
 * is then sent.
 */
@ApplicationScoped
class Responses {
    private final OpenSaml xml;
    private final Signatures signatures;
    private final Encryption encryption;
    private final CertifiedKeys keys;
    private final MessageIds ids;
    private final SamlUrls urls;

    Responses(
            OpenSaml xml,
            Signatures signatures,
            Encryption encryption,
            CertifiedKeys keys,
            MessageIds ids,
            SamlUrls urls) {
        this.xml = xml;
        this.signatures = signatures;
        this.encryption = encryption;
        this.keys = keys;
        this.ids = ids;
        this.urls = urls;
    }

    /** Where an answer goes and to what. */
    record Address(ServiceProvider party, String destination, Optional<String> inResponseTo, Instant now) {}

    /** The person, asserted. */
    Response success(Address to, Assertion assertion) {
        Response response = empty(to, SamlStatus.SUCCESS, Optional.empty());
        CertifiedKey key = key(to.party());
        if (to.party().assertionIsSigned()) {
            signatures.sign(assertion, key);
        }
        Optional<Encryption.Recipient> recipient = to.party().encryptTo();
        if (recipient.isPresent()) {
            response.getEncryptedAssertions().add(encryption.encrypt(assertion, recipient.get()));
        } else {
            response.getAssertions().add(assertion);
        }
        if (to.party().responseIsSigned()) {
            signatures.sign(response, key);
        } else {
            xml.marshal(response);
        }
        return response;
    }

    /** A refusal; always signed, as nothing else in it could be. */
    Response refusal(Address to, SamlStatus status, String message) {
        Response response = empty(to, status, Optional.of(message));
        signatures.sign(response, key(to.party()));
        return response;
    }

    /** What an artifact stood for, or nothing; the answer inside keeps its own signatures. */
    ArtifactResponse resolved(Address to, Optional<Response> answer) {
        ArtifactResponse resolved = xml.build(ArtifactResponse.DEFAULT_ELEMENT_NAME, ArtifactResponse.class);
        head(resolved, to, SamlStatus.SUCCESS, Optional.empty());
        answer.ifPresent(resolved::setMessage);
        signatures.sign(resolved, key(to.party()));
        return resolved;
    }

    /** @param signed whether the binding has no signature of its own */
    LogoutResponse loggedOut(Address to, SamlStatus status, boolean signed) {
        LogoutResponse response = xml.build(LogoutResponse.DEFAULT_ELEMENT_NAME, LogoutResponse.class);
        head(response, to, status, Optional.empty());
        if (signed) {
            signatures.sign(response, key(to.party()));
        } else {
            xml.marshal(response);
        }
        return response;
    }

    CertifiedKey key(ServiceProvider party) {
        return keys.signing(
                party.realm().name(),
                CertifiedKeys.Kind.valueOf(party.signingKey().name()));
    }

    private Response empty(Address to, SamlStatus status, Optional<String> message) {
        Response response = xml.build(Response.DEFAULT_ELEMENT_NAME, Response.class);
        head(response, to, status, message);
        return response;
    }

    /** What every answer begins with. */
    void head(StatusResponseType response, Address to, SamlStatus status, Optional<String> message) {
        response.setID(ids.next());
        response.setVersion(SAMLVersion.VERSION_20);
        response.setIssueInstant(to.now());
        if (!to.destination().isEmpty()) {
            response.setDestination(to.destination());
        }
        to.inResponseTo().ifPresent(response::setInResponseTo);
        Issuer issuer = xml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue(urls.entityId(to.party().realm()));
        response.setIssuer(issuer);
        response.setStatus(status(status, message));
    }

    private Status status(SamlStatus code, Optional<String> message) {
        Status status = xml.build(Status.DEFAULT_ELEMENT_NAME, Status.class);
        StatusCode top = code(code.top());
        code.below().map(this::code).ifPresent(top::setStatusCode);
        status.setStatusCode(top);
        message.ifPresent(text -> {
            StatusMessage said = xml.build(StatusMessage.DEFAULT_ELEMENT_NAME, StatusMessage.class);
            said.setValue(text);
            status.setStatusMessage(said);
        });
        return status;
    }

    private StatusCode code(String uri) {
        StatusCode code = xml.build(StatusCode.DEFAULT_ELEMENT_NAME, StatusCode.class);
        code.setValue(uri);
        return code;
    }
}
