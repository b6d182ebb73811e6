package io.vestibule.protocol.saml.upstream;

import io.vestibule.identity.Claims;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Attribute;
import org.opensaml.saml.saml2.core.NameID;
import org.w3c.dom.Element;

/** The attributes of a verified assertion in this house's words. */
final class AssertedClaims {
    private static final int MOST_TEXTS = 4_000;
    private static final int MOST_OF_ONE_NAME = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 8_192;

    private final Map<String, List<String>> named = new TreeMap<>();
    private int texts;

    private AssertedClaims() {}

    static Claims of(Assertion verified) {
        AssertedClaims claims = new AssertedClaims();
        verified.getAttributeStatements().stream()
                .flatMap(statement -> statement.getAttributes().stream())
                .forEach(claims::attribute);
        return new Claims(claims.named);
    }

    /** Whether a database can keep the text: no NUL, no half of a surrogate pair. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private void attribute(Attribute attribute) {
        String claim = AttributeTable.claim(attribute.getName());
        attribute.getAttributeValues().forEach(value -> add(claim, text(value)));
    }

    /**
     * The whole text of the element whose digest was verified, never the first piece of it. eduPersonTargetedID holds a
     * NameID, which is written as deployments of Shibboleth write it.
     */
    private static String text(XMLObject value) {
        List<XMLObject> children = value.getOrderedChildren();
        if (children != null && children.size() == 1 && children.getFirst() instanceof NameID nameId) {
            return orEmpty(nameId.getNameQualifier()) + "!" + orEmpty(nameId.getSPNameQualifier()) + "!"
                    + orEmpty(nameId.getValue());
        }
        Element element = value.getDOM();
        return element == null ? "" : element.getTextContent();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What is too much is left out: nothing an identity provider says may fill our tables. */
    private void add(String claim, String text) {
        String value = text.strip();
        boolean fits = texts < MOST_TEXTS && claim.length() <= LONGEST_NAME && value.length() <= LONGEST_TEXT;
        if (value.isEmpty() || !fits || !isStorable(claim) || !isStorable(value)) {
            return;
        }
        List<String> ofName = named.computeIfAbsent(claim, unseen -> new ArrayList<>());
        if (ofName.size() < MOST_OF_ONE_NAME && !ofName.contains(value)) {
            texts++;
            ofName.add(value);
        }
    }
}
