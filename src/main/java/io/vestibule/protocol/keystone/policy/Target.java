package io.vestibule.protocol.keystone.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the thing that an action is about, by the names that rules use ({@code target.user.domain_id},
 * {@code user_id}). Built only from paths and stored rows, or named fields of a body: a request cannot add facts of its own
 * ({@code {"target": …}} in a body, CVE class of confused policy targets).
 */
public record Target(Map<String, String> attributes) {
    /** How a fact that is known to be nothing is written in a rule. */
    static final String NOTHING = "None";

    public Target {
        attributes = Map.copyOf(attributes);
    }

    public static Target none() {
        return new Target(Map.of());
    }

    /** Names and values in turn. */
    public static Target of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        Target target = none();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            target = target.with(namesAndValues[i], namesAndValues[i + 1]);
        }
        return target;
    }

    /** The same, and one more fact; a null value is the fact that there is none. */
    public Target with(String name, @Nullable String value) {
        Map<String, String> more = new HashMap<>(attributes);
        more.put(name, value == null ? NOTHING : value);
        return new Target(more);
    }

    public Target and(Target other) {
        Map<String, String> more = new HashMap<>(attributes);
        more.putAll(other.attributes);
        return new Target(more);
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }
}
