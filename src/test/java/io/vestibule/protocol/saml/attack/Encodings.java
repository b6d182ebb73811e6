package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Case 8: names and octets on which two parsers, or one parser and its own output, may disagree. */
final class Encodings {
    private Encodings() {}

    static List<AttackCase> cases() {
        return List.of(
                changed("8-attribute-two-colons", "an attribute whose name begins with colons", xml -> {
                    return xml.replaceFirst(" Version=", " ::attr=\"x\" Version=");
                }),
                changed("8-attribute-colon", "an attribute with a prefix of nothing", xml -> {
                    return xml.replaceFirst(" Version=", " :ID=\"_x\" Version=");
                }),
                changed("8-element-colon", "an element with a prefix of nothing", xml -> {
                    return xml.replaceFirst("<samlp:Status>", "<:Extensions></:Extensions><samlp:Status>");
                }),
                changed("8-element-two-colons", "an element with two colons", xml -> {
                    return xml.replaceFirst("<samlp:Status>", "<x::y></x::y><samlp:Status>");
                }),
                changed("8-prefix-undeclared", "an element whose prefix is declared nowhere", xml -> {
                    return xml.replaceFirst(
                            "<samlp:Status>",
                            "<samlp:Extensions><nowhere:x></nowhere:x></samlp:Extensions><samlp:Status>");
                }),
                changed("8-prefix-undeclared-attribute", "an attribute whose prefix is declared nowhere", xml -> {
                    return xml.replaceFirst(" Version=", " nowhere:x=\"y\" Version=");
                }),
                changed("8-prefix-unbound", "a prefix bound to nothing", xml -> {
                    return xml.replaceFirst(" Version=", " xmlns:n=\"\" Version=");
                }),
                changed("8-prefix-rebound", "the prefix xml bound to something else", xml -> {
                    return xml.replaceFirst(" Version=", " xmlns:xml=\"urn:x\" Version=");
                }),
                changed("8-attribute-twice", "ID twice in one element", xml -> {
                    return xml.replaceFirst(" ID=", " ID=\"_x\" ID=");
                }),
                changed(
                        "8-attribute-twice-by-namespace",
                        "an attribute twice by two prefixes of one namespace",
                        xml -> {
                            return xml.replaceFirst(
                                    " Version=", " xmlns:a=\"urn:x\" xmlns:b=\"urn:x\" a:c=\"1\" b:c=\"2\" Version=");
                        }),
                changed("8-directive", "a directive with a comment inside", xml -> {
                    return "<!<!-- -->DOCTYPE x [ ]>" + xml;
                }),
                changed("8-declaration-twice", "two XML declarations", xml -> {
                    return "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>" + xml;
                }),
                changed("8-two-roots", "two roots", xml -> xml + "<x></x>"),
                changed("8-text-behind", "text behind the root", xml -> xml + "x"),
                changed("8-cut-off", "the end is missing", xml -> xml.substring(0, xml.length() - 20)),
                changed("8-xml-1.1", "XML 1.1", xml -> "<?xml version=\"1.1\"?>" + xml),
                changed("8-charref-nul", "a reference to NUL in the NameID", xml -> {
                    return xml.replaceFirst("</saml:NameID>", "&#0;</saml:NameID>");
                }),
                changed("8-charref-surrogate", "a reference to half a character in the NameID", xml -> {
                    return xml.replaceFirst("</saml:NameID>", "&#xD800;</saml:NameID>");
                }),
                octets("8-nul", "NUL in the NameID", (xml, name) -> inserted(xml, name, 0)),
                octets(
                        "8-utf8-overlong",
                        "an overlong NUL in the NameID",
                        (xml, name) -> inserted(xml, name, 0xC0, 0x80)),
                octets("8-utf8-overlong-bracket", "an overlong bracket in the NameID", (xml, name) -> {
                    return inserted(xml, name, 0xC0, 0xBC);
                }),
                octets("8-utf8-surrogate", "half a character in the NameID", (xml, name) -> {
                    return inserted(xml, name, 0xED, 0xA0, 0x80);
                }),
                octets("8-utf8-invalid", "octets that are no character in the NameID", (xml, name) -> {
                    return inserted(xml, name, 0xFF, 0xFE);
                }),
                octets(
                        "8-utf8-truncated",
                        "half a sequence in the NameID",
                        (xml, name) -> inserted(xml, name, 0xE2, 0x82)),
                octets("8-utf7", "UTF-7 by its declaration", (xml, name) -> {
                    return ("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + xml).getBytes(StandardCharsets.UTF_8);
                }),
                octets("8-utf16-as-utf8", "UTF-16 that calls itself UTF-8", (xml, name) -> {
                    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(StandardCharsets.UTF_16LE);
                }),
                octets("8-utf16", "UTF-16 with its mark", (xml, name) -> xml.getBytes(StandardCharsets.UTF_16))
                        .expect(Expect.HARMLESS),
                octets("8-utf8-mark", "UTF-8 with a byte order mark", (xml, name) -> {
                            return ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_8);
                        })
                        .expect(Expect.HARMLESS),
                attack("8-second-id", "the forged assertion carries the signed ID in a namespace", target -> {
                    Draft honest = target.draft();
                    Draft evil = target.evil();
                    String decoy = evil.assertion()
                            .replaceFirst(" ID=", " xmlns:i=\"urn:x\" i:ID=\"" + honest.assertionId + "\" ID=");
                    String signature = Seal.signature(honest.assertion(), target.shape());
                    return Message.post(honest.response(Seal.insert(decoy, signature)), target);
                }),
                attack("8-other-namespace", "the forged assertion is of SAML 1.1's namespace", target -> {
                    Draft honest = target.draft();
                    String decoy = target.evil()
                            .assertion()
                            .replace("names:tc:SAML:2.0:assertion", "names:tc:SAML:1.0:assertion");
                    return Message.post(honest.response(decoy, Seal.sign(honest.assertion(), target.key())), target);
                }),
                attack("8-version", "the response is of version 1.1", target -> {
                    Draft draft = target.draft();
                    String response = draft.response(Seal.sign(draft.assertion(), target.key()))
                            .replaceFirst("Version=\"2.0\"", "Version=\"1.1\"");
                    return Message.post(Seal.sign(response, target.key()), target);
                }));
    }

    private static AttackCase changed(String id, String what, UnaryOperator<String> change) {
        return attack(id, what, target -> Message.post(change.apply(signed(target)), target));
    }

    private static AttackCase octets(String id, String what, BiFunction<String, String, byte[]> change) {
        return attack(id, what, target -> {
            return Message.post(change.apply(signed(target), target.honest().nameId()), target);
        });
    }

    private static String signed(Target target) {
        return target.draft().signed(target.key());
    }

    /** Octets right behind the victim's name. */
    private static byte[] inserted(String xml, String name, int... octets) {
        int at = xml.indexOf(">" + name + "<") + 1 + name.length();
        byte[] head = xml.substring(0, at).getBytes(StandardCharsets.UTF_8);
        byte[] tail = xml.substring(at).getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[head.length + octets.length + tail.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        for (int i = 0; i < octets.length; i++) {
            whole[head.length + i] = (byte) octets[i];
        }
        System.arraycopy(tail, 0, whole, head.length + octets.length, tail.length);
        return whole;
    }
}
