package io.vestibule.protocol.keystone.golden;

import io.vestibule.protocol.keystone.Totp;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests that cannot be repeated as they were: what they carry was computed from the time or from somebody's secret. */
final class Rewritten {
    private static final String TOTP_SECRET = "ZX7FXOD2WY5P4HCRFGD74BGB24SZ5357";
    private static final String EC2_SECRET = "bd2f1186ff4a44b89a7544dc0da83331";
    private static final String EC2_ACCESS = "82687dea8fe3496995801ad5d203dd73";

    private final Bindings bindings;
    private final Clock clock;

    Rewritten(Bindings bindings, Clock clock) {
        this.bindings = bindings;
        this.clock = clock;
    }

    String body(Exchange exchange) {
        String body = bindings.apply(exchange.body());
        return switch (exchange.number()) {
            case 68 -> "{\"user\": {\"name\": \"" + "x".repeat(130_000) + "\"}}"; // the recording is abridged
            case 90, 91 -> signed(body);
            case 97, 98 ->
                body.replaceAll(
                        "\"passcode\": \"\\d+\"",
                        "\"passcode\": \"" + Totp.passcode(TOTP_SECRET, clock.instant()) + "\"");
            default -> body;
        };
    }

    String header(Exchange exchange, String name) {
        String value = bindings.apply(exchange.headers().getOrDefault(name, ""));
        if (name.equals("Authorization") && value.startsWith("Basic ")) {
            return "Basic "
                    + Base64.getEncoder()
                            .encodeToString((bindings.of(BetweenTheLines.OAUTH_ID) + ":"
                                            + bindings.of(BetweenTheLines.OAUTH_SECRET))
                                    .getBytes(StandardCharsets.UTF_8));
        }
        if (exchange.number() == 167 && name.equals("X-Subject-Token")) {
            return tampered(bindings.of(exchange.headers().getOrDefault("X-Auth-Token", "")));
        }
        return value;
    }

    /** Another claim under the same signature. */
    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replaceFirst("\"exp\":(\\d)", "\"exp\":9");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }

    /** EC2 signature version 2, of the query parameters in the order of their names. */
    private String signed(String body) {
        String now = clock.instant().toString().replaceFirst("\\.\\d+Z", "Z");
        String access = bindings.of(EC2_ACCESS);
        String query = "AWSAccessKeyId=" + access + "&SignatureMethod=HmacSHA256&SignatureVersion=2&Timestamp="
                + now.replace(":", "%3A");
        String signature = Base64.getEncoder()
                .encodeToString(mac(
                        "HmacSHA256",
                        bindings.of(EC2_SECRET).getBytes(StandardCharsets.UTF_8),
                        ("GET\n127.0.0.1\n/\n" + query).getBytes(StandardCharsets.UTF_8)));
        return body.replaceAll("\"Timestamp\": \"[^\"]*\"", "\"Timestamp\": \"" + now + "\"")
                .replaceAll("\"signature\": \"[^\"]*\"", "\"signature\": \"" + signature + "\"");
    }

    private static byte[] mac(String algorithm, byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
