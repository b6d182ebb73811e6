package io.vestibule.protocol.saml.toy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A LogoutRequest of a service provider, of whom it showed as signed in.
 *
 * @param index empty for none
 * @param limits attributes that end it
 */
public record LogoutAsk(
        ToyServiceProvider party, URI to, String id, String format, String name, String index, String limits) {
    public static LogoutAsk of(ToyServiceProvider party, URI to, JsonNode shown) {
        JsonNode name = shown.path("nameId");
        return new LogoutAsk(
                party,
                to,
                Draft.newId(),
                name.path("Format").asText(),
                name.path("value").asText(),
                shown.path("SessionIndex").asText(),
                "");
    }

    /** Another, at another endpoint. */
    public LogoutAsk to(URI other) {
        return new LogoutAsk(party, other, Draft.newId(), format, name, index, limits);
    }

    /** Another, by the name alone. */
    public LogoutAsk withoutIndex() {
        return new LogoutAsk(party, to, Draft.newId(), format, name, "", limits);
    }

    /** Another, by that name. */
    public LogoutAsk naming(String other) {
        return new LogoutAsk(party, to, Draft.newId(), format, other, index, limits);
    }

    /** Another, which is over at that moment. */
    public LogoutAsk until(Instant over) {
        return new LogoutAsk(
                party,
                to,
                Draft.newId(),
                format,
                name,
                index,
                " NotOnOrAfter=\"" + over.truncatedTo(ChronoUnit.MILLIS) + "\"");
    }

    public String text() {
        return "<samlp:LogoutRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" Destination=\"" + to + "\" ID=\"" + id
                + "\" IssueInstant=\"" + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + "\" Version=\"2.0\"" + limits + "><saml:Issuer xmlns:saml=\"" + SamlNames.ASSERTION + "\">"
                + party.entityId() + "</saml:Issuer><saml:NameID xmlns:saml=\"" + SamlNames.ASSERTION + "\" Format=\""
                + format + "\">" + name + "</saml:NameID>"
                + (index.isEmpty() ? "" : "<samlp:SessionIndex>" + index + "</samlp:SessionIndex>")
                + "</samlp:LogoutRequest>";
    }

    /** By HTTP-Redirect, signed. */
    public URI redirect(String relayState) {
        return URI.create(to + "?" + RedirectQuery.signed("SAMLRequest", text(), relayState, party.key()));
    }

    /** The LogoutResponse in an address. */
    public static String answer(URI at) {
        return RedirectQuery.inflated(RedirectQuery.read(at.getRawQuery()).get("SAMLResponse"));
    }
}
