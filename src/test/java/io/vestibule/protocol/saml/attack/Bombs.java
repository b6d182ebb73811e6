package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Case 10: messages whose size or shape is the attack. */
final class Bombs {
    private static final int MEBIBYTE = 1 << 20;

    private Bombs() {}

    static List<AttackCase> cases() {
        return List.of(
                attack("10-deflate-bomb", "five kilobytes of query that inflate to four megabytes", target -> {
                    String bomb = RedirectQuery.deflated("<x>" + " ".repeat(4 * MEBIBYTE) + "</x>");
                    return Message.get("SAMLResponse=" + RedirectQuery.encode(bomb));
                }),
                attack("10-deflate-bomb-posted", "a posted message that would inflate to 16 megabytes", target -> {
                    String bomb = RedirectQuery.deflated(" ".repeat(16 * MEBIBYTE));
                    return Message.encoded(bomb, new byte[0], target);
                }),
                padded("10-ten-megabytes", "ten megabytes of spaces behind the message", xml -> {
                    return xml + " ".repeat(10 * MEBIBYTE);
                }),
                attack("10-ten-megabytes-of-fields", "ten megabytes in another field", target -> {
                            return genuine(target).and("&x=" + "x".repeat(10 * MEBIBYTE));
                        })
                        .expect(Expect.TOO_LARGE),
                attack("10-many-fields", "fifty thousand other fields", target -> {
                            StringBuilder fields = new StringBuilder();
                            for (int i = 0; i < 50_000; i++) {
                                fields.append("&f").append(i).append('=');
                            }
                            return genuine(target).and(fields.toString());
                        })
                        .expect(Expect.HARMLESS),
                inside("10-depth-10000", "elements ten thousand deep", target -> {
                    return "<x>".repeat(10_000) + "</x>".repeat(10_000);
                }),
                inside("10-depth-100", "elements a hundred deep", target -> "<x>".repeat(100) + "</x>".repeat(100)),
                inside("10-attributes-100000", "a hundred thousand attributes", target -> attributes(100_000)),
                inside("10-attributes-10000", "ten thousand attributes", target -> attributes(10_000)),
                inside("10-namespaces-5000", "five thousand namespaces", target -> {
                    StringBuilder names = new StringBuilder("<x");
                    for (int i = 0; i < 5_000; i++) {
                        names.append(" xmlns:n")
                                .append(i)
                                .append("=\"urn:")
                                .append(i)
                                .append('"');
                    }
                    return names + "></x>";
                }),
                inside("10-siblings-100000", "a hundred thousand elements", target -> "<x/>".repeat(100_000)),
                inside("10-long-name", "a name of 300 kilobytes", target -> "<" + "x".repeat(300_000) + "/>"),
                inside("10-long-text", "a text of 300 kilobytes", target -> "<x>" + "x".repeat(300_000) + "</x>"),
                padded("10-many-signatures", "a thousand empty signatures", xml -> {
                    String empty = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"></ds:Signature>";
                    return xml.replaceFirst("<samlp:Status>", empty.repeat(1_000) + "<samlp:Status>");
                }),
                garbage("10-base64-none", "no Base64 at all", value -> "%%% <script> %%%"),
                garbage("10-base64-empty", "nothing", value -> ""),
                garbage("10-base64-padding-inside", "padding in the middle", value -> {
                    return value.substring(0, 400) + "====" + value.substring(400);
                }),
                garbage("10-base64-padding-endless", "padding without end", value -> value + "=".repeat(5_000)),
                garbage("10-base64-cut", "one character too few", value -> value.substring(0, 401)),
                garbage("10-base64-nul", "NUL among the characters", value -> {
                    return value.substring(0, 400) + "\0" + value.substring(400);
                }),
                garbage("10-base64-twice", "encoded twice", value -> {
                    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
                }),
                attack("10-no-message", "a form without message", target -> Message.fields(Map.of("x", "y"), target)),
                attack("10-html", "an HTML page as message", target -> {
                    return Message.post("<!doctype html><html><body onload=alert(1)>", target);
                }),
                attack("10-other-root", "a message of another kind", target -> {
                    return Message.post("<x xmlns=\"urn:x\"></x>", target);
                }));
    }

    private static Message genuine(Target target) {
        return Message.post(target.draft().signed(target.key()), target);
    }

    private static AttackCase padded(String id, String what, UnaryOperator<String> change) {
        return attack(id, what, target -> {
                    return Message.post(change.apply(target.draft().signed(target.key())), target);
                })
                .expect(Expect.TOO_LARGE);
    }

    /** In Extensions, where the schema allows anything. */
    private static AttackCase inside(String id, String what, Function<Target, String> content) {
        return attack(id, what, target -> {
                    String extensions = "<samlp:Extensions><e xmlns=\"urn:x\">" + content.apply(target)
                            + "</e></samlp:Extensions><samlp:Status>";
                    var draft = target.draft();
                    String response = draft.response(Seal.sign(draft.assertion(), target.key()));
                    return Message.post(response.replace("<samlp:Status>", extensions), target);
                })
                .expect(Expect.TOO_LARGE);
    }

    private static AttackCase garbage(String id, String what, UnaryOperator<String> change) {
        return attack(id, what, target -> {
            String xml = target.draft().signed(target.key());
            String value = Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
            return Message.encoded(change.apply(value), xml.getBytes(StandardCharsets.UTF_8), target);
        });
    }

    private static String attributes(int count) {
        StringBuilder attributes = new StringBuilder("<x");
        for (int i = 0; i < count; i++) {
            attributes.append(" a").append(i).append("=\"\"");
        }
        return attributes + "></x>";
    }
}
