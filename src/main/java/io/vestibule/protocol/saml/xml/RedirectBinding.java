package io.vestibule.protocol.saml.xml;

import io.vestibule.keys.CertifiedKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.w3c.dom.Element;

/** The HTTP Redirect binding (SAML Bindings §3.4), DEFLATE encoded, signed over the very octets of the query. */
public final class RedirectBinding {
    static final String RELAY_STATE = "RelayState";
    private static final String SIG_ALG = "SigAlg";
    private static final String SIGNATURE = "Signature";
    private static final int LARGEST_INFLATED = XmlLimits.MESSAGE.bytes();
    private static final int LARGEST_QUERY = 64 * 1024;

    private RedirectBinding() {}

    /**
     * What a query brought, not yet believed.
     *
     * @param xml the message, inflated
     * @param signed the octets the signature covers, exactly as received
     */
    public record Received(
            MessageParameter parameter,
            byte[] xml,
            Optional<String> relayState,
            Optional<String> algorithm,
            Optional<String> signature,
            String signed) {
        public boolean isSigned() {
            return signature.isPresent();
        }
    }

    /** The address to send a browser to; signed when a key is given, which replaces the signature in the message. */
    public static URI encode(
            URI destination,
            MessageParameter parameter,
            Element message,
            Optional<String> relayState,
            Optional<CertifiedKey> key) {
        StringBuilder query =
                new StringBuilder(parameter.parameterName()).append('=').append(encoded(deflate(message)));
        relayState.ifPresent(state -> query.append("&RelayState=").append(encoded(state)));
        key.ifPresent(by -> {
            query.append("&SigAlg=").append(encoded(SignatureMethod.of(by.privateKey())));
            String signature = sign(query.toString(), by);
            query.append("&Signature=").append(encoded(signature));
        });
        String separator = destination.getRawQuery() == null ? "?" : "&";
        return URI.create(destination + separator + query);
    }

    /** Takes a query apart. One message, every parameter at most once: two readers must not see two messages. */
    public static Received decode(String rawQuery) throws SamlRefused {
        if (rawQuery.length() > LARGEST_QUERY) {
            throw new SamlRefused(
                    "message-too-large", "at most " + LARGEST_QUERY + " characters", rawQuery.length() + "");
        }
        Map<String, String> raw = parameters(rawQuery);
        boolean request = raw.containsKey(MessageParameter.SAML_REQUEST.parameterName());
        boolean response = raw.containsKey(MessageParameter.SAML_RESPONSE.parameterName());
        if (request == response) {
            throw new SamlRefused("wrong-message", "either SAMLRequest or SAMLResponse", request ? "both" : "neither");
        }
        MessageParameter parameter = request ? MessageParameter.SAML_REQUEST : MessageParameter.SAML_RESPONSE;
        String encoding = raw.get("SAMLEncoding");
        if (encoding != null
                && !decoded(encoding).equals("urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE")) {
            throw new SamlRefused("unknown-encoding", "DEFLATE", encoding);
        }
        if (raw.containsKey(SIGNATURE) != raw.containsKey(SIG_ALG)) {
            throw new SamlRefused("bad-signature", "SigAlg and Signature together", "one of them");
        }
        String message = raw.get(parameter.parameterName());
        return new Received(
                parameter,
                inflate(PostBinding.decode(decoded(message == null ? "" : message))),
                optional(raw, RELAY_STATE),
                optional(raw, SIG_ALG),
                optional(raw, SIGNATURE),
                signed(raw, parameter));
    }

    /** Whether one of the trusted keys signed the octets received; which is said when none did. */
    public static void verify(Received received, Collection<PublicKey> trusted, Algorithms algorithms)
            throws SamlRefused {
        if (received.signature().isEmpty() || received.algorithm().isEmpty()) {
            throw new SamlRefused("unsigned", "a signed query", "none");
        }
        String method = received.algorithm().get();
        byte[] signature = PostBinding.decode(received.signature().get());
        byte[] octets = received.signed().getBytes(StandardCharsets.US_ASCII);
        for (PublicKey key : trusted) {
            if (algorithms.signature(method, key.getAlgorithm())
                    && SignatureMethod.verifies(method, key, octets, signature)) {
                return;
            }
        }
        throw new SamlRefused("bad-signature", "a signature by a trusted key", method);
    }

    /** SAML Bindings §3.4.4.1: in this order, whatever the order they came in, with the encoding they came in. */
    private static String signed(Map<String, String> raw, MessageParameter parameter) {
        StringBuilder octets = new StringBuilder();
        for (String name : new String[] {parameter.parameterName(), RELAY_STATE, SIG_ALG}) {
            String value = raw.get(name);
            if (value != null) {
                octets.append(octets.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(value);
            }
        }
        return octets.toString();
    }

    private static Map<String, String> parameters(String rawQuery) throws SamlRefused {
        Map<String, String> raw = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && raw.put(decoded(pair.substring(0, equals)), pair.substring(equals + 1)) != null) {
                throw new SamlRefused("repeated-parameter", "each parameter once", pair.substring(0, equals));
            }
        }
        return raw;
    }

    private static Optional<String> optional(Map<String, String> raw, String name) throws SamlRefused {
        String value = raw.get(name);
        return value == null ? Optional.empty() : Optional.of(decoded(value));
    }

    private static String decoded(String text) throws SamlRefused {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbage) {
            throw new SamlRefused("malformed-query", "percent-encoding", "");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String deflate(Element message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(Octets.of(message));
        } catch (IOException impossible) {
            throw new IllegalStateException("memory is no file", impossible);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /** Stops at the first byte too many: a kilobyte can hold a gigabyte of zeroes. */
    private static byte[] inflate(byte[] deflated) throws SamlRefused {
        Inflater inflater = new Inflater(true);
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
            byte[] xml = in.readNBytes(LARGEST_INFLATED + 1);
            if (xml.length > LARGEST_INFLATED) {
                throw new SamlRefused("message-too-large", "at most " + LARGEST_INFLATED + " bytes", "more");
            }
            return xml;
        } catch (IOException garbage) {
            throw new SamlRefused("malformed-deflate", "DEFLATE (RFC 1951)", String.valueOf(garbage.getMessage()));
        } finally {
            inflater.end();
        }
    }

    private static String sign(String query, CertifiedKey key) {
        try {
            Signature signature = SignatureMethod.jca(SignatureMethod.of(key.privateKey()), key.provider());
            signature.initSign(key.privateKey());
            signature.update(query.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("cannot sign with " + key, broken);
        }
    }
}
