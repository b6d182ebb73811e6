package io.vestibule.protocol.saml.toy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The HTTP-Redirect binding (SAML Bindings §3.4.4) and the forms of HTTP-POST. */
public final class RedirectQuery {
    private RedirectQuery() {}

    /** A signed query, without its question mark. */
    public static String signed(String parameter, String message, @Nullable String relayState, ToyKey key) {
        String unsigned = unsigned(parameter, message, relayState) + "&SigAlg="
                + encode(key.isEc() ? SamlNames.ECDSA_SHA256 : SamlNames.RSA_SHA256);
        return unsigned + "&Signature=" + encode(signature(unsigned, key.key()));
    }

    public static String unsigned(String parameter, String message, @Nullable String relayState) {
        return parameter + "=" + encode(deflated(message))
                + (relayState == null ? "" : "&RelayState=" + encode(relayState));
    }

    /** Base64 of the signature over these octets of the query, by the JDK's name of the algorithm. */
    public static String signature(String signed, PrivateKey key) {
        return signature(signed, key, "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSAinP1363Format" : "RSA"));
    }

    public static String signature(String signed, PrivateKey key, String algorithm) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(signed.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Over the octets as they came: parameter, RelayState, SigAlg in the order of §3.4.4.1. */
    public static boolean verifies(String rawQuery, String parameter, Collection<PublicKey> keys) {
        Map<String, String> raw = raw(rawQuery);
        if (!raw.containsKey("Signature") || !raw.containsKey("SigAlg")) {
            return false;
        }
        String signed = parameter + "=" + raw.get(parameter)
                + (raw.containsKey("RelayState") ? "&RelayState=" + raw.get("RelayState") : "")
                + "&SigAlg=" + raw.get("SigAlg");
        byte[] value = Base64.getMimeDecoder().decode(decode(raw.get("Signature")));
        String named = decode(raw.get("SigAlg"));
        return keys.stream().anyMatch(key -> verifies(signed, named, value, key));
    }

    private static boolean verifies(String signed, String named, byte[] value, PublicKey key) {
        boolean ec = key.getAlgorithm().equals("EC");
        if (!named.equals(ec ? SamlNames.ECDSA_SHA256 : SamlNames.RSA_SHA256)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256with" + (ec ? "ECDSAinP1363Format" : "RSA"));
            verifier.initVerify(key);
            verifier.update(signed.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(value);
        } catch (GeneralSecurityException no) {
            return false;
        }
    }

    public static String deflated(String message) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (OutputStream out = new DeflaterOutputStream(octets, raw)) {
            out.write(message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            raw.end();
        }
        return Base64.getEncoder().encodeToString(octets.toByteArray());
    }

    public static String inflated(String value) {
        Inflater raw = new Inflater(true);
        try {
            raw.setInput(Base64.getMimeDecoder().decode(value));
            byte[] out = new byte[1 << 20];
            int length = raw.inflate(out);
            return new String(out, 0, length, StandardCharsets.UTF_8);
        } catch (DataFormatException broken) {
            throw new IllegalArgumentException(broken);
        } finally {
            raw.end();
        }
    }

    /** Names and values as they came, of parameters that come once. */
    public static Map<String, String> raw(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] halves = pair.split("=", 2);
            if (parameters.put(decode(halves[0]), halves.length > 1 ? halves[1] : "") != null) {
                throw new IllegalArgumentException("twice: " + halves[0]);
            }
        }
        return parameters;
    }

    public static Map<String, String> read(@Nullable String query) {
        Map<String, String> parameters = raw(query);
        parameters.replaceAll((name, value) -> decode(value));
        return parameters;
    }

    public static String form(Map<String, String> fields) {
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return form.toString();
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
