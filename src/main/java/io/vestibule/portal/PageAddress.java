package io.vestibule.portal;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The address that shows a page again, to be varied by one parameter.
 *
 * @param path empty for the address the browser is at
 */
public record PageAddress(String path, List<Parameter> parameters) {
    /** One parameter, decoded. */
    public record Parameter(String name, String value) {}

    private static final Set<String> OURS = Set.of(
            "flow", "token", "more", "done", "user_code", PageRequest.LANGUAGE_PARAMETER, PageRequest.SEARCH_PARAMETER);

    static PageAddress here(Map<String, List<String>> query) {
        List<Parameter> parameters = new ArrayList<>();
        query.forEach((name, values) -> values.forEach(value -> parameters.add(new Parameter(name, value))));
        return new PageAddress("", parameters);
    }

    static PageAddress of(URI uri) {
        List<Parameter> parameters = new ArrayList<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.add(new Parameter(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
            }
        }
        return new PageAddress(uri.getRawPath() == null ? "" : uri.getRawPath(), parameters);
    }

    /** Whether every parameter is one that our own pages put there. */
    boolean isOurs() {
        return parameters.stream().map(Parameter::name).allMatch(OURS::contains);
    }

    /** The same address where {@code name} has this one value. */
    public PageAddress with(String name, String value) {
        List<Parameter> more = new ArrayList<>(without(name).parameters);
        more.add(new Parameter(name, value));
        return new PageAddress(path, more);
    }

    public PageAddress without(String name) {
        return new PageAddress(
                path,
                parameters.stream()
                        .filter(parameter -> !parameter.name().equals(name))
                        .toList());
    }

    /** The value of a parameter that is there; empty text when it is not. */
    public String value(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst()
                .orElse("");
    }

    /** For {@code href}: relative to the page, so that it is right behind every proxy. */
    public String href() {
        StringBuilder href = new StringBuilder(path).append('?');
        for (Parameter parameter : parameters) {
            href.append(href.charAt(href.length() - 1) == '?' ? "" : "&")
                    .append(encoded(parameter.name()))
                    .append('=')
                    .append(encoded(parameter.value()));
        }
        return href.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
