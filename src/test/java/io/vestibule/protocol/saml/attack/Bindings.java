package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cases 18 and 19 at an assertion consumer service: artifacts nobody gave, and parameters that contradict each other. */
final class Bindings {
    private Bindings() {}

    static List<AttackCase> cases() {
        return List.of(
                artifact("18-artifact-unknown", "an artifact of the identity provider that it never gave", target -> {
                    return artifact(target.issuer(), 44);
                }),
                artifact("18-artifact-stranger", "an artifact of a stranger", target -> {
                    return artifact("https://other.example/idp", 44);
                }),
                artifact("18-artifact-short", "half an artifact", target -> artifact(target.issuer(), 22)),
                artifact("18-artifact-long", "an artifact and more", target -> artifact(target.issuer(), 4400)),
                artifact("18-artifact-type", "an artifact of another type", target -> {
                    return "AAE" + artifact(target.issuer(), 44).substring(3);
                }),
                artifact("18-artifact-garbage", "no artifact at all", target -> "%%% <script> %%%"),
                attack("18-artifact-and-response", "an artifact and a response in one form", target -> {
                    Map<String, String> fields = genuine(target);
                    fields.put("SAMLart", artifact(target.issuer(), 44));
                    return Message.fields(fields, target);
                }),
                attack("19-request-and-response", "a request and a response in one form", target -> {
                    Map<String, String> fields = genuine(target);
                    fields.put("SAMLRequest", fields.get("SAMLResponse"));
                    return Message.fields(fields, target);
                }),
                attack("19-response-twice", "a forged and a genuine response in one form", target -> {
                    var evil = target.evil();
                    String forged = evil.response(evil.assertion());
                    return Message.fields(genuine(target), target)
                            .and("&SAMLResponse=" + RedirectQuery.encode(base64(forged)));
                }),
                attack("19-relay-state-twice", "two RelayStates in one form", target -> {
                    return Message.fields(genuine(target), target).and("&RelayState=x&RelayState=y");
                }),
                attack("19-response-by-redirect", "a response by Redirect, which Profiles §4.1.2 rules out", target -> {
                    String response = target.draft().signed(target.key());
                    return Message.get(
                            RedirectQuery.signed("SAMLResponse", response, target.relayState(), target.key()));
                }),
                attack("19-response-in-query", "a posted form's content as query", target -> {
                    Draft small = target.draft();
                    small.attributes.clear();
                    Seal.Shape shape = target.shape().keyInfo(""); // the address must fit the limits of a server
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("SAMLResponse", base64(small.response(Seal.sign(small.assertion(), shape))));
                    if (target.relayState() != null) {
                        fields.put("RelayState", target.relayState());
                    }
                    return Message.get(RedirectQuery.form(fields));
                }),
                attack("19-no-parameters", "a GET with nothing", target -> Message.get("")));
    }

    private static Map<String, String> genuine(Target target) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("SAMLResponse", base64(target.draft().signed(target.key())));
        return fields;
    }

    private static AttackCase artifact(String id, String what, Function<Target, String> artifact) {
        return attack(id, what, target -> {
            return Message.fields(Map.of("SAMLart", artifact.apply(target)), target);
        });
    }

    /** Bindings §3.6.4, with a handle that is nobody's. */
    private static String artifact(String issuer, int length) {
        try {
            byte[] source = MessageDigest.getInstance("SHA-1").digest(issuer.getBytes(StandardCharsets.UTF_8));
            byte[] octets = new byte[Math.max(length, 44)];
            octets[1] = 4;
            System.arraycopy(source, 0, octets, 4, 20);
            Arrays.fill(octets, 24, octets.length, (byte) 'x');
            return Base64.getEncoder().encodeToString(Arrays.copyOf(octets, length));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String base64(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }
}
