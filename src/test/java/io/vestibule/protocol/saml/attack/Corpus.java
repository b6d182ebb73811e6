package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.XmlEncryption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every message there is, by the numbers of the security cases. */
public final class Corpus {
    private Corpus() {}

    /** Genuine messages: every service provider takes the first, and the others unless it wants more than SAML demands. */
    public static List<AttackCase> controls(boolean encryption) {
        List<AttackCase> controls = new ArrayList<>();
        controls.add(attack("control-both", "assertion and response signed", target -> {
            return Message.post(target.draft().signed(target.key()), target);
        }));
        controls.add(attack("control-assertion", "only the assertion signed", target -> {
            Draft draft = target.draft();
            return Message.post(draft.response(Seal.sign(draft.assertion(), target.key())), target);
        }));
        controls.add(attack("control-response", "only the response signed", target -> {
            Draft draft = target.draft();
            return Message.post(Seal.sign(draft.response(draft.assertion()), target.key()), target);
        }));
        if (encryption) {
            controls.add(attack("control-encrypted", "assertion signed, then encrypted with AES-GCM", target -> {
                Draft draft = target.draft();
                String sealed = XmlEncryption.assertion(
                        Seal.sign(draft.assertion(), target.key()),
                        target.encryption().orElseThrow());
                return Message.post(Seal.sign(draft.response(sealed), target.key()), target);
            }));
        }
        return controls.stream().map(one -> one.expect(Expect.ACCEPTED)).toList();
    }

    /**
     * What an assertion consumer service must refuse.
     *
     * @param encryption whether the service provider has a key for it
     * @param other whether there is a second identity provider
     */
    public static List<AttackCase> attacks(boolean encryption, boolean other) {
        List<AttackCase> all = new ArrayList<>();
        all.addAll(Wrapping.cases());
        all.addAll(References.cases());
        all.addAll(Keys.cases());
        all.addAll(Texts.cases());
        all.addAll(Parsers.cases());
        all.addAll(Encodings.cases());
        all.addAll(Canonical.cases());
        all.addAll(Bombs.cases());
        all.addAll(Addressees.cases(other));
        all.addAll(Times.cases());
        all.addAll(Bindings.cases());
        if (encryption) {
            all.addAll(Encrypted.cases());
        }
        all.sort(AttackCase.inOrder().thenComparing(AttackCase::id, Comparator.naturalOrder()));
        return List.copyOf(all);
    }
}
