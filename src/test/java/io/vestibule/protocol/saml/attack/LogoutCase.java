package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One LogoutRequest that a single logout service gets (case 20): refused, and the session lives.
 *
 * @param accepted the control: it ends the session
 * @param twice sent, then the same octets again in a session begun since
 */
public record LogoutCase(String id, String what, boolean accepted, boolean twice, Maker maker) {
    /** Makes the message. */
    @FunctionalInterface
    public interface Maker {
        Message make(Participant participant);
    }

    /**
     * Who may ask for the end of which session.
     *
     * @param slo the single logout service
     * @param qualifiers NameQualifier and SPNameQualifier of the name, as they were given
     * @param stranger a key that nobody trusts
     * @param other another participant, whose session this one must not end
     */
    public record Participant(
            String slo,
            String issuer,
            ToyKey key,
            ToyKey stranger,
            String nameId,
            String nameIdFormat,
            Map<String, String> qualifiers,
            String sessionIndex,
            Other other) {
        /** The genuine request. */
        public Ask ask() {
            return new Ask(this);
        }
    }

    /** Another participant, and the name and session that it was given. */
    public record Other(String issuer, ToyKey key, String nameId, String sessionIndex) {}

    /** What a participant is about to ask. */
    public static final class Ask {
        public String id = Draft.newId();
        public @Nullable String issuer;
        public @Nullable String destination;
        public Instant issued = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        public @Nullable Instant notOnOrAfter = issued.plus(Duration.ofMinutes(5));
        public String nameId;
        public String nameIdFormat;
        public @Nullable String sessionIndex;
        private final Map<String, String> qualifiers;

        private Ask(Participant participant) {
            issuer = participant.issuer();
            destination = participant.slo();
            nameId = participant.nameId();
            nameIdFormat = participant.nameIdFormat();
            sessionIndex = participant.sessionIndex();
            qualifiers = participant.qualifiers();
        }

        public String text() {
            return "<samlp:LogoutRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" xmlns:saml=\"" + SamlNames.ASSERTION
                    + "\"" + attribute("Destination", destination) + attribute("ID", id)
                    + attribute("IssueInstant", issued) + attribute("NotOnOrAfter", notOnOrAfter) + " Version=\"2.0\">"
                    + (issuer == null ? "" : "<saml:Issuer>" + Xml.escape(issuer) + "</saml:Issuer>")
                    + "<saml:NameID" + attribute("Format", nameIdFormat) + qualifiers() + ">" + Xml.escape(nameId)
                    + "</saml:NameID>"
                    + (sessionIndex == null
                            ? ""
                            : "<samlp:SessionIndex>" + Xml.escape(sessionIndex) + "</samlp:SessionIndex>")
                    + "</samlp:LogoutRequest>";
        }

        private String qualifiers() {
            StringBuilder text = new StringBuilder();
            new TreeMap<>(qualifiers).forEach((name, value) -> text.append(attribute(name, value)));
            return text.toString();
        }

        private static String attribute(String name, @Nullable Object value) {
            return value == null ? "" : " " + name + "=\"" + Xml.escape(value.toString()) + "\"";
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
