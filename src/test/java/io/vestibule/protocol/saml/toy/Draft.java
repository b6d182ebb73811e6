package io.vestibule.protocol.saml.toy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an identity provider is about to say. Every part may be changed; null leaves it out. */
public final class Draft {
    public String responseId = newId();
    public String assertionId = newId();
    public @Nullable String issuer;
    public @Nullable String assertionIssuer;
    public @Nullable String destination;
    public @Nullable String inResponseTo;
    public @Nullable String subjectInResponseTo;
    public @Nullable String recipient;
    public List<List<String>> audiences = new ArrayList<>();
    public Instant issued = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    public @Nullable Instant notBefore = issued.minusSeconds(5);
    public @Nullable Instant notOnOrAfter = issued.plus(Duration.ofMinutes(5));
    public @Nullable Instant subjectNotBefore;
    public @Nullable Instant subjectNotOnOrAfter = issued.plus(Duration.ofMinutes(5));
    public @Nullable Instant sessionNotOnOrAfter = issued.plus(Duration.ofHours(8));
    public Instant authenticated = issued;
    public String nameId = "emmy-7f3a";
    public @Nullable String nameIdFormat = SamlNames.PERSISTENT;
    public String confirmation = SamlNames.BEARER;
    public @Nullable String sessionIndex = newId();
    /** The class; null for a context that is declared elsewhere. */
    public @Nullable String authnContext = SamlNames.PASSWORD;

    public List<String> authorities = new ArrayList<>();
    public Map<String, List<String>> attributes = new LinkedHashMap<>();
    public List<String> status = List.of(SamlNames.SUCCESS);
    public @Nullable String statusMessage;
    /** Whether there are Conditions at all. */
    public boolean conditional = true;
    /** Markup put in place of the escaped value of NameID. */
    public @Nullable String rawNameId;

    /** The answer to a request, by an identity provider, to a service provider. */
    public Draft(String issuer, String audience, String acs, @Nullable String inResponseTo) {
        this.issuer = issuer;
        this.assertionIssuer = issuer;
        this.destination = acs;
        this.recipient = acs;
        this.inResponseTo = inResponseTo;
        this.subjectInResponseTo = inResponseTo;
        this.audiences.add(List.of(audience));
        attributes.put("urn:oid:0.9.2342.19200300.100.1.1", List.of("emmy")); // uid
        attributes.put("urn:oid:0.9.2342.19200300.100.1.3", List.of("emmy@guild.example")); // mail
        attributes.put("urn:oid:2.16.840.1.113730.3.1.241", List.of("Emmy Noether")); // displayName
        attributes.put("urn:oid:2.5.4.42", List.of("Emmy")); // givenName
        attributes.put("urn:oid:2.5.4.4", List.of("Noether")); // sn
        attributes.put("urn:oid:1.3.6.1.4.1.5923.1.5.1.1", List.of("staff", "mathematics")); // isMemberOf
    }

    public static String newId() {
        return "_" + UUID.randomUUID().toString().replace("-", "");
    }

    public String assertion() {
        return "<saml:Assertion xmlns:saml=\"" + SamlNames.ASSERTION + "\" ID=\"" + assertionId
                + "\" IssueInstant=\"" + issued + "\" Version=\"2.0\">" + issuer(assertionIssuer) + subject()
                + conditions() + authnStatement() + attributeStatement() + "</saml:Assertion>";
    }

    /** A response with these assertions, or whatever is given instead of them. */
    public String response(String... inside) {
        return "<samlp:Response xmlns:samlp=\"" + SamlNames.PROTOCOL + "\"" + attribute("Destination", destination)
                + " ID=\"" + responseId + "\"" + attribute("InResponseTo", inResponseTo) + " IssueInstant=\"" + issued
                + "\" Version=\"2.0\">" + issuer(issuer) + statusText() + String.join("", inside)
                + "</samlp:Response>";
    }

    /** The usual message: assertion and response signed. */
    public String signed(ToyKey key) {
        return Seal.sign(response(Seal.sign(assertion(), key)), key);
    }

    public String statusText() {
        StringBuilder codes = new StringBuilder();
        for (String code : status.reversed()) {
            codes.insert(0, "<samlp:StatusCode Value=\"" + Xml.escape(code) + "\">")
                    .append("</samlp:StatusCode>");
        }
        return "<samlp:Status>" + codes
                + (statusMessage == null
                        ? ""
                        : "<samlp:StatusMessage>" + Xml.escape(statusMessage) + "</samlp:StatusMessage>")
                + "</samlp:Status>";
    }

    private static String issuer(@Nullable String name) {
        return name == null
                ? ""
                : "<saml:Issuer xmlns:saml=\"" + SamlNames.ASSERTION + "\">" + Xml.escape(name) + "</saml:Issuer>";
    }

    private String subject() {
        return "<saml:Subject><saml:NameID" + attribute("Format", nameIdFormat) + ">"
                + (rawNameId == null ? Xml.escape(nameId) : rawNameId)
                + "</saml:NameID><saml:SubjectConfirmation Method=\"" + confirmation
                + "\"><saml:SubjectConfirmationData" + attribute("InResponseTo", subjectInResponseTo)
                + attribute("NotBefore", subjectNotBefore) + attribute("NotOnOrAfter", subjectNotOnOrAfter)
                + attribute("Recipient", recipient)
                + "></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>";
    }

    private String conditions() {
        if (!conditional) {
            return "";
        }
        StringBuilder text = new StringBuilder("<saml:Conditions")
                .append(attribute("NotBefore", notBefore))
                .append(attribute("NotOnOrAfter", notOnOrAfter))
                .append(">");
        for (List<String> restriction : audiences) {
            text.append("<saml:AudienceRestriction>");
            restriction.forEach(audience ->
                    text.append("<saml:Audience>").append(Xml.escape(audience)).append("</saml:Audience>"));
            text.append("</saml:AudienceRestriction>");
        }
        return text.append("</saml:Conditions>").toString();
    }

    private String authnStatement() {
        StringBuilder text = new StringBuilder("<saml:AuthnStatement AuthnInstant=\"" + authenticated + "\"")
                .append(attribute("SessionIndex", sessionIndex))
                .append(attribute("SessionNotOnOrAfter", sessionNotOnOrAfter))
                .append("><saml:AuthnContext>")
                .append(
                        authnContext == null
                                ? "<saml:AuthnContextDeclRef>urn:elsewhere</saml:AuthnContextDeclRef>"
                                : "<saml:AuthnContextClassRef>" + Xml.escape(authnContext)
                                        + "</saml:AuthnContextClassRef>");
        authorities.forEach(authority -> text.append("<saml:AuthenticatingAuthority>")
                .append(Xml.escape(authority))
                .append("</saml:AuthenticatingAuthority>"));
        return text.append("</saml:AuthnContext></saml:AuthnStatement>").toString();
    }

    private String attributeStatement() {
        if (attributes.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("<saml:AttributeStatement>");
        attributes.forEach((name, values) -> {
            text.append("<saml:Attribute Name=\"")
                    .append(Xml.escape(name))
                    .append("\" NameFormat=\"" + SamlNames.URI_NAMES + "\">");
            values.forEach(value -> text.append("<saml:AttributeValue>")
                    .append(Xml.escape(value))
                    .append("</saml:AttributeValue>"));
            text.append("</saml:Attribute>");
        });
        return text.append("</saml:AttributeStatement>").toString();
    }

    private static String attribute(String name, @Nullable Object value) {
        return value == null ? "" : " " + name + "=\"" + Xml.escape(value.toString()) + "\"";
    }
}
