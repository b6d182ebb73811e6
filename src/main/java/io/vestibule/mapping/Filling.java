package io.vestibule.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.mapping.PythonPattern.Effort;
import io.vestibule.mapping.Rules.Rule;
import java.util.List;
import java.util.Map;

/**
 * Fills the places of a rule's local part.
 *
 * @param matches what the places stand for
 */
record Filling(List<List<String>> matches, Effort effort) {
    List<ObjectNode> of(Rule rule) {
        return rule.local().stream()
                .map(local -> (ObjectNode) filled("", local))
                .toList();
    }

    private JsonNode filled(String key, JsonNode value) {
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                object.set(member.getKey(), filled(member.getKey(), member.getValue()));
            }
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(filled(key, item)));
            return array;
        }
        return key.equals("projects_json") ? projects(value.textValue()) : text(value.textValue());
    }

    private JsonNode text(String text) {
        try {
            return JsonNodeFactory.instance.textNode(Template.parse(text).render(matches, effort));
        } catch (Template.NoSuchMatch | Template.TooLong | Template.Malformed wrong) {
            throw new RuleEngine.Faulty(String.valueOf(wrong.getMessage()));
        }
    }

    private JsonNode projects(String place) {
        int index = ProjectsJson.index(place).orElseThrow();
        if (index >= matches.size()) {
            throw new RuleEngine.Faulty("projects_json refers to a remote match that does not exist");
        }
        effort.spend(Template.price(matches.get(index)));
        try {
            return ProjectsJson.read(matches.get(index));
        } catch (IllegalArgumentException wrong) {
            throw new RuleEngine.Faulty(String.valueOf(wrong.getMessage()));
        }
    }
}
