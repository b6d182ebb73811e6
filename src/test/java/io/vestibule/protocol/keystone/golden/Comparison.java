package io.vestibule.protocol.keystone.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What differs between a recorded answer and the one that was got, in words; binds what is new on the way. */
final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names whose value is made at random and has no shape to know it by. */
    private static final Set<String> SECRETS = Set.of("secret", "audit_id", "audit_chain_id", "audit_ids");

    /** What clients act upon. Sent when it was recorded, and only then. */
    private static final List<String> HEADERS = List.of(
            "Location", "WWW-Authenticate", "X-Subject-Token", "Openstack-Auth-Receipt", "X-sp-url", "X-auth-url");

    private final Bindings bindings;
    private final List<String> differences = new ArrayList<>();

    private Comparison(Bindings bindings) {
        this.bindings = bindings;
    }

    static List<String> of(Exchange recorded, HttpResponse<String> actual, Bindings bindings) {
        Comparison comparison = new Comparison(bindings);
        if (recorded.status() != actual.statusCode()) {
            comparison.differences.add("status: expected " + recorded.status() + " and got " + actual.statusCode() + " "
                    + Bindings.shortened(actual.body()));
        }
        comparison.headers(recorded.answerHeaders(), actual.headers());
        comparison.body(recorded, actual);
        return comparison.differences;
    }

    private void headers(Map<String, String> recorded, HttpHeaders actual) {
        for (String name : HEADERS) {
            String value = actual.firstValue(name).orElse("");
            String expected = recorded.getOrDefault(name, "");
            bindings.match(expected, value).ifPresent(wrong -> differences.add(name + ": " + wrong));
        }
        String type = actual.firstValue("Content-Type").orElse("").replaceAll("\\s*;\\s*", "; ");
        String expectedType = recorded.getOrDefault("Content-Type", "");
        if (!type.replaceFirst("(?i); charset=utf-8$", "")
                .equals(expectedType.replaceFirst("(?i); charset=utf-8$", ""))) {
            differences.add("Content-Type: expected " + expectedType + " and got " + type);
        }
        if (recorded.containsKey("Vary")
                && actual.allValues("Vary").stream().noneMatch(all -> all.contains("X-Auth-Token"))) {
            differences.add("Vary: expected X-Auth-Token and got " + actual.allValues("Vary"));
        }
        if (recorded.containsKey("x-openstack-request-id")
                && !actual.firstValue("x-openstack-request-id").orElse("").matches("req-[0-9a-f-]{36}")) {
            differences.add("x-openstack-request-id: " + actual.firstValue("x-openstack-request-id"));
        }
        if (recorded.containsKey("Allow")
                && !words(recorded.getOrDefault("Allow", ""))
                        .equals(words(String.join(",", actual.allValues("Allow"))))) {
            differences.add("Allow: expected " + recorded.get("Allow") + " and got " + actual.allValues("Allow"));
        }
    }

    private static Set<String> words(String list) {
        return new TreeSet<>(List.of(list.split("\\s*,\\s*")));
    }

    private void body(Exchange recorded, HttpResponse<String> actual) {
        if (!recorded.answerHeaders().getOrDefault("Content-Type", "").contains("json")) {
            bindings.match(squeezed(recorded.answerBody()), squeezed(actual.body()))
                    .ifPresent(wrong -> differences.add("body: " + wrong));
            return;
        }
        if (recorded.answerBody().isEmpty()) { // HEAD
            if (!actual.body().isEmpty()) {
                differences.add("body: expected none");
            }
            return;
        }
        body("", recorded.answerBody(), actual.body());
    }

    private void body(String path, String recorded, String actual) {
        try {
            compare(path, JSON.readTree(recorded), JSON.readTree(actual));
        } catch (IOException broken) {
            differences.add(path + ": no JSON: " + Bindings.shortened(actual));
        }
    }

    private static String squeezed(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private void compare(String path, JsonNode recorded, JsonNode actual) {
        if (recorded.getNodeType() != actual.getNodeType()) {
            differences.add(path + ": expected " + shown(bindings.apply(recorded.toString())) + " and got "
                    + shown(actual.toString()));
        } else if (recorded.isObject()) {
            compareObjects(path, recorded, actual);
        } else if (recorded.isArray()) {
            compareArrays(path, recorded, actual);
        } else if (recorded.isTextual()) {
            compareTexts(path, recorded.asText(), actual.asText());
        } else if (!recorded.equals(actual)) {
            differences.add(path + ": expected " + recorded + " and got " + actual);
        }
    }

    private void compareTexts(String path, String recorded, String actual) {
        String name = path.replaceFirst("\\[\\d+]$", "").replaceFirst(".*\\.", "");
        if (SECRETS.contains(name)) {
            bindings.matchWhole(recorded, actual).ifPresent(wrong -> differences.add(path + ": " + wrong));
        } else if (recorded.startsWith("{\"")) { // an EC2 credential's blob: JSON inside of JSON
            body(path, recorded, actual);
        } else if (name.equals("message")) { // the dump of a schema that follows is the library's, not the protocol's
            bindings.match(firstLine(recorded), firstLine(actual))
                    .ifPresent(wrong -> differences.add(path + ": " + wrong));
        } else {
            bindings.match(recorded, actual).ifPresent(wrong -> differences.add(path + ": " + wrong));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private void compareObjects(String path, JsonNode recorded, JsonNode actual) {
        Set<String> unseen = new TreeSet<>();
        actual.fieldNames().forEachRemaining(unseen::add);
        recorded.fieldNames().forEachRemaining(recordedName -> {
            String name = bindings.apply(recordedName);
            unseen.remove(name);
            if (actual.has(name)) {
                compare(path + "." + name, recorded.get(recordedName), actual.get(name));
            } else {
                differences.add(path + "." + name + ": missing, expected "
                        + shown(bindings.apply(recorded.get(recordedName).toString())));
            }
        });
        unseen.forEach(name -> differences.add(
                path + "." + name + ": not expected, " + shown(actual.get(name).toString())));
    }

    /** Keystone's own lists come in the order of its database; only the chain of audit ids has an order that means something. */
    private void compareArrays(String path, JsonNode recorded, JsonNode actual) {
        boolean chain = path.endsWith("audit_ids");
        boolean abridged = recorded.toString().contains("more ...\"");
        List<JsonNode> wanted = chain ? listed(recorded) : sorted(recorded, true);
        List<JsonNode> got = chain ? listed(actual) : sorted(actual, false);
        if (abridged) {
            compareShapes(path, wanted, got);
        } else if (wanted.size() != got.size()) {
            differences.add(path + ": expected " + wanted.size() + " and got " + got.size() + ": "
                    + shown(bindings.apply(recorded.toString())) + " against " + shown(actual.toString()));
        } else {
            for (int i = 0; i < wanted.size(); i++) {
                compare(path + "[" + i + "]", wanted.get(i), got.get(i));
            }
        }
    }

    /** Of a long list the recording holds samples: each of ours must have the names that all of them have. */
    private void compareShapes(String path, List<JsonNode> samples, List<JsonNode> got) {
        Set<String> common = samples.stream()
                .filter(JsonNode::isObject)
                .map(Comparison::names)
                .reduce((some, others) -> {
                    some.retainAll(others);
                    return some;
                })
                .orElseThrow();
        if (got.isEmpty()) {
            differences.add(path + ": expected some and got none");
        }
        got.stream()
                .filter(one -> !names(one).containsAll(common))
                .forEach(one -> differences.add(path + ": without one of " + common + ": " + shown(one.toString())));
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<JsonNode> listed(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private List<JsonNode> sorted(JsonNode array, boolean isRecorded) {
        List<JsonNode> items = listed(array);
        items.sort(Comparator.comparing(item -> bindings.sortable(canonical(item, isRecorded), isRecorded)));
        return items;
    }

    /** The same text whatever the order of names and members. */
    private String canonical(JsonNode node, boolean isRecorded) {
        if (node.isObject()) {
            List<String> members = new ArrayList<>();
            node.properties()
                    .forEach(member -> members.add(bindings.sortable(member.getKey(), isRecorded) + "="
                            + (SECRETS.contains(member.getKey())
                                    ? "<secret>"
                                    : canonical(member.getValue(), isRecorded))));
            members.sort(Comparator.naturalOrder());
            return members.toString();
        }
        if (node.isArray()) {
            List<String> members = new ArrayList<>();
            node.forEach(item -> members.add(bindings.sortable(canonical(item, isRecorded), isRecorded)));
            members.sort(Comparator.naturalOrder());
            return members.toString();
        }
        return node.asText();
    }

    private static String shown(String text) {
        return Bindings.shortened(text);
    }
}
