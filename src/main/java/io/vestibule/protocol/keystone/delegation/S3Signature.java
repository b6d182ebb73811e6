package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.identity.Secret;
import io.vestibule.keys.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The signature of a request to an S3 API, as an object store passes it on: the text that was signed, in base64url, and the
 * signature of version 1 or 4.
 */
record S3Signature(byte[] signedText, String signature) {
    private static final String V4 = "AWS4-HMAC-SHA256";
    private static final Set<String> SERVICES = Set.of("s3", "iam", "sts");

    /** Nothing when the text is not base64url, in the alphabet of URLs or the other. */
    static Optional<S3Signature> read(JsonNode credentials) {
        String token = credentials
                .path("token")
                .asText("")
                .replace('+', '-')
                .replace('/', '_')
                .replace("=", "");
        try {
            byte[] text = Base64.getUrlDecoder().decode(token);
            return Optional.of(
                    new S3Signature(text, credentials.path("signature").asText("")));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    boolean madeWith(Secret secret) {
        if (signature.isEmpty() || signedText.length == 0) {
            return false;
        }
        return expected(secret)
                .filter(expected -> Hmac.same(expected, signature))
                .isPresent();
    }

    private Optional<String> expected(Secret secret) {
        String text = new String(signedText, StandardCharsets.UTF_8);
        if (!text.startsWith("AWS4")) {
            byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
            return Optional.of(Base64.getEncoder().encodeToString(Hmac.SHA1.of(key, signedText)));
        }
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 4 || !lines.getFirst().equals(V4)) {
            return Optional.empty();
        }
        List<String> scope = List.of(lines.get(2).split("/", -1));
        if (scope.size() != 4
                || !SERVICES.contains(scope.get(2))
                || !scope.get(3).equals("aws4_request")) {
            return Optional.empty();
        }
        return Optional.of(
                HexFormat.of().formatHex(Hmac.SHA256.of(Ec2Signature.keyOfScope(secret, scope), signedText)));
    }
}
