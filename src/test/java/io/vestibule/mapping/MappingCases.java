package io.vestibule.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/**
 * Rules and assertions made at random, the same for the same seed: most sensible, many at the edge of the language, some broken.
 * A case is {@code {"version", "rules", "assertion"}}.
 */
final class MappingCases {
    private static final List<String> ATTRIBUTES = List.of("sub", "mail", "groups", "ou", "projects", "HTTP_X");
    private static final List<String> VALUES = List.of(
            "ada",
            "grace hopper",
            "dev-a",
            "dev-b",
            "ops",
            "Ops",
            "",
            " dev-a",
            "it's",
            "say \"x\"",
            "back\\slash",
            "é",
            "tab\there",
            "['a', 'b']",
            "[1, 'c']",
            "[]",
            "['open",
            "a{0}b",
            "42",
            "JSON:{\"name\": \"g1\", \"domain\": {\"name\": \"d1\"}}",
            "JSON:{\"name\": \"g2\", \"domain\": {\"id\": \"d2\"}}",
            "JSON:{\"name\": \"g3\"}",
            "[{\"name\": \"p1\", \"roles\": [{\"name\": \"member\"}]}]",
            "[{\"name\": \"p2\", \"roles\": [], \"domain\": {\"name\": \"d1\"}}]",
            "[{\"name\": 5}]",
            "{not json");
    private static final List<String> PATTERNS = List.of(
            "dev.*",
            "^dev-a$",
            "(?i)ops",
            "\\bgrace\\b",
            "^(?!dev).*",
            "(a|b)$",
            "[^a-z]",
            "\\d{2}",
            "a{,2}b?",
            "^$",
            "(?P<x>a)(?P=x)?",
            "^\\s",
            "[[]",
            "\\w+\\Z",
            "é",
            "x{y}",
            "[]a]",
            "(?x) dev - a # why");

    private final Random random;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    MappingCases(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode next() {
        String version = List.of("1.0", "2.0", "3.0").get(random.nextInt(3));
        ObjectNode made = json.objectNode().put("version", version);
        ArrayNode rules = made.putArray("rules");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            rules.add(rule(version));
        }
        made.set("assertion", assertion());
        if (chance(8)) {
            spoil(rules);
        }
        return made;
    }

    private ObjectNode assertion() {
        ObjectNode assertion = json.objectNode();
        for (String attribute : ATTRIBUTES) {
            if (!chance(5)) {
                StringBuilder text = new StringBuilder(of(VALUES));
                while (chance(3)) {
                    text.append(';').append(of(VALUES));
                }
                assertion.put(attribute, text.toString());
            }
        }
        return assertion;
    }

    private ObjectNode rule(String version) {
        ObjectNode rule = json.objectNode();
        ArrayNode remote = json.arrayNode();
        int count = 1 + random.nextInt(3);
        boolean sets = false;
        for (int i = 0; i < count; i++) {
            ObjectNode one = remote();
            sets |= one.has("whitelist") || one.has("blacklist");
            remote.add(one);
        }
        ArrayNode local = rule.putArray("local");
        int locals = chance(12) ? 0 : 1 + random.nextInt(2);
        for (int i = 0; i < locals; i++) {
            local.add(local(version, count, sets));
        }
        rule.set("remote", remote);
        return rule;
    }

    private ObjectNode remote() {
        ObjectNode remote = json.objectNode().put("type", of(ATTRIBUTES));
        if (chance(2)) {
            boolean regex = chance(2);
            ArrayNode list =
                    remote.putArray(of(List.of("any_one_of", "not_any_of", "whitelist", "blacklist", "whitelist")));
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                list.add(of(regex ? PATTERNS : VALUES));
            }
            if (regex || chance(4)) {
                remote.put("regex", regex);
            }
        }
        return remote;
    }

    private ObjectNode local(String version, int places, boolean sets) {
        ObjectNode local = json.objectNode();
        if (chance(2)) {
            ObjectNode user = local.putObject("user");
            for (String key : List.of("id", "name", "email")) {
                if (chance(2)) {
                    user.put(key, text(places, sets));
                }
            }
            if (chance(4)) {
                user.put("type", of(List.of("ephemeral", "local")));
            }
            if (chance(4)) {
                user.set("domain", domain());
            }
        }
        if (chance(4)) {
            ObjectNode group = local.putObject("group");
            if (chance(2)) {
                group.put("id", text(places, sets));
            } else {
                group.put("name", text(places, sets)).set("domain", domain());
            }
        }
        if (chance(3)) {
            local.put("groups", chance(4) ? "x" + text(places, sets) : "{" + random.nextInt(places) + "}");
        }
        if (chance(4)) {
            local.put("group_ids", chance(4) ? text(places, sets) : "{" + random.nextInt(places) + "}");
        }
        if (chance(2)) {
            local.set("domain", domain());
        }
        if (chance(4)) {
            projects(local.putArray("projects"), version, places, sets);
        }
        if (version.equals("3.0") && chance(3)) {
            local.put("projects_json", (chance(2) ? "{%d}" : "%d").formatted(random.nextInt(places)));
        }
        return local;
    }

    private void projects(ArrayNode projects, String version, int places, boolean sets) {
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            ObjectNode project = projects.addObject().put("name", text(places, sets));
            project.putArray("roles").addObject().put("name", chance(3) ? text(places, sets) : "member");
            if (!version.equals("1.0") && chance(2)) {
                project.set("domain", domain());
            }
        }
    }

    private ObjectNode domain() {
        ObjectNode domain = json.objectNode();
        if (chance(2)) {
            domain.put("name", of(List.of("d1", "{0}", "Default")));
        }
        if (chance(3)) {
            domain.put("id", "d2");
        }
        return domain;
    }

    /** @param sets whether the order of a match is none: no item of it is picked then */
    private String text(int places, boolean sets) {
        int place = random.nextInt(chance(15) ? places + 1 : places);
        return switch (random.nextInt(8)) {
            case 0 -> "fixed";
            case 1 -> "a {" + place + "} and {0}";
            case 2 -> "{{" + place + "}} {" + place + "}";
            case 3 -> places == 1 ? "{}" : "{} {}";
            case 4 -> sets ? "plain" : "{" + place + "[0]}";
            default -> "{" + place + "}";
        };
    }

    /** Breaks the shape somewhere: a key too many, one too few, another type. */
    private void spoil(ArrayNode rules) {
        JsonNode at = rules;
        for (int depth = random.nextInt(5); depth >= 0 && at.isContainerNode() && !at.isEmpty(); depth--) {
            JsonNode below = at.isArray()
                    ? at.get(random.nextInt(at.size()))
                    : at.properties().stream()
                            .toList()
                            .get(random.nextInt(at.size()))
                            .getValue();
            if (!below.isContainerNode() || below.isEmpty()) {
                break;
            }
            at = below;
        }
        if (at instanceof ObjectNode object) {
            String key = object.properties().stream()
                    .toList()
                    .get(random.nextInt(object.size()))
                    .getKey();
            switch (random.nextInt(3)) {
                case 0 -> object.remove(key);
                case 1 -> object.put(key, 5);
                default -> object.put("bogus", true);
            }
        } else if (at instanceof ArrayNode list) {
            list.set(0, json.textNode("bogus"));
        }
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String of(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
