package io.vestibule.journey;

import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Tag;

/** Reads metadata as an operator does who looks at them. */
@Tag("saml")
final class SamlDocuments {
    private SamlDocuments() {}

    /** The certificate inside the metadata's own signature, in PEM, as somebody would get it on a safer way. */
    static String signer(String metadata) {
        return pem(Jsoup.parse(metadata, "", Parser.xmlParser())
                .select("*|EntityDescriptor > *|Signature *|X509Certificate")
                .first()
                .text());
    }

    /** Without the endpoints of a binding, and so without a signature that still holds. */
    static String without(String metadata, String endpoint, String binding) {
        Document entity = Jsoup.parse(metadata, "", Parser.xmlParser());
        entity.outputSettings().prettyPrint(false);
        entity.select("*|" + endpoint + "[Binding$=" + binding + "]").remove();
        entity.select("*|EntityDescriptor > *|Signature").remove();
        return entity.outerHtml();
    }

    /** An entry of a realm's relying parties that the house reads from metadata at this address. */
    static String relyingParty(String entityId, String metadata) {
        return """
                  - id: %s
                    name: Peer
                    consent: trusted
                    saml:
                      metadata: { url: "%s" }
                """.formatted(entityId, metadata).stripTrailing();
    }

    /** The same, written by hand by somebody who can read metadata. */
    static String byHand(String entityId, String metadata) {
        Document entity = Jsoup.parse(metadata, "", Parser.xmlParser());
        StringBuilder block = new StringBuilder(
                """
                  - id: %s
                    name: Peer
                    consent: trusted
                    saml:
                      signingCertificates:
                        - |
                %s
                      encryptionCertificate: |
                %s
                      assertionConsumerServices:
                """.formatted(entityId, certificate(entity, "signing"), certificate(entity, "encryption")));
        for (Element consumer : entity.select("*|AssertionConsumerService[Binding$=HTTP-POST]")) {
            block.append("        - { url: \"%s\", binding: post, index: %s }\n"
                    .formatted(consumer.attr("Location"), consumer.attr("index")));
        }
        for (Element consumer : entity.select("*|AssertionConsumerService[Binding$=HTTP-Artifact]")) {
            block.append("        - { url: \"%s\", binding: artifact, index: %s }\n"
                    .formatted(consumer.attr("Location"), consumer.attr("index")));
        }
        for (Element consumer : entity.select("*|AssertionConsumerService[Binding$=PAOS]")) {
            block.append("        - { url: \"%s\", binding: paos, index: %s }\n"
                    .formatted(consumer.attr("Location"), consumer.attr("index")));
        }
        StringBuilder logout = new StringBuilder();
        for (String binding : List.of("Redirect", "SOAP")) {
            for (Element service : entity.select("*|SingleLogoutService[Binding$=" + binding + "]")) {
                logout.append("        - { url: \"%s\", binding: %s }\n"
                        .formatted(service.attr("Location"), binding.toLowerCase(Locale.ROOT)));
            }
        }
        if (!logout.isEmpty()) {
            block.append("      singleLogoutServices:\n").append(logout);
        }
        return block.toString().stripTrailing();
    }

    private static String certificate(Document entity, String use) {
        return pem(entity.select("*|KeyDescriptor[use=" + use + "] *|X509Certificate")
                        .first()
                        .text())
                .strip()
                .indent(12)
                .stripTrailing();
    }

    private static String pem(String certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + certificate.replaceAll("\\s", "").replaceAll("(.{64})", "$1\n")
                + "\n-----END CERTIFICATE-----\n";
    }
}
