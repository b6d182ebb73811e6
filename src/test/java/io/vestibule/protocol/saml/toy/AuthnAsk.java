package io.vestibule.protocol.saml.toy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a service provider is about to ask. Every part may be changed; null leaves it out. */
public final class AuthnAsk {
    public String id = Draft.newId();
    public @Nullable String issuer;
    public @Nullable String destination;
    public Instant issued = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    /** Attributes of the root as they are written, such as ForceAuthn or AssertionConsumerServiceURL. */
    public Map<String, String> attributes = new LinkedHashMap<>();

    public @Nullable String nameIdFormat;
    public List<String> authnContexts = List.of();
    public String comparison = "exact";
    public @Nullable Integer proxyCount;
    public List<String> identityProviders = List.of();
    public List<String> requesters = List.of();

    public AuthnAsk(String issuer, String destination) {
        this.issuer = issuer;
        this.destination = destination;
    }

    public String text() {
        StringBuilder text = new StringBuilder("<samlp:AuthnRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\"");
        attribute(text, "ID", id);
        attribute(text, "Version", "2.0");
        attribute(text, "IssueInstant", issued.toString());
        if (destination != null) {
            attribute(text, "Destination", destination);
        }
        attributes.forEach((name, value) -> attribute(text, name, value));
        text.append(">");
        if (issuer != null) {
            text.append("<saml:Issuer xmlns:saml=\"" + SamlNames.ASSERTION + "\">")
                    .append(Xml.escape(issuer))
                    .append("</saml:Issuer>");
        }
        if (nameIdFormat != null) {
            text.append("<samlp:NameIDPolicy Format=\"")
                    .append(Xml.escape(nameIdFormat))
                    .append("\" AllowCreate=\"true\"></samlp:NameIDPolicy>");
        }
        if (!authnContexts.isEmpty()) {
            text.append("<samlp:RequestedAuthnContext Comparison=\"")
                    .append(comparison)
                    .append("\">");
            authnContexts.forEach(context -> text.append("<saml:AuthnContextClassRef xmlns:saml=\"")
                    .append(SamlNames.ASSERTION)
                    .append("\">")
                    .append(Xml.escape(context))
                    .append("</saml:AuthnContextClassRef>"));
            text.append("</samlp:RequestedAuthnContext>");
        }
        return text.append(scoping()).append("</samlp:AuthnRequest>").toString();
    }

    private String scoping() {
        if (proxyCount == null && identityProviders.isEmpty() && requesters.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("<samlp:Scoping");
        if (proxyCount != null) {
            attribute(text, "ProxyCount", proxyCount.toString());
        }
        text.append(">");
        if (!identityProviders.isEmpty()) {
            text.append("<samlp:IDPList>");
            identityProviders.forEach(provider -> {
                attribute(text.append("<samlp:IDPEntry"), "ProviderID", provider);
                text.append("></samlp:IDPEntry>");
            });
            text.append("</samlp:IDPList>");
        }
        requesters.forEach(requester ->
                text.append("<samlp:RequesterID>").append(Xml.escape(requester)).append("</samlp:RequesterID>"));
        return text.append("</samlp:Scoping>").toString();
    }

    private static void attribute(StringBuilder text, String name, String value) {
        text.append(' ').append(name).append("=\"").append(Xml.escape(value)).append('"');
    }
}
