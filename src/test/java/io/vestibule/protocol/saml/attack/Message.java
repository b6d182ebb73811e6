package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.toy.RedirectQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes over the wire.
 *
 * @param query appended to the address as it is, without a question mark; empty for none
 * @param xml the SAML message in it, for those who want to read it
 */
public record Message(String method, String query, String contentType, byte[] body, byte[] xml) {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** By HTTP-POST (SAML Bindings §3.5). */
    public static Message post(String xml, Target target) {
        return post(xml.getBytes(StandardCharsets.UTF_8), target);
    }

    public static Message post(byte[] xml, Target target) {
        return encoded(Base64.getEncoder().encodeToString(xml), xml, target);
    }

    /** With a value that need not be Base64 at all. */
    public static Message encoded(String samlResponse, byte[] xml, Target target) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("SAMLResponse", samlResponse);
        addRelayState(fields, target.relayState());
        return form(RedirectQuery.form(fields), xml);
    }

    public static Message fields(Map<String, String> fields, Target target) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        addRelayState(all, target.relayState());
        return form(RedirectQuery.form(all), new byte[0]);
    }

    public static Message form(String form, byte[] xml) {
        return new Message("POST", "", FORM, form.getBytes(StandardCharsets.UTF_8), xml);
    }

    public static Message get(String query) {
        return new Message("GET", query, "", new byte[0], new byte[0]);
    }

    /** The same with more octets behind its body. */
    public Message and(String more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(body);
        out.writeBytes(more.getBytes(StandardCharsets.UTF_8));
        return new Message(method, query, contentType, out.toByteArray(), xml);
    }

    private static void addRelayState(Map<String, String> fields, @Nullable String relayState) {
        if (relayState != null) {
            fields.put("RelayState", relayState);
        }
    }
}
