package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.attack.LogoutCase.Ask;
import io.vestibule.protocol.saml.attack.LogoutCase.Maker;
import io.vestibule.protocol.saml.attack.LogoutCase.Participant;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Case 20: requests to end a session by whom it does not belong to, or of long ago. */
public final class Logouts {
    private Logouts() {}

    public static List<LogoutCase> all() {
        return List.of(
                control("control-logout-post", "signed, by POST", who -> signed(who, who.ask())),
                control("control-logout-redirect", "signed, by Redirect", who -> {
                    return Message.get(
                            RedirectQuery.signed("SAMLRequest", who.ask().text(), null, who.key()));
                }),
                attack(
                        "20-unsigned-post",
                        "unsigned, by POST",
                        who -> post(who.ask().text())),
                attack("20-unsigned-redirect", "unsigned, by Redirect", who -> {
                    return Message.get(
                            RedirectQuery.unsigned("SAMLRequest", who.ask().text(), null));
                }),
                attack("20-stranger", "signed by a stranger", who -> {
                    return post(Seal.sign(who.ask().text(), who.stranger()));
                }),
                attack("20-other-key", "in this participant's name, signed by another participant", who -> {
                    return post(Seal.sign(who.ask().text(), who.other().key()));
                }),
                attack("20-others-session", "another participant's session", who -> {
                    return signed(who, said(who, ask -> {
                        ask.nameId = who.other().nameId();
                        ask.sessionIndex = who.other().sessionIndex();
                    }));
                }),
                attack("20-others-name", "the name of another person with this session's index", who -> {
                    return signed(who, said(who, ask -> ask.nameId = who.other().nameId()));
                }),
                attack("20-unknown-name", "the name of nobody", who -> {
                    return signed(who, said(who, ask -> ask.nameId = Target.EVIL));
                }),
                attack("20-unknown-index", "an index that was never given", who -> {
                    return signed(who, said(who, ask -> ask.sessionIndex = "_never"));
                }),
                attack("20-other-format", "the name in another format", who -> {
                    return signed(who, said(who, ask -> ask.nameIdFormat = SamlNames.TRANSIENT));
                }),
                attack("20-comment-in-name", "a comment in the name, put there after signing", who -> {
                    Ask ask = said(who, longer -> longer.nameId = who.nameId() + ".evil");
                    return post(Seal.sign(ask.text(), who.key()).replace(".evil<", "<!-- -->.evil<"));
                }),
                attack("20-changed", "another index, put there after signing", who -> {
                    String signed = Seal.sign(who.ask().text(), who.key());
                    return post(signed.replace(
                            ">" + who.sessionIndex() + "<", ">" + who.other().sessionIndex() + "<"));
                }),
                attack("20-wrapped", "a forged request around the signed one", who -> {
                    String genuine = Seal.sign(who.ask().text(), who.key());
                    Ask forged = said(who, ask -> ask.sessionIndex = who.other().sessionIndex());
                    return post(forged.text()
                            .replace(
                                    "</saml:Issuer>",
                                    "</saml:Issuer><samlp:Extensions>" + genuine + "</samlp:Extensions>"));
                }),
                attack("20-destination", "for another address", who -> {
                    return signed(who, said(who, ask -> ask.destination = "https://other.example/slo"));
                }),
                attack("20-destination-missing", "signed, without Destination", who -> {
                    return signed(who, said(who, ask -> ask.destination = null));
                }),
                attack("20-over", "its time is over", who -> {
                    return signed(who, said(who, ask -> ask.notOnOrAfter = ask.issued.minus(Duration.ofMinutes(20))));
                }),
                attack("20-long-ago", "issued a day ago", who -> {
                    return signed(who, said(who, ask -> {
                        ask.issued = ask.issued.minus(Duration.ofDays(1));
                        ask.notOnOrAfter = null;
                    }));
                }),
                attack("20-issuer-unknown", "by somebody nobody knows", who -> {
                    return signed(who, said(who, ask -> ask.issuer = "https://evil.example"));
                }),
                attack("20-issuer-missing", "by nobody", who -> {
                    String text = said(who, ask -> ask.issuer = null).text();
                    return Message.get(RedirectQuery.signed("SAMLRequest", text, null, who.key()));
                }),
                new LogoutCase("20-replayed", "the genuine one again", false, true, who -> signed(who, who.ask())));
    }

    private static LogoutCase control(String id, String what, Maker maker) {
        return new LogoutCase(id, what, true, false, maker);
    }

    private static LogoutCase attack(String id, String what, Maker maker) {
        return new LogoutCase(id, what, false, false, maker);
    }

    private static Ask said(Participant who, Consumer<Ask> change) {
        Ask ask = who.ask();
        change.accept(ask);
        return ask;
    }

    private static Message signed(Participant who, Ask ask) {
        return post(Seal.sign(ask.text(), who.key()));
    }

    private static Message post(String xml) {
        byte[] octets = xml.getBytes(StandardCharsets.UTF_8);
        Map<String, String> fields = Map.of("SAMLRequest", Base64.getEncoder().encodeToString(octets));
        return Message.form(RedirectQuery.form(fields), octets);
    }
}
