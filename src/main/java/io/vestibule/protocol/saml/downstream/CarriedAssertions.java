package io.vestibule.protocol.saml.downstream;

import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.PartnerAssertions;
import io.vestibule.relyingparty.PartnerStatement;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.Status;
import org.opensaml.saml.saml2.core.StatusCode;
import org.opensaml.saml.saml2.ecp.RelayState;
import org.opensaml.soap.soap11.ActorBearing;

/**
 * Answers that nobody asked for (SAML Profiles §4.1.5), carried by a program to another cloud: by the same identity provider
 * and with the same keys as every other answer of the realm, so that whoever believes one believes the other.
 */
@ApplicationScoped
class CarriedAssertions implements PartnerAssertions {
    private final OpenSaml xml;
    private final Signatures signatures;
    private final SoapBinding soap;
    private final CertifiedKeys keys;
    private final MessageIds ids;
    private final UnaskedStatements statements;
    private final NamedAudience audiences;
    private final PublishedMetadata metadata;
    private final Clock clock;

    CarriedAssertions(
            OpenSaml xml,
            Signatures signatures,
            SoapBinding soap,
            CertifiedKeys keys,
            MessageIds ids,
            UnaskedStatements statements,
            NamedAudience audiences,
            PublishedMetadata metadata,
            Clock clock) {
        this.xml = xml;
        this.signatures = signatures;
        this.soap = soap;
        this.keys = keys;
        this.ids = ids;
        this.statements = statements;
        this.audiences = audiences;
        this.metadata = metadata;
        this.clock = clock;
    }

    @Override
    public byte[] message(Realm realm, PartnerStatement said) {
        return xml.serialise(response(realm, said)).getBytes(StandardCharsets.UTF_8);
    }

    /** SAML Profiles §4.2.4.4: the header is for the partner, and no part of what is signed. */
    @Override
    public byte[] envelope(Realm realm, PartnerStatement said, String relayState) {
        RelayState header = xml.build(RelayState.DEFAULT_ELEMENT_NAME, RelayState.class);
        header.setValue(relayState);
        header.setSOAP11MustUnderstand(true);
        header.setSOAP11Actor(ActorBearing.SOAP11_ACTOR_NEXT);
        return soap.envelope(response(realm, said), header);
    }

    @Override
    public byte[] metadata(Realm realm) {
        return metadata.of(realm).xml();
    }

    private Response response(Realm realm, PartnerStatement said) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        CertifiedKey key = keys.signing(
                realm.name(),
                CertifiedKeys.Kind.valueOf(
                        ServiceProviders.settings(realm).signingKey().name()));
        Optional<String> audience =
                said.audience().or(() -> audiences.of(realm, said.recipient().toString()));
        Assertion assertion = statements.assertion(realm, said, audience, now);
        signatures.sign(assertion, key);
        Response response = xml.build(Response.DEFAULT_ELEMENT_NAME, Response.class);
        response.setID(ids.next());
        response.setVersion(SAMLVersion.VERSION_20);
        response.setIssueInstant(now);
        response.setDestination(said.recipient().toString());
        response.setIssuer(statements.issuer(realm));
        response.setStatus(success());
        response.getAssertions().add(assertion);
        signatures.sign(response, key);
        return response;
    }

    private Status success() {
        Status status = xml.build(Status.DEFAULT_ELEMENT_NAME, Status.class);
        StatusCode code = xml.build(StatusCode.DEFAULT_ELEMENT_NAME, StatusCode.class);
        code.setValue(StatusCode.SUCCESS);
        status.setStatusCode(code);
        return status;
    }
}
