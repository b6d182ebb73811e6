package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Which options a domain may have, with what Keystone has without them. The password of a directory is none of them: nothing
 * here would use it, so it is not kept.
 */
@Singleton
class ConfigRules {
    private final JsonNode defaults;

    ConfigRules() {
        try (InputStream resource = ConfigRules.class.getResourceAsStream("/keystone/domain-config.json")) {
            this.defaults = new ObjectMapper().readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void requireKnown(Optional<String> group, Optional<String> option) {
        if (group.filter(name -> !defaults.has(name)).isPresent()) {
            throw invalid("Group " + group.get() + " is not supported for domain specific configurations");
        }
        if (option.filter(name -> !defaults.path(group.orElse("")).has(name)).isPresent()) {
            throw invalid("Option " + option.get() + " in group " + group.orElse("")
                    + " is not supported for domain specific configurations");
        }
    }

    /** {@code sent} when it is groups of options that may be. */
    ObjectNode checked(JsonNode sent) {
        if (!(sent instanceof ObjectNode config) || config.isEmpty()) {
            throw invalid("No options specified");
        }
        config.properties().forEach(group -> {
            if (!group.getValue().isObject() || group.getValue().isEmpty()) {
                throw invalid("The value of group " + group.getKey()
                        + " specified in the config should be a dictionary of options");
            }
            group.getValue()
                    .fieldNames()
                    .forEachRemaining(option -> requireKnown(Optional.of(group.getKey()), Optional.of(option)));
        });
        return config;
    }

    /** A change of one group, or of one option, speaks of that and of nothing else. */
    ObjectNode narrowed(JsonNode sent, Optional<String> group, Optional<String> option) {
        requireKnown(group, option);
        if (group.isEmpty()) {
            return checked(sent);
        }
        ObjectNode config = checked(option.isPresent() ? inGroup(group.get(), sent) : sent);
        boolean onlyThat = config.size() == 1
                && config.has(group.get())
                && (option.isEmpty()
                        || (config.path(group.get()).size() == 1
                                && config.path(group.get()).has(option.get())));
        if (!onlyThat) {
            throw invalid(option.map(name -> "Trying to update option " + name + " in group " + group.get()
                            + ", so that, and only that, option must be specified  in the config")
                    .orElseGet(() -> "Trying to update group " + group.get()
                            + ", so that, and only that, group must be specified in the config"));
        }
        return config;
    }

    private static ObjectNode inGroup(String group, JsonNode options) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.set(group, options);
        return config;
    }

    JsonNode defaults(Optional<String> group, Optional<String> option) {
        requireKnown(group, option);
        return part((ObjectNode) defaults.deepCopy(), group, option).orElseThrow();
    }

    /** All, one group under its name, or one option under its name. */
    static Optional<JsonNode> part(ObjectNode config, Optional<String> group, Optional<String> option) {
        if (group.isEmpty()) {
            return config.isEmpty() ? Optional.empty() : Optional.of(config);
        }
        JsonNode options = config.path(group.get());
        String name = option.orElse(group.get());
        JsonNode value = option.isPresent() ? options.path(option.get()) : options;
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.set(name, value);
        return Optional.of(part);
    }

    static KeystoneRefused invalid(String reason) {
        return KeystoneRefused.forbiddenSaying("Invalid domain specific configuration: " + reason + ".");
    }

    static KeystoneRefused unknown(String domain, Optional<String> group, Optional<String> option) {
        String what = option.map(name -> "option " + name + " in group " + group.orElse(""))
                .orElseGet(() -> group.map(name -> "group " + name).orElse("any options"));
        return KeystoneRefused.notFoundSaying(
                "Could not find " + what + " in domain configuration for domain " + domain + ".");
    }
}
