package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.keys.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a request to an EC2 API, as an EC2 front end passes it on to be checked: versions 0, 1, 2 and 4 of AWS.
 *
 * @param host as the client signed it
 */
record Ec2Signature(
        String verb,
        String host,
        String path,
        Map<String, String> params,
        Map<String, String> headers,
        String bodyHash,
        String signature) {
    private static final String V4 = "AWS4-HMAC-SHA256";
    private static final String SIGNATURE_OF_QUERY = "X-Amz-Signature";

    static Ec2Signature read(JsonNode credentials) {
        return new Ec2Signature(
                credentials.path("verb").asText("GET"),
                credentials.path("host").asText(""),
                credentials.path("path").asText("/"),
                texts(credentials.path("params")),
                texts(credentials.path("headers")),
                credentials.path("body_hash").asText(""),
                credentials.path("signature").asText(""));
    }

    /** Whether the holder of {@code secret} signed it. */
    boolean madeWith(Secret secret) {
        if (signature.isEmpty()) {
            return false;
        }
        return matches(secret, host) || host.contains(":") && matches(secret, withoutPort());
    }

    /** When it was signed, as the client wrote it. */
    Optional<String> timestamp() {
        return Optional.ofNullable(params.get("Timestamp"))
                .or(() -> Optional.ofNullable(header("x-amz-date")))
                .or(() -> Optional.ofNullable(params.get("X-Amz-Date")));
    }

    private boolean matches(Secret secret, String signedHost) {
        return expected(secret, signedHost)
                .filter(expected -> Hmac.same(expected, signature))
                .isPresent();
    }

    /** Some clients sign the host without the port they connect to. */
    private String withoutPort() {
        return host.substring(0, host.lastIndexOf(':'));
    }

    private Optional<String> expected(Secret secret, String signedHost) {
        String version = params.getOrDefault("SignatureVersion", "");
        return switch (version) {
            case "0" ->
                Optional.of(Hmac.SHA1.base64(
                        secret.reveal(), params.getOrDefault("Action", "") + params.getOrDefault("Timestamp", "")));
            case "1" -> Optional.of(Hmac.SHA1.base64(secret.reveal(), namesAndValues()));
            case "2" -> Optional.of(version2(secret, signedHost));
            default -> version4(secret, signedHost);
        };
    }

    private String namesAndValues() {
        StringBuilder text = new StringBuilder();
        params.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing((String name) -> name.toLowerCase(Locale.ROOT))))
                .forEach(param -> text.append(param.getKey()).append(param.getValue()));
        return text.toString();
    }

    private String version2(Secret secret, String signedHost) {
        boolean old = params.getOrDefault("SignatureMethod", "HmacSHA256").equals("HmacSHA1");
        String text = verb + "\n" + signedHost + "\n" + path + "\n" + canonicalQuery();
        return (old ? Hmac.SHA1 : Hmac.SHA256).base64(secret.reveal(), text);
    }

    private Optional<String> version4(Secret secret, String signedHost) {
        String authorization = Optional.ofNullable(header("authorization")).orElse("");
        boolean inHeader = authorization.startsWith(V4);
        if (!inHeader && !V4.equals(params.get("X-Amz-Algorithm"))) {
            return Optional.empty();
        }
        Map<String, String> fields = inHeader
                ? fields(authorization.substring(V4.length()))
                : Map.of(
                        "Credential", params.getOrDefault("X-Amz-Credential", ""),
                        "SignedHeaders", params.getOrDefault("X-Amz-SignedHeaders", ""));
        List<String> scope = scope(fields.getOrDefault("Credential", ""));
        String date = timestamp().orElse("");
        if (scope.size() != 4 || !date.startsWith(scope.getFirst())) { // the key's day is the day of the request
            return Optional.empty();
        }
        String request = canonicalRequest(fields.getOrDefault("SignedHeaders", ""), signedHost);
        String text = V4 + "\n" + date + "\n" + String.join("/", scope) + "\n"
                + Sha256.of(request).hex();
        return Optional.of(HexFormat.of().formatHex(Hmac.SHA256.of(keyOfScope(secret, scope), text)));
    }

    private String canonicalRequest(String signedHeaders, String signedHost) {
        StringBuilder text = new StringBuilder(verb.toUpperCase(Locale.ROOT))
                .append('\n')
                .append(path)
                .append('\n')
                .append(verb.equalsIgnoreCase("POST") ? "" : canonicalQuery())
                .append('\n');
        for (String name : signedHeaders.split(";", -1)) {
            String value = name.equals("host")
                    ? signedHost
                    : Optional.ofNullable(header(name)).orElse("");
            text.append(name).append(':').append(value.strip()).append('\n');
        }
        return text.append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(bodyHash)
                .toString();
    }

    private String canonicalQuery() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(params).forEach((name, value) -> {
            if (!name.equals(SIGNATURE_OF_QUERY)) {
                text.append(text.isEmpty() ? "" : "&")
                        .append(PercentEncoding.encode(name))
                        .append('=')
                        .append(PercentEncoding.encode(value));
            }
        });
        return text.toString();
    }

    private @Nullable String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().strip().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The signing key of a day, region and service: {@code date/region/service/aws4_request}. */
    static byte[] keyOfScope(Secret secret, List<String> scope) {
        byte[] key = ("AWS4" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope) {
            key = Hmac.SHA256.of(key, part);
        }
        return key;
    }

    private static List<String> scope(String credential) {
        List<String> parts = List.of(credential.split("/", -1));
        return parts.size() == 5 ? parts.subList(1, 5) : List.of();
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String field : text.split(",", -1)) {
            int sign = field.indexOf('=');
            if (sign > 0) {
                found.put(
                        field.substring(0, sign).strip(),
                        field.substring(sign + 1).strip());
            }
        }
        return found;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> found = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> found.put(field.getKey(), field.getValue().asText()));
        return found;
    }
}
