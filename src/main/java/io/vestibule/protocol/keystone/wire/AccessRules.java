package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an application credential's access rules let its tokens do here. A rule names service, method and path, where a tag in
 * braces or a star stands for one segment and two stars for any number of them.
 */
final class AccessRules {
    private static final String HERE = "identity";
    private static final Pattern PARTS = Pattern.compile("(\\{[^}]*})|(\\*\\*)|(\\*)|([^{}*]+)|([{}])");

    private AccessRules() {}

    /** {@code path} without what stands before {@code /v3}. */
    static boolean allow(JsonNode rules, String method, String path) {
        for (JsonNode rule : rules) {
            if (rule.path("service").asText().equals(HERE)
                    && rule.path("method").asText().equals(method)
                    && pattern(rule.path("path").asText()).matcher(path).matches()) {
                return true;
            }
        }
        return false;
    }

    private static Pattern pattern(String path) {
        StringBuilder regex = new StringBuilder();
        Matcher parts = PARTS.matcher(path);
        while (parts.find()) {
            if (parts.group(2) != null) {
                regex.append(".*");
            } else if (parts.group(1) != null || parts.group(3) != null) {
                regex.append("[^/]+");
            } else {
                regex.append(Pattern.quote(parts.group()));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
