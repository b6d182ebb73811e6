package io.vestibule.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Projects that an upstream asserts as JSON, which the third edition of the language takes. */
final class ProjectsJson {
    private static final Pattern PLACE = Pattern.compile("\\{?(\\d{1,4})}?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProjectsJson() {}

    /** Which match the JSON is: {@code {0}} or {@code 0}. */
    static Optional<Integer> index(String place) {
        Matcher matcher = PLACE.matcher(place);
        return matcher.lookingAt() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong */
    static ArrayNode read(List<String> match) {
        JsonNode projects = match.size() == 1 ? tree(match.getFirst()) : texts(match);
        List<String> problems = RuleShape.problemsOfProjects(projects);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", problems));
        }
        return (ArrayNode) projects;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("what was asserted for projects_json is not JSON", broken);
        }
    }

    private static JsonNode texts(List<String> match) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        match.forEach(texts::add);
        return texts;
    }
}
