package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;

/**
 * Case 1: signature wrapping. The signed element stays in the document with its signature intact, and another stands where a
 * careless reader looks; the eight places are those of Somorovsky et al., "On Breaking SAML" (USENIX Security 2012).
 */
final class Wrapping {
    private static final String END_OF_SIGNATURE = "</ds:Signature>";

    private Wrapping() {}

    /** A genuine element, taken apart: without its signature, the signature, and both together. */
    private record Genuine(String bare, String signature, String whole) {
        static Genuine of(String xml, Target target) {
            String signature = Seal.signature(xml, target.shape());
            return new Genuine(xml, signature, Seal.insert(xml, signature));
        }

        /** The signature with this inside, at its end. */
        String enveloping(String inside) {
            return signature.replace(END_OF_SIGNATURE, inside + END_OF_SIGNATURE);
        }

        String inObject(String inside) {
            return enveloping("<ds:Object>" + inside + "</ds:Object>");
        }

        String inKeyInfo(String inside) {
            return signature.replace("</ds:KeyInfo>", inside + "</ds:KeyInfo>");
        }
    }

    @FunctionalInterface
    private interface Composer {
        String compose(Genuine genuine, Draft evil, Draft honest);
    }

    static List<AttackCase> cases() {
        List<AttackCase> all = new ArrayList<>();
        responses(all);
        assertions(all);
        pairs(all);
        return all;
    }

    private static void responses(List<AttackCase> all) {
        ofResponse(all, "xsw1", "forged response with the signature, the genuine one inside the signature", (g, e) -> {
            return Seal.insert(e.response(e.assertion()), g.enveloping(g.bare()));
        });
        ofResponse(all, "xsw2", "forged response with the signature, the genuine one before the signature", (g, e) -> {
            return Seal.insert(e.response(e.assertion()), g.bare() + g.signature());
        });
        ofResponse(all, "xsw3", "forged response with the genuine, signed one as its child", (g, e) -> {
            return e.response(g.whole(), e.assertion());
        });
        ofResponse(all, "xsw4", "forged response with the genuine, signed one inside the forged assertion", (g, e) -> {
            return e.response(advised(e.assertion(), g.whole()));
        });
        ofResponse(all, "xsw5", "forged response with the signature, the genuine one last", (g, e) -> {
            return Seal.insert(e.response(e.assertion(), g.bare()), g.signature());
        });
        ofResponse(all, "xsw6", "forged response with the signature, the genuine one inside its KeyInfo", (g, e) -> {
            return Seal.insert(e.response(e.assertion()), g.inKeyInfo(g.bare()));
        });
        ofResponse(all, "xsw7", "forged response with the genuine, signed one in its Extensions", (g, e) -> {
            return extended(e.response(e.assertion()), g.whole());
        });
        ofResponse(all, "xsw8", "forged response with the signature, the genuine one in an Object of it", (g, e) -> {
            return Seal.insert(e.response(e.assertion()), g.inObject(g.bare()));
        });
    }

    private static void assertions(List<AttackCase> all) {
        ofAssertion(all, "xsw1", "forged assertion with the signature, the genuine one inside it", (g, e, h) -> {
            return h.response(Seal.insert(e.assertion(), g.enveloping(g.bare())));
        });
        ofAssertion(all, "xsw2", "forged assertion with the signature, the genuine one before it", (g, e, h) -> {
            return h.response(Seal.insert(e.assertion(), g.bare() + g.signature()));
        });
        ofAssertion(all, "xsw3", "forged assertion before the genuine one", (g, e, h) -> {
            return h.response(e.assertion(), g.whole());
        });
        ofAssertion(all, "xsw4", "forged assertion around the genuine one", (g, e, h) -> {
            return h.response(e.assertion().replace("</saml:Assertion>", g.whole() + "</saml:Assertion>"));
        });
        ofAssertion(all, "xsw5", "forged assertion with the signature, the genuine one last", (g, e, h) -> {
            return h.response(Seal.insert(e.assertion(), g.signature()), g.bare());
        });
        ofAssertion(all, "xsw6", "forged assertion with the signature, the genuine one in its KeyInfo", (g, e, h) -> {
            return h.response(Seal.insert(e.assertion(), g.inKeyInfo(g.bare())));
        });
        ofAssertion(all, "xsw7", "forged assertion in Extensions before the genuine one", (g, e, h) -> {
            return extended(h.response(g.whole()), e.assertion());
        });
        ofAssertion(
                all, "xsw8", "forged assertion with the signature, the genuine one in an Object of it", (g, e, h) -> {
                    return h.response(Seal.insert(e.assertion(), g.inObject(g.bare())));
                });
        ofAssertion(all, "xsw-advice", "forged assertion with the genuine, signed one as its advice", (g, e, h) -> {
            return h.response(advised(e.assertion(), g.whole()));
        });
        ofAssertion(
                all, "xsw-status", "genuine assertion in the StatusDetail, the forged one in its place", (g, e, h) -> {
                    String detail = "<samlp:StatusDetail>" + g.whole() + "</samlp:StatusDetail></samlp:Status>";
                    return h.response(e.assertion()).replace("</samlp:Status>", detail);
                });
    }

    private static void pairs(List<AttackCase> all) {
        ofAssertion(all, "two-genuine-first", "a genuine assertion, then a forged one", (g, e, h) -> {
            return h.response(g.whole(), e.assertion());
        });
        ofAssertion(all, "two-forged-first", "a forged assertion, then a genuine one", (g, e, h) -> {
            return h.response(e.assertion(), g.whole());
        });
        ofAssertion(
                all,
                "two-same-id-forged-first",
                "a forged assertion with the ID of the genuine one after it",
                (g, e, h) -> {
                    e.assertionId = h.assertionId;
                    return h.response(e.assertion(), g.whole());
                });
        ofAssertion(
                all,
                "two-same-id-genuine-first",
                "a forged assertion with the ID of the genuine one before it",
                (g, e, h) -> {
                    e.assertionId = h.assertionId;
                    return h.response(g.whole(), e.assertion());
                });
        ofAssertion(
                all,
                "signature-moved",
                "the assertion's signature as the signature of a forged response",
                (g, e, h) -> {
                    return Seal.insert(e.response(e.assertion(), g.bare()), g.signature());
                });
    }

    private static void ofResponse(
            List<AttackCase> all, String name, String what, BiFunction<Genuine, Draft, String> made) {
        all.add(attack("1-" + name + "-response", what, target -> {
            Draft honest = target.draft();
            Genuine genuine = Genuine.of(honest.response(honest.assertion()), target);
            return Message.post(made.apply(genuine, target.evil()), target);
        }));
    }

    private static void ofAssertion(List<AttackCase> all, String name, String what, Composer made) {
        all.add(attack("1-" + name + "-assertion", what, target -> {
            Draft honest = target.draft();
            Genuine genuine = Genuine.of(honest.assertion(), target);
            return Message.post(made.compose(genuine, target.evil(), honest), target);
        }));
    }

    private static String advised(String assertion, String advice) {
        return assertion.replace("</saml:Conditions>", "</saml:Conditions><saml:Advice>" + advice + "</saml:Advice>");
    }

    private static String extended(String response, String inside) {
        return response.replaceFirst(
                "<samlp:Status>",
                "<samlp:Extensions>" + Matcher.quoteReplacement(inside) + "</samlp:Extensions><samlp:Status>");
    }
}
