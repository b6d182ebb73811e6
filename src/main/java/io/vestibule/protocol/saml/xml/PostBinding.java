package io.vestibule.protocol.saml.xml;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** The HTTP POST binding (SAML Bindings §3.5): a message in a form field. */
public final class PostBinding {
    private static final int LARGEST = XmlLimits.MESSAGE.bytes() / 3 * 4 + 4_096; // with line breaks

    private PostBinding() {}

    /** The fields of the form for a message that stands in its DOM. */
    public static Map<String, String> fields(MessageParameter parameter, Element message, Optional<String> relayState) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(parameter.parameterName(), encode(message));
        relayState.ifPresent(state -> fields.put(RedirectBinding.RELAY_STATE, state));
        return fields;
    }

    /** The message in a field; line breaks are usual, other strange characters are not. */
    public static byte[] decode(String field) throws SamlRefused {
        if (field.length() > LARGEST) {
            throw new SamlRefused("message-too-large", "at most " + LARGEST + " characters", field.length() + "");
        }
        try {
            return Base64.getDecoder().decode(withoutBreaks(field));
        } catch (IllegalArgumentException garbage) {
            throw new SamlRefused("malformed-base64", "base64 (RFC 4648 §4)", "");
        }
    }

    static String encode(Element message) {
        return Base64.getEncoder().encodeToString(Octets.of(message));
    }

    private static String withoutBreaks(String field) {
        return field.indexOf('\n') < 0 && field.indexOf('\r') < 0 && field.indexOf(' ') < 0
                ? field
                : field.replaceAll("[\\r\\n\\t ]", "");
    }
}
