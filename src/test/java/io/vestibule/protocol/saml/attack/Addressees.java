package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Plot;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Cases 11 to 14 and 16: genuine signatures on messages that are for somebody else, or for nobody any more. */
final class Addressees {
    private static final String ELSEWHERE = "https://other.example/acs";

    private Addressees() {}

    static List<AttackCase> cases(boolean other) {
        List<AttackCase> all = new ArrayList<>(addressees());
        all.addAll(answers());
        all.addAll(unsolicited());
        if (other) {
            all.add(attack("13-other-provider", "a valid answer of another trusted identity provider", target -> {
                Target.Other another = target.other().orElseThrow();
                Draft draft = target.draft();
                draft.issuer = another.issuer();
                draft.assertionIssuer = another.issuer();
                return Message.post(draft.signed(another.key()), target);
            }));
            all.add(attack(
                    "13-other-provider-inside", "an assertion of another one in a response of this one", target -> {
                        Target.Other another = target.other().orElseThrow();
                        Draft draft = target.draft();
                        draft.assertionIssuer = another.issuer();
                        String assertion = Seal.sign(draft.assertion(), another.key());
                        return Message.post(Seal.sign(draft.response(assertion), target.key()), target);
                    }));
            all.add(attack("13-other-key", "this issuer's name over another identity provider's key", target -> {
                Target.Other another = target.other().orElseThrow();
                return Message.post(target.evil().signed(another.key()), target);
            }));
        }
        return all;
    }

    private static List<AttackCase> addressees() {
        return List.of(
                said("11-destination", "another Destination", draft -> draft.destination = ELSEWHERE),
                said("11-destination-missing", "signed, without Destination", draft -> draft.destination = null),
                said(
                        "11-destination-longer",
                        "a Destination that begins with ours",
                        draft -> draft.destination += "/x"),
                said("11-destination-query", "a Destination with a query more", draft -> draft.destination += "?x=y"),
                said("11-recipient", "another Recipient", draft -> draft.recipient = ELSEWHERE),
                said("11-recipient-missing", "no Recipient", draft -> draft.recipient = null),
                said("11-recipient-longer", "a Recipient that begins with ours", draft -> draft.recipient += ".evil"),
                said("11-audience", "another Audience", draft -> draft.audiences = List.of(List.of(ELSEWHERE))),
                said("11-audience-missing", "no audience at all", draft -> draft.audiences = List.of()),
                said("11-audience-list", "two audiences without us", draft -> {
                    draft.audiences = List.of(List.of(ELSEWHERE, "https://third.example"));
                }),
                said("11-audience-second-restriction", "one restriction with us and one without", draft -> {
                    draft.audiences = List.of(draft.audiences.getFirst(), List.of(ELSEWHERE));
                }),
                said("11-audience-longer", "an Audience that begins with ours", draft -> {
                    draft.audiences = List.of(List.of(draft.audiences.getFirst().getFirst() + ".evil"));
                }),
                said("11-audience-acs", "the ACS as audience", draft -> {
                    draft.audiences = List.of(List.of(String.valueOf(draft.destination)));
                }),
                said("11-confirmation", "confirmed by a key, not by the bearer", draft -> {
                    draft.confirmation = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
                }),
                said("11-confirmation-sender", "confirmed by who sends it", draft -> {
                    draft.confirmation = "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches";
                }),
                said("11-issuer", "another issuer under the genuine key", draft -> {
                    draft.issuer = ELSEWHERE;
                    draft.assertionIssuer = ELSEWHERE;
                }),
                said("11-issuer-of-assertion", "another issuer of the assertion", draft -> {
                    draft.assertionIssuer = ELSEWHERE;
                }),
                said("11-issuer-longer", "an issuer that begins with the genuine one", draft -> {
                    draft.issuer += ".evil";
                    draft.assertionIssuer += ".evil";
                }));
    }

    private static List<AttackCase> answers() {
        return List.of(
                said("12-unknown", "the answer to a request nobody made", draft -> {
                    draft.inResponseTo = "_unknown";
                    draft.subjectInResponseTo = "_unknown";
                }),
                said("12-unknown-in-response", "the response names a request nobody made", draft -> {
                    draft.inResponseTo = "_unknown";
                }),
                said("12-unknown-in-subject", "the assertion names a request nobody made", draft -> {
                    draft.subjectInResponseTo = "_unknown";
                }),
                attack("12-response-only", "only the unsigned response names the request", target -> {
                    Draft draft = target.draft();
                    draft.subjectInResponseTo = null;
                    return Message.post(draft.response(Seal.sign(draft.assertion(), target.key())), target);
                }),
                genuine("12-used-twice", "the same answer twice", Plot.TWICE),
                genuine("12-new-login", "the same answer again in a new login", Plot.AGAIN_IN_A_NEW_LOGIN),
                genuine("12-other-browser", "the answer for another browser's login", Plot.OTHER_BROWSER),
                genuine(
                        "14-assertion-replayed",
                        "an assertion ID seen before, in another answer",
                        Plot.SAME_ASSERTION_ID));
    }

    private static List<AttackCase> unsolicited() {
        return List.of(
                said("16-in-login", "an answer to no request, within a login", draft -> {
                    draft.inResponseTo = null;
                    draft.subjectInResponseTo = null;
                }),
                said("16-unsolicited", "an answer nobody asked for", draft -> {
                            draft.inResponseTo = null;
                            draft.subjectInResponseTo = null;
                        })
                        .plot(Plot.NO_LOGIN),
                genuine(
                        "16-stolen",
                        "an answer that another browser asked for, by one that began nothing",
                        Plot.NO_LOGIN));
    }

    private static AttackCase said(String id, String what, Consumer<Draft> change) {
        return attack(id, what, target -> {
            Draft draft = target.draft();
            change.accept(draft);
            return Message.post(draft.signed(target.key()), target);
        });
    }

    private static AttackCase genuine(String id, String what, Plot plot) {
        return said(id, what, draft -> {}).plot(plot);
    }
}
