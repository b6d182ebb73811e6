package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.SamlRefused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a form that a browser brought, every repetition kept. */
record PostedForm(Map<String, List<String>> fields) {
    private static final String BOUNCED = "vestibule_bounced";
    private static final List<String> KNOWN = List.of("SAMLRequest", "SAMLResponse", "RelayState", BOUNCED);
    private static final int LONGEST = 400 * 1024; // a message of 256 KiB as base64, with line breaks

    /** Each once: two readers must not see two messages. */
    void check() throws SamlRefused {
        for (String name : KNOWN) {
            List<String> values = fields.getOrDefault(name, List.of());
            if (values.size() > 1) {
                throw new SamlRefused("repeated-parameter", "each parameter once", name);
            }
            if (!values.isEmpty() && values.getFirst().length() > LONGEST) {
                throw new SamlRefused("message-too-large", "at most " + LONGEST + " characters", name);
            }
        }
        RequestChecks.requireBounded(single("RelayState"));
        if (single("SAMLRequest").isPresent() == single("SAMLResponse").isPresent()) {
            throw new SamlRefused(
                    "wrong-message",
                    "either SAMLRequest or SAMLResponse",
                    single("SAMLRequest").isPresent() ? "both" : "neither");
        }
    }

    Optional<String> single(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    boolean bounced() {
        return single(BOUNCED).isPresent();
    }

    /** The same form, to be posted again from our own site. */
    Map<String, String> bouncing() {
        Map<String, String> again = new LinkedHashMap<>();
        KNOWN.forEach(name -> single(name).ifPresent(value -> again.put(name, value)));
        again.put(BOUNCED, "1");
        return again;
    }
}
