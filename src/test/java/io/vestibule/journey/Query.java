package io.vestibule.journey;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The query of an address, of parameters that come once. */
final class Query {
    private Query() {}

    static Map<String, String> read(URI address) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String raw = address.getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] halves = pair.split("=", 2);
            parameters.put(
                    URLDecoder.decode(halves[0], StandardCharsets.UTF_8),
                    halves.length > 1 ? URLDecoder.decode(halves[1], StandardCharsets.UTF_8) : "");
        }
        return parameters;
    }

    static String write(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
