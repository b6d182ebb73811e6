package io.vestibule.protocol.keystone.delegation;

import io.vestibule.keys.Hmac;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** As clients sign, for tests of other folders: EC2 version 2, and OAuth 1.0a (RFC 5849 §3.4). */
public final class Signatures {
    private Signatures() {}

    /** What a service asks the Identity API about. */
    public static Map<String, Object> ec2(String access, String secret, Instant at) {
        Map<String, String> params = Map.of(
                "SignatureVersion",
                "2",
                "SignatureMethod",
                "HmacSHA256",
                "AWSAccessKeyId",
                access,
                "Timestamp",
                at.truncatedTo(ChronoUnit.SECONDS).toString());
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
                params,
                "signature",
                Hmac.SHA256.base64(secret, "GET\nnova.example\n/\n" + joined(params)));
    }

    /** The header of a POST to {@code url}; {@code keys} of the consumer and, when it is not empty, of a token. */
    public static String oauth1(String url, Map<String, String> keys, Map<String, String> more, Instant at) {
        Map<String, String> oauth = new LinkedHashMap<>(Map.of(
                "oauth_consumer_key",
                keys.getOrDefault("consumer", ""),
                "oauth_signature_method",
                "HMAC-SHA1",
                "oauth_timestamp",
                String.valueOf(at.getEpochSecond()),
                "oauth_nonce",
                UUID.randomUUID().toString(),
                "oauth_version",
                "1.0"));
        oauth.putAll(more);
        if (keys.containsKey("oauth_token")) {
            oauth.put("oauth_token", keys.get("oauth_token"));
        }
        String text = "POST&" + PercentEncoding.encode(url) + "&" + PercentEncoding.encode(joined(oauth));
        oauth.put(
                "oauth_signature",
                Hmac.SHA1.base64(keys.get("secret") + "&" + keys.getOrDefault("oauth_token_secret", ""), text));
        return "OAuth "
                + oauth.entrySet().stream()
                        .map(entry -> entry.getKey() + "=\"" + PercentEncoding.encode(entry.getValue()) + "\"")
                        .collect(Collectors.joining(", "));
    }

    private static String joined(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + PercentEncoding.encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }
}
