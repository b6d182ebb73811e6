package io.vestibule.protocol.saml.toy;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.w3c.dom.Element;

/** Reads a response as a careful service provider does (SAML Profiles §4.1.4.3); what does not fit is an exception. */
record Verdict(
        PeerMetadata peer, String entityId, String acs, Optional<PrivateKey> decryption, boolean takesUnsolicited) {

    Map<String, Object> of(Element response, Predicate<String> pending, Set<String> seen) {
        Map<String, Object> shown = new LinkedHashMap<>();
        require(Xml.is(response, SamlNames.PROTOCOL, "Response"), "not a Response: " + response.getNodeName());
        require(peer.entityId().equals(issuer(response)), "issuer " + issuer(response));
        require(acs.equals(response.getAttribute("Destination")), "Destination");
        boolean responseSigned = SealCheck.isSigned(response);
        shown.put("responseSigned", responseSigned);
        if (responseSigned) {
            shown.put("responseAlgorithm", SealCheck.verify(response, peer.signingKeys()));
        }
        String request = response.getAttribute("InResponseTo");
        require(takesUnsolicited && request.isEmpty() || pending.test(request), "InResponseTo " + request);
        shown.put("inResponseTo", request);
        shown.put("issuer", issuer(response));
        List<String> status = status(response);
        shown.put("status", status);
        Xml.below(response, SamlNames.PROTOCOL, "StatusMessage")
                .ifPresent(message -> shown.put("statusMessage", message.getTextContent()));
        if (!status.equals(List.of(SamlNames.SUCCESS))) {
            require(responseSigned, "a refusal without signature");
            return shown;
        }
        Element assertion = assertion(response, shown);
        boolean assertionSigned = SealCheck.isSigned(assertion);
        shown.put("assertionSigned", assertionSigned);
        if (assertionSigned) {
            shown.put("assertionAlgorithm", SealCheck.verify(assertion, peer.signingKeys()));
        }
        require(assertionSigned || responseSigned, "nothing is signed");
        require(seen.add(assertion.getAttribute("ID")), "replayed");
        check(assertion, request);
        tell(assertion, shown);
        return shown;
    }

    private Element assertion(Element response, Map<String, Object> shown) {
        List<Element> plain = Xml.children(response, SamlNames.ASSERTION, "Assertion");
        List<Element> encrypted = Xml.children(response, SamlNames.ASSERTION, "EncryptedAssertion");
        boolean hidden = response.getElementsByTagNameNS(SamlNames.ASSERTION, "Assertion")
                        .getLength()
                > plain.size();
        require(plain.size() + encrypted.size() == 1 && !hidden, "not one assertion");
        shown.put("encrypted", !encrypted.isEmpty());
        if (encrypted.isEmpty()) {
            return plain.getFirst();
        }
        String methods = XmlEncryption.methods(encrypted.getFirst());
        require(methods.contains("-gcm ") && methods.contains("oaep"), "encrypted by " + methods);
        shown.put("encryption", methods);
        return XmlEncryption.decrypt(encrypted.getFirst(), List.of(decryption.orElseThrow()));
    }

    private void check(Element assertion, String request) {
        Instant now = Instant.now();
        require(peer.entityId().equals(issuer(assertion)), "issuer of the assertion");
        Element confirmed = Xml.below(assertion, SamlNames.ASSERTION, "SubjectConfirmationData")
                .orElseThrow();
        require(SamlNames.BEARER.equals(((Element) confirmed.getParentNode()).getAttribute("Method")), "Method");
        require(acs.equals(confirmed.getAttribute("Recipient")), "Recipient");
        require(request.equals(confirmed.getAttribute("InResponseTo")), "InResponseTo of the subject");
        require(now.isBefore(Instant.parse(confirmed.getAttribute("NotOnOrAfter"))), "confirmation is over");
        Element conditions =
                Xml.child(assertion, SamlNames.ASSERTION, "Conditions").orElseThrow();
        Xml.attribute(conditions, "NotBefore")
                .ifPresent(from -> require(!now.plusSeconds(60).isBefore(Instant.parse(from)), "not yet"));
        Xml.attribute(conditions, "NotOnOrAfter")
                .ifPresent(until -> require(now.isBefore(Instant.parse(until)), "no longer"));
        List<Element> restrictions = Xml.children(conditions, SamlNames.ASSERTION, "AudienceRestriction");
        require(
                !restrictions.isEmpty()
                        && restrictions.stream()
                                .allMatch(one -> texts(one, "Audience").contains(entityId)),
                "Audience " + texts(conditions, "Audience"));
    }

    private static void tell(Element assertion, Map<String, Object> shown) {
        Element nameId = Xml.below(assertion, SamlNames.ASSERTION, "NameID").orElseThrow();
        Map<String, String> name = new LinkedHashMap<>();
        name.put("value", nameId.getTextContent());
        for (String attribute : List.of("Format", "NameQualifier", "SPNameQualifier")) {
            Xml.attribute(nameId, attribute).ifPresent(value -> name.put(attribute, value));
        }
        shown.put("nameId", name);
        Element statement =
                Xml.child(assertion, SamlNames.ASSERTION, "AuthnStatement").orElseThrow();
        for (String attribute : List.of("AuthnInstant", "SessionIndex", "SessionNotOnOrAfter")) {
            Xml.attribute(statement, attribute).ifPresent(value -> shown.put(attribute, value));
        }
        shown.put("authnContext", String.join(" ", texts(statement, "AuthnContextClassRef")));
        shown.put("authenticatingAuthorities", texts(statement, "AuthenticatingAuthority"));
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        Map<String, String> friendly = new LinkedHashMap<>();
        for (Element set : Xml.children(assertion, SamlNames.ASSERTION, "AttributeStatement")) {
            for (Element attribute : Xml.children(set, SamlNames.ASSERTION, "Attribute")) {
                attributes
                        .computeIfAbsent(attribute.getAttribute("Name"), unused -> new ArrayList<>())
                        .addAll(texts(attribute, "AttributeValue"));
                Xml.attribute(attribute, "FriendlyName")
                        .ifPresent(value -> friendly.put(value, attribute.getAttribute("Name")));
            }
        }
        shown.put("attributes", attributes);
        shown.put("friendlyNames", friendly);
    }

    private static List<String> status(Element response) {
        List<String> codes = new ArrayList<>();
        Optional<Element> code = Xml.child(response, SamlNames.PROTOCOL, "Status")
                .flatMap(status -> Xml.child(status, SamlNames.PROTOCOL, "StatusCode"));
        while (code.isPresent()) {
            codes.add(code.get().getAttribute("Value"));
            code = Xml.child(code.get(), SamlNames.PROTOCOL, "StatusCode");
        }
        return codes;
    }

    private static List<String> texts(Element parent, String name) {
        List<String> found = new ArrayList<>();
        var nodes = parent.getElementsByTagNameNS(SamlNames.ASSERTION, name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add(nodes.item(i).getTextContent());
        }
        return found;
    }

    private static String issuer(Element message) {
        return Xml.child(message, SamlNames.ASSERTION, "Issuer")
                .map(Element::getTextContent)
                .orElse("");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
