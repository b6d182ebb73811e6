package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.RequestCase.attack;
import static io.vestibule.protocol.saml.attack.RequestCase.control;

import io.vestibule.protocol.saml.attack.RequestCase.Asker;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Case 19: the Redirect binding, where the signature is over the octets of a query that a browser carries. */
final class Queries {
    private static final String STATE = "state of the service provider";

    private Queries() {}

    static List<RequestCase> cases() {
        return List.of(
                control("control-redirect", "a signed request by Redirect", asker -> Message.get(signed(asker))),
                control(
                        "control-redirect-lower-case",
                        "signed with lower-case percent-encoding, and sent so",
                        asker -> {
                            return Message.get(resigned(asker, Queries::lowerCase, query -> query));
                        }),
                control("control-redirect-other-order", "signed in the right order, sent in another", asker -> {
                    String[] pairs = signed(asker).split("&");
                    return Message.get(String.join("&", pairs[3], pairs[2], pairs[1], pairs[0]));
                }),
                attack("19-unsigned", "no signature", asker -> {
                    return Message.get(
                            RedirectQuery.unsigned("SAMLRequest", asker.ask().text(), STATE));
                }),
                attack("19-stranger", "signed by a stranger", asker -> {
                    return Message.get(
                            RedirectQuery.signed("SAMLRequest", asker.ask().text(), STATE, asker.stranger()));
                }),
                attack("19-both", "a request and a response", asker -> {
                    return Message.get(signed(asker) + "&SAMLResponse=" + value(signed(asker), "SAMLRequest"));
                }),
                attack("19-request-twice", "two requests, the signed one first", asker -> {
                    return Message.get(signed(asker) + "&SAMLRequest=" + evil(asker));
                }),
                attack("19-request-twice-before", "two requests, the signed one last", asker -> {
                    return Message.get("SAMLRequest=" + evil(asker) + "&" + signed(asker));
                }),
                attack("19-request-twice-encoded", "a second request by another spelling of its name", asker -> {
                    return Message.get("%53AMLRequest=" + evil(asker) + "&" + signed(asker));
                }),
                attack("19-request-changed", "another request under the signature", asker -> {
                    return changed(asker, "SAMLRequest", evil(asker));
                }),
                attack("19-relay-state-changed", "another RelayState under the signature", asker -> {
                    return changed(asker, "RelayState", "elsewhere");
                }),
                attack("19-relay-state-twice", "two RelayStates", asker -> {
                    return Message.get(signed(asker) + "&RelayState=elsewhere");
                }),
                attack("19-relay-state-added", "a RelayState added to what was signed", asker -> {
                    String without =
                            RedirectQuery.signed("SAMLRequest", asker.ask().text(), null, asker.key());
                    return Message.get(without + "&RelayState=elsewhere");
                }),
                attack("19-relay-state-removed", "the RelayState removed from what was signed", asker -> {
                    return Message.get(signed(asker).replaceFirst("&RelayState=[^&]*", ""));
                }),
                attack("19-relay-state-emptied", "the RelayState emptied", asker -> changed(asker, "RelayState", "")),
                attack("19-sig-alg-missing", "no SigAlg", asker -> {
                    return Message.get(signed(asker).replaceFirst("&SigAlg=[^&]*", ""));
                }),
                attack("19-sig-alg-empty", "an empty SigAlg", asker -> changed(asker, "SigAlg", "")),
                attack("19-sig-alg-twice", "two SigAlgs", asker -> {
                    return Message.get(signed(asker) + "&SigAlg=" + RedirectQuery.encode(SamlNames.RSA_SHA256));
                }),
                attack("19-sig-alg-none", "a SigAlg that is called none", asker -> algorithm(asker, "none", "SHA256")),
                attack("19-sig-alg-hmac", "a SigAlg for shared keys", asker -> {
                    return algorithm(asker, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "SHA256");
                }),
                attack("19-sig-alg-sha1", "SHA-1 by the genuine key", asker -> {
                    return algorithm(asker, SamlNames.DSIG + "rsa-sha1", "SHA1");
                }),
                attack("19-signature-missing", "SigAlg without Signature", asker -> {
                    return Message.get(signed(asker).replaceFirst("&Signature=[^&]*", ""));
                }),
                attack("19-signature-empty", "an empty Signature", asker -> changed(asker, "Signature", "")),
                attack("19-signature-twice", "two Signatures", asker -> {
                    return Message.get(signed(asker) + "&Signature=" + value(signed(asker), "Signature"));
                }),
                attack("19-signature-garbage", "a Signature that is no Base64", asker -> {
                    return changed(asker, "Signature", "%25%25%25");
                }),
                attack("19-encoding-changed", "signed in one percent-encoding, sent in another", asker -> {
                    return Message.get(resigned(asker, Queries::lowerCase, Queries::upperCase));
                }),
                attack("19-order-changed", "signed in the order it is sent in, which is another", asker -> {
                    String plain =
                            RedirectQuery.unsigned("SAMLRequest", asker.ask().text(), STATE);
                    String[] pairs = plain.split("&");
                    String signed = pairs[1] + "&" + pairs[0] + "&SigAlg=" + RedirectQuery.encode(SamlNames.RSA_SHA256);
                    return Message.get(signed + "&Signature=" + sign(signed, asker));
                }),
                attack("19-signature-inside", "the signature in the message, none of the query", asker -> {
                    String message = Seal.sign(asker.ask().text(), asker.key());
                    return Message.get(RedirectQuery.unsigned("SAMLRequest", message, STATE));
                }),
                attack("19-saml-encoding", "an encoding nobody knows", asker -> {
                    return Message.get(signed(asker) + "&SAMLEncoding=urn%3Ax%3Anothing");
                }),
                attack("19-nothing", "an empty query", asker -> Message.get("")),
                attack("10-deflate-bomb", "five kilobytes that inflate to four megabytes", asker -> {
                    String bomb = RedirectQuery.deflated("<x>" + " ".repeat(4 << 20) + "</x>");
                    return Message.get("SAMLRequest=" + RedirectQuery.encode(bomb));
                }),
                attack("10-not-deflated", "a message that was not deflated", asker -> {
                    return Message.get("SAMLRequest=PHg%2BPC94Pg%3D%3D");
                }),
                attack("10-query-garbage", "no Base64 at all", asker -> Message.get("SAMLRequest=%25%25%25")));
    }

