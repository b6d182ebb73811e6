package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Case 15: windows that are over or have not begun, by more than any clock may be wrong; and messages that do not say. */
final class Times {
    private static final Duration FAR = Duration.ofMinutes(20);

    private Times() {}

    static List<AttackCase> cases() {
        return List.of(
                said("15-conditions-over", "the conditions' NotOnOrAfter is past", draft -> {
                    draft.notBefore = past(draft).minus(FAR);
                    draft.notOnOrAfter = past(draft);
                }),
                said("15-conditions-not-begun", "the conditions' NotBefore is to come", draft -> {
                    draft.notBefore = future(draft);
                    draft.notOnOrAfter = future(draft).plus(FAR);
                }),
                said("15-conditions-reversed", "the conditions end before they begin", draft -> {
                    draft.notBefore = draft.issued.plusSeconds(30);
                    draft.notOnOrAfter = draft.issued.minusSeconds(30);
                }),
                said("15-confirmation-over", "the confirmation's NotOnOrAfter is past", draft -> {
                    draft.subjectNotOnOrAfter = past(draft);
                }),
                said("15-confirmation-endless", "the confirmation has no NotOnOrAfter", draft -> {
                    draft.subjectNotOnOrAfter = null;
                }),
                said("15-confirmation-not-before", "a bearer's confirmation with NotBefore", draft -> {
                    draft.subjectNotBefore = future(draft);
                }),
                said("15-session-over", "the session's end is past", draft -> draft.sessionNotOnOrAfter = past(draft)),
                said("15-issued-later", "issued in the future", draft -> draft.issued = future(draft)),
                said("15-authenticated-later", "authenticated in the future", draft -> {
                    draft.authenticated = future(draft);
                }),
                said("15-all-long-ago", "all of it a year ago", draft -> {
                    Instant then = draft.issued.minus(Duration.ofDays(365));
                    draft.issued = then;
                    draft.authenticated = then;
                    draft.notBefore = then;
                    draft.notOnOrAfter = then.plusSeconds(300);
                    draft.subjectNotOnOrAfter = then.plusSeconds(300);
                    draft.sessionNotOnOrAfter = then.plusSeconds(3600);
                }),
                changed(
                                "15-time-beyond",
                                "an end beyond what a clock can count",
                                "NotOnOrAfter=\"[^\"]*\"",
                                "NotOnOrAfter=\"999999999999-01-01T00:00:00Z\"")
                        .expect(Expect.HARMLESS),
                changed(
                        "15-time-malformed",
                        "an end that is no time",
                        "NotOnOrAfter=\"[^\"]*\"",
                        "NotOnOrAfter=\"tomorrow\""),
                changed(
                        "15-no-authentication",
                        "an assertion without AuthnStatement",
                        "<saml:AuthnStatement.*</saml:AuthnStatement>",
                        ""),
                changed("15-no-subject", "an assertion without subject", "<saml:Subject>.*</saml:Subject>", ""),
                changed(
                        "15-no-confirmation",
                        "a subject without confirmation",
                        "<saml:SubjectConfirmation .*</saml:SubjectConfirmation>",
                        ""),
                changed(
                        "15-no-conditions",
                        "an assertion without conditions",
                        "<saml:Conditions.*</saml:Conditions>",
                        ""),
                changed(
                        "15-condition-unknown",
                        "a condition nobody knows",
                        "</saml:Conditions>",
                        "<saml:Condition xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:x=\"urn:x\" xsi:type=\"x:Unknown\"></saml:Condition></saml:Conditions>"),
                said("15-status-denied", "an assertion under a status that is no success", draft -> {
                    draft.status = List.of("urn:oasis:names:tc:SAML:2.0:status:Requester");
                }),
                said("15-status-unknown", "an assertion under a status nobody knows", draft -> {
                    draft.status = List.of("urn:x:success");
                }),
                said("15-name-empty", "an empty NameID", draft -> draft.nameId = ""),
                said("15-name-blank", "a NameID of spaces", draft -> draft.nameId = "   "),
                attack("15-no-assertion", "success without an assertion", target -> {
                    return Message.post(Seal.sign(target.draft().response(), target.key()), target);
                }),
                attack("15-assertion-alone", "an assertion without response", target -> {
                    return Message.post(Seal.sign(target.draft().assertion(), target.key()), target);
                }),
                attack("15-request-as-response", "a request in the response's place", target -> {
                    Draft draft = target.draft();
                    String request = draft.response(Seal.sign(draft.assertion(), target.key()))
                            .replace("samlp:Response", "samlp:AuthnRequest");
                    return Message.post(request, target);
                }),
                attack("15-logout-as-response", "a LogoutResponse in the response's place", target -> {
                    Draft draft = target.draft();
                    String response = draft.response()
                            .replace("<samlp:Response", "<samlp:LogoutResponse")
                            .replace("</samlp:Response", "</samlp:LogoutResponse");
                    return Message.post(Seal.sign(response, target.key()), target);
                }));
    }

    private static AttackCase said(String id, String what, Consumer<Draft> change) {
        return attack(id, what, target -> {
            Draft draft = target.draft();
            change.accept(draft);
            return Message.post(draft.signed(target.key()), target);
        });
    }

    /** Changed before it is signed. */
    private static AttackCase changed(String id, String what, String old, String now) {
        return attack(id, what, target -> {
            Draft draft = target.draft();
            String assertion = draft.assertion().replaceAll(old, now);
            return Message.post(Seal.sign(draft.response(Seal.sign(assertion, target.key())), target.key()), target);
        });
    }

    private static Instant past(Draft draft) {
        return draft.issued.minus(FAR);
    }

    private static Instant future(Draft draft) {
        return draft.issued.plus(FAR);
    }
}
