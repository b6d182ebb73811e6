package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.wire.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** {@code tags}, {@code tags-any}, {@code not-tags} and {@code not-tags-any}, each a list with commas. */
final class TagFilter {
    private TagFilter() {}

    static Predicate<ObjectNode> of(Query query) {
        return item -> {
            Set<String> tags = new HashSet<>();
            item.path("tags").forEach(tag -> tags.add(tag.asText()));
            return all(query, "tags").stream().allMatch(tags::containsAll)
                    && all(query, "tags-any").stream()
                            .allMatch(some -> some.stream().anyMatch(tags::contains))
                    && all(query, "not-tags").stream().noneMatch(tags::containsAll)
                    && all(query, "not-tags-any").stream()
                            .noneMatch(some -> some.stream().anyMatch(tags::contains));
        };
    }

    private static List<List<String>> all(Query query, String name) {
        return query.all(name).stream().map(text -> List.of(text.split(","))).toList();
    }
}