    private static String signed(Asker asker) {
        return RedirectQuery.signed("SAMLRequest", asker.ask().text(), STATE, asker.key());
    }

    /** A request to send the assertion elsewhere, as a value in a query. */
    private static String evil(Asker asker) {
        AuthnAsk ask = asker.ask();
        ask.attributes.put("AssertionConsumerServiceURL", Requests.EVIL);
        return RedirectQuery.encode(RedirectQuery.deflated(ask.text()));
    }

    private static Message changed(Asker asker, String name, String value) {
        return Message.get(signed(asker).replaceFirst("(^|&)" + name + "=[^&]*", "$1" + name + "=" + value));
    }

    private static String value(String query, String name) {
        return RedirectQuery.raw(query).get(name);
    }

    private static Message algorithm(Asker asker, String named, String hash) {
        String signed = RedirectQuery.unsigned("SAMLRequest", asker.ask().text(), STATE) + "&SigAlg="
                + RedirectQuery.encode(named);
        boolean ec = asker.key().isEc();
        String signature =
                RedirectQuery.signature(signed, asker.key().key(), hash + (ec ? "withECDSAinP1363Format" : "withRSA"));
        return Message.get(signed + "&Signature=" + RedirectQuery.encode(signature));
    }

    /** Signed after one change, sent after another. */
    private static String resigned(Asker asker, UnaryOperator<String> before, UnaryOperator<String> after) {
        String algorithm = asker.key().isEc() ? SamlNames.ECDSA_SHA256 : SamlNames.RSA_SHA256;
        String signed = before.apply(RedirectQuery.unsigned(
                        "SAMLRequest", asker.ask().text(), STATE) + "&SigAlg=" + RedirectQuery.encode(algorithm));
        return after.apply(signed) + "&Signature=" + sign(signed, asker);
    }

    private static String sign(String octets, Asker asker) {
        return RedirectQuery.encode(RedirectQuery.signature(octets, asker.key().key()));
    }

    private static String lowerCase(String query) {
        return Pattern.compile("%[0-9A-F]{2}")
                .matcher(query)
                .replaceAll(one -> one.group().toLowerCase(Locale.ROOT));
    }

    private static String upperCase(String query) {
        return Pattern.compile("%[0-9a-f]{2}")
                .matcher(query)
                .replaceAll(one -> one.group().toUpperCase(Locale.ROOT));
    }
}
