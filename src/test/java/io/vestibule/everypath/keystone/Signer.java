package io.vestibule.everypath.keystone;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as clients of Amazon's interfaces do: EC2 version 2, S3 version 4. */
record Signer(String access, String secret, Clock clock) {
    Map<String, Object> ec2() {
        Map<String, String> parameters = Map.of(
                "SignatureVersion", "2", "SignatureMethod", "HmacSHA256", "AWSAccessKeyId", access, "Timestamp", now());
        String text = "GET\nnova.example\n/\n"
                + new TreeMap<>(parameters)
                        .entrySet().stream()
                                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                                .collect(Collectors.joining("&"));
        byte[] signature = hmac("HmacSHA256", secret.getBytes(StandardCharsets.UTF_8), text);
        return Map.of(
                "access",
                access,
                "host",
                "nova.example",
                "verb",
                "GET",
                "path",
                "/",
                "params",
                parameters,
                "signature",
                Base64.getEncoder().encodeToString(signature));
    }

    Map<String, Object> s3() {
        String date = now().replace("-", "").replace(":", "");
        String day = date.substring(0, 8);
        String text = "AWS4-HMAC-SHA256\n" + date + "\n" + day + "/RegionOne/s3/aws4_request\n" + "0".repeat(64);
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, "RegionOne", "s3", "aws4_request"}) {
            key = hmac("HmacSHA256", key, part);
        }
        return Map.of(
                "access", access,
                "token", Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
                "signature", HexFormat.of().formatHex(hmac("HmacSHA256", key, text)),
                "headers", Map.of("X-Amz-Date", date));
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** RFC 3986 §2.1. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }
}
