package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.Reach;
import io.vestibule.protocol.saml.metadata.Endpoint;
import io.vestibule.protocol.saml.upstream.VouchedAssertion.Received;
import io.vestibule.protocol.saml.xml.Artifact;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.protocol.saml.xml.Verified;
import io.vestibule.records.RandomTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.core.ArtifactResolve;
import org.opensaml.saml.saml2.core.ArtifactResponse;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.StatusCode;

/** Fetches what an artifact stands for from the identity provider of this trip: SAML Core §3.5, SAML Bindings §3.6. */
final class ArtifactResolution {
    private static final String SOAP_ACTION = "http://www.oasis-open.org/committees/security";
    private static final int FAULT = 500;
    private static final int LARGEST_ENVELOPE = 300 * 1024;

    private final OpenSaml openSaml;
    private final Signatures signatures;
    private final ProviderSignatures theirs;
    private final SoapBinding soap;
    private final OutboundClient outbound;
    private final OwnKeys keys;
    private final Function<URI, Reach> reach;
    private final RandomTokens tokens;

    ArtifactResolution(
            OpenSaml openSaml,
            Signatures signatures,
            ProviderSignatures theirs,
            SoapBinding soap,
            OutboundClient outbound,
            OwnKeys keys,
            Function<URI, Reach> reach,
            RandomTokens tokens) {
        this.openSaml = openSaml;
        this.signatures = signatures;
        this.theirs = theirs;
        this.soap = soap;
        this.outbound = outbound;
        this.keys = keys;
        this.reach = reach;
        this.tokens = tokens;
    }

    Step<Received> resolve(Artifact artifact, Expectation expected) {
        String provider = expected.provider().entityId();
        if (!artifact.isOf(provider)) {
            return Step.invalid("artifact-source", "an artifact of " + provider, "one of somebody else");
        }
        Optional<URI> endpoint = Endpoint.chosen(
                        expected.role().artifactResolution().stream()
                                .filter(service -> service.binding().equals(SAMLConstants.SAML2_SOAP11_BINDING_URI))
                                .toList(),
                        artifact.index())
                .map(Endpoint::location);
        if (endpoint.isEmpty()) {
            return Step.invalid("artifact-index", "a resolution service of " + provider, "" + artifact.index());
        }
        String id = "_" + tokens.next();
        byte[] envelope = envelope(id, endpoint.get(), artifact, expected);
        return fetched(endpoint.get(), envelope)
                .then(body ->
                        Read.of(() -> soap.open(body, ArtifactResponse.class).message()))
                .then(response -> Read.of(() -> theirs.verify(response, expected.provider())))
                .then(verified -> Read.of(() -> message(verified, id, expected)));
    }

    private byte[] envelope(String id, URI destination, Artifact artifact, Expectation expected) {
        ArtifactResolve resolve = openSaml.build(ArtifactResolve.DEFAULT_ELEMENT_NAME, ArtifactResolve.class);
        resolve.setID(id);
        resolve.setVersion(SAMLVersion.VERSION_20);
        resolve.setIssueInstant(expected.now());
        resolve.setDestination(destination.toString());
        Issuer issuer = openSaml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue(expected.ourselves());
        resolve.setIssuer(issuer);
        var reference = openSaml.build(
                org.opensaml.saml.saml2.core.Artifact.DEFAULT_ELEMENT_NAME,
                org.opensaml.saml.saml2.core.Artifact.class);
        reference.setValue(artifact.encoded());
        resolve.setArtifact(reference);
        signatures.sign(resolve, keys.signing());
        return soap.envelope(resolve);
    }

    private Step<byte[]> fetched(URI endpoint, byte[] envelope) {
        OutboundOutcome outcome = outbound.post(
                endpoint,
                Map.of("SOAPAction", "\"" + SOAP_ACTION + "\""),
                "text/xml; charset=utf-8",
                new String(envelope, StandardCharsets.UTF_8),
                reach.apply(endpoint).upTo(LARGEST_ENVELOPE));
        return switch (outcome) {
            case OutboundOutcome.Answered(var response) when response.ok() -> Step.done(response.body());
            // SOAP 1.1 §6.2: a fault comes with 500; it is an answer, and it says no.
            case OutboundOutcome.Answered(var response)
            when response.status() <= FAULT ->
                Step.invalid("artifact-refused", "an answer with 200", "" + response.status());
            case OutboundOutcome.Answered(var response) ->
                Step.unreachable("artifact resolution answered " + response.status());
            case OutboundOutcome.Failed(var kind, String detail)
            when kind == OutboundOutcome.Kind.TOO_LARGE ->
                Step.invalid("artifact-too-large", "at most " + LARGEST_ENVELOPE + " bytes", "more");
            case OutboundOutcome.Failed(var kind, String detail) ->
                Step.unreachable("artifact resolution: " + kind + " " + detail);
        };
    }

    /** Verified already: an unsigned reply could be anybody's on the way (security case 18). */
    private static Received message(Verified<ArtifactResponse> verified, String id, Expectation expected)
            throws SamlRefused {
        ArtifactResponse response = verified.object();
        String provider = expected.provider().entityId();
        if (!ResponseChecks.isEntity(response.getIssuer(), provider)) {
            throw new SamlRefused(
                    "artifact-issuer",
                    provider,
                    response.getIssuer() == null
                            ? "(none)"
                            : Shown.of(response.getIssuer().getValue()));
        }
        if (!id.equals(response.getInResponseTo())) {
            throw new SamlRefused("artifact-in-response-to", id, Shown.of(response.getInResponseTo()));
        }
        String status = response.getStatus().getStatusCode().getValue();
        if (!StatusCode.SUCCESS.equals(status)) {
            throw new SamlRefused("artifact-refused", StatusCode.SUCCESS, Shown.of(status));
        }
        // Core §3.5.3: success without a message means that the artifact was unknown or used before.
        if (!(response.getMessage() instanceof Response message)) {
            throw new SamlRefused("artifact-empty", "a Response", "none");
        }
        return new Received(message, Optional.of(verified.child(message)));
    }
}
