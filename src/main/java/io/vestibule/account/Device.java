package io.vestibule.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a User-Agent header says in words a person knows; a hint for recognising one's own devices, and never believed. */
public record Device(String browser, String system) {
    private static final Device UNKNOWN = new Device("", "");

    // Those that pretend to be others come before them (RFC 9110 §10.1.5: "mechanisms for avoiding being detected").
    private static final Map<String, Pattern> BROWSERS = ordered(
            "Edge",
            "Edg(e|A|iOS)?/",
            "Opera",
            "OPR/",
            "Samsung Internet",
            "SamsungBrowser/",
            "Firefox",
            "(Firefox|FxiOS)/",
            "Chrome",
            "(Chrome|CriOS|HeadlessChrome)/",
            "Safari",
            "Safari/",
            "curl",
            "^curl/");

    private static final Map<String, Pattern> SYSTEMS = ordered(
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Android",
            "Android",
            "Windows",
            "Windows",
            "macOS",
            "Mac OS X",
            "ChromeOS",
            "CrOS",
            "Linux",
            "Linux");

    public static Device of(String userAgent) {
        return new Device(
                first(BROWSERS, userAgent).orElse(UNKNOWN.browser),
                first(SYSTEMS, userAgent).orElse(UNKNOWN.system));
    }

    public boolean known() {
        return !browser.isEmpty() && !system.isEmpty();
    }

    private static Optional<String> first(Map<String, Pattern> names, String userAgent) {
        return names.entrySet().stream()
                .filter(name -> name.getValue().matcher(userAgent).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, Pattern> ordered(String... namesAndPatterns) {
        Map<String, Pattern> ordered = new LinkedHashMap<>();
        for (int i = 0; i < namesAndPatterns.length; i += 2) {
            ordered.put(namesAndPatterns[i], Pattern.compile(namesAndPatterns[i + 1]));
        }
        return Collections.unmodifiableMap(ordered);
    }
}
