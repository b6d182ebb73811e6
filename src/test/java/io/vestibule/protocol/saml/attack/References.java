package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import java.util.List;
import java.util.function.UnaryOperator;

/** Cases 2 and 3: what the signature points at, and signatures that are not there. */
final class References {
    private References() {}

    static List<AttackCase> cases() {
        return List.of(
                attack("2-reference-empty", "the Reference is the whole document", target -> referring(target, "")),
                attack("2-reference-external", "the Reference is an address", target -> {
                    return referring(target, target.canary() + "/reference");
                }),
                attack(
                        "2-reference-file",
                        "the Reference is a file",
                        target -> referring(target, "file:///etc/hostname")),
                attack("2-reference-xpointer-id", "the Reference is an XPointer to the ID", target -> {
                    return referring(target, "#xpointer(id('@ID'))");
                }),
                attack("2-reference-xpointer-root", "the Reference is an XPointer to the root", target -> {
                    return referring(target, "#xpointer(/)");
                }),
                attack("2-reference-repeated", "two References to the same element", target -> {
                    return referring(target, "#@ID", "#@ID");
                }),
                attack("2-reference-and-empty", "one Reference to the element, one to the document", target -> {
                    return referring(target, "#@ID", "");
                }),
                attack("2-reference-without-uri", "a Reference without URI", target -> {
                    Draft draft = target.draft();
                    return resigned(target, draft, info -> info.replaceFirst(" URI=\"[^\"]*\"", ""));
                }),
                attack("2-reference-child", "the response's signature points at the assertion only", target -> {
                    Draft draft = target.evil();
                    String assertion = draft.assertion();
                    String signature = Seal.signature(assertion, target.shape());
                    return Message.post(Seal.insert(draft.response(assertion), signature), target);
                }),
                attack("2-duplicate-id-response", "response and assertion have one ID", target -> {
                    Draft draft = target.draft();
                    draft.responseId = draft.assertionId;
                    return Message.post(draft.signed(target.key()), target);
                }),
                attack("2-duplicate-id-extension", "an element in Extensions has the assertion's ID", target -> {
                    Draft draft = target.draft();
                    String decoy = "<samlp:Extensions><x:x xmlns:x=\"urn:x\" ID=\"" + draft.assertionId
                            + "\"></x:x></samlp:Extensions><samlp:Status>";
                    String response = draft.response(Seal.sign(draft.assertion(), target.key()));
                    return Message.post(response.replace("<samlp:Status>", decoy), target);
                }),
                attack("2-duplicate-id-xml", "an element has the assertion's ID as xml:id", target -> {
                    Draft draft = target.draft();
                    Draft evil = target.evil();
                    String decoy =
                            evil.assertion().replaceFirst(" ID=\"[^\"]*\"", " xml:id=\"" + draft.assertionId + "\"");
                    return Message.post(draft.response(decoy, Seal.sign(draft.assertion(), target.key())), target);
                }),
                attack("3-unsigned", "nothing is signed", target -> {
                    Draft evil = target.evil();
                    return Message.post(evil.response(evil.assertion()), target);
                }),
                attack("3-signature-empty", "an empty ds:Signature", target -> {
                    return forged(target, "<ds:Signature xmlns:ds=\"" + SamlNames.DSIG + "\"></ds:Signature>");
                }),
                attack("3-value-empty", "an empty ds:SignatureValue", target -> {
                    Draft evil = target.evil();
                    String signature = Seal.signature(evil.response(evil.assertion()), target.shape());
                    return forged(
                            target, evil, signature.replaceFirst("<ds:SignatureValue>[^<]*", "<ds:SignatureValue>"));
                }),
                attack("3-value-missing", "no ds:SignatureValue", target -> {
                    Draft evil = target.evil();
                    String signature = Seal.signature(evil.response(evil.assertion()), target.shape());
                    return forged(
                            target, evil, signature.replaceFirst("<ds:SignatureValue>[^<]*</ds:SignatureValue>", ""));
                }),
                attack("3-references-none", "a signature over no Reference at all", target -> {
                    return resigned(
                            target, target.evil(), info -> info.replaceAll("<ds:Reference .*</ds:Reference>", ""));
                }),
                attack("3-signature-elsewhere", "the signature is not a child of what it signs", target -> {
                    Draft draft = target.draft();
                    String signature = Seal.signature(draft.assertion(), target.shape());
                    String extensions = "<samlp:Extensions>" + signature + "</samlp:Extensions><samlp:Status>";
                    return Message.post(
                            draft.response(draft.assertion()).replace("<samlp:Status>", extensions), target);
                }),
                attack("3-content-changed", "a signed message with another NameID", target -> {
                    Draft draft = target.draft();
                    String signed = draft.signed(target.key());
                    return Message.post(signed.replace(">" + draft.nameId + "<", ">" + Target.EVIL + "<"), target);
                }));
    }

    private static Message referring(Target target, String... uris) {
        Draft draft = target.draft();
        String response = draft.response(draft.assertion());
        return Message.post(Seal.sign(response, target.shape().references(uris)), target);
    }

    /** Signed by the genuine key, so that only the shape is wrong. */
    private static Message resigned(Target target, Draft draft, UnaryOperator<String> change) {
        String response = draft.response(draft.assertion());
        String info = change.apply(Seal.signedInfo(response, target.shape()));
        return Message.post(Seal.insert(response, Seal.over(info, target.shape())), target);
    }

    private static Message forged(Target target, String signature) {
        return forged(target, target.evil(), signature);
    }

    private static Message forged(Target target, Draft evil, String signature) {
        return Message.post(Seal.insert(evil.response(evil.assertion()), signature), target);
    }
}
