package io.vestibule.protocol.saml.toy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a service provider asks for an artifact (SAML Core §3.5.1), unsigned. */
public final class ArtifactAsk {
    private ArtifactAsk() {}

    public static String text(String artifact, String issuer, String destination, Instant at) {
        return """
                <samlp:ArtifactResolve xmlns:samlp="%s" ID="%s" IssueInstant="%s" Destination="%s" Version="2.0">\
                <saml:Issuer xmlns:saml="%s">%s</saml:Issuer><samlp:Artifact>%s</samlp:Artifact></samlp:ArtifactResolve>""".formatted(
                        SamlNames.PROTOCOL,
                        Draft.newId(),
                        at.truncatedTo(ChronoUnit.MILLIS),
                        destination,
                        SamlNames.ASSERTION,
                        issuer,
                        artifact);
    }
}
