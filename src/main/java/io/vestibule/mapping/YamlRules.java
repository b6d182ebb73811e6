package io.vestibule.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vestibule.realm.reading.YamlTree;
import java.util.List;
import java.util.Locale;

/** Rules that are written in YAML, as the JSON which they are. References are none here: {@code ${0}} would be a text. */
final class YamlRules {
    private YamlRules() {}

    static ArrayNode json(List<YamlTree.Mapping> rules) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        rules.forEach(rule -> list.add(json(rule)));
        return list;
    }

    private static JsonNode json(YamlTree tree) {
        return switch (tree) {
            case YamlTree.Mapping mapping -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
                yield object;
            }
            case YamlTree.Sequence sequence -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                sequence.items().forEach(item -> list.add(json(item)));
                yield list;
            }
            case YamlTree.Scalar scalar ->
                switch (scalar.kind()) {
                    case TEXT -> TextNode.valueOf(scalar.text());
                    case SWITCH ->
                        BooleanNode.valueOf(
                                scalar.text().toLowerCase(Locale.ROOT).equals("true"));
                    case WHOLE_NUMBER -> LongNode.valueOf(Long.parseLong(scalar.text()));
                    case NUMBER -> DoubleNode.valueOf(Double.parseDouble(scalar.text()));
                    case NOTHING -> NullNode.getInstance();
                };
        };
    }
}
