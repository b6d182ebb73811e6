package io.vestibule.protocol.keystone.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who asks: the facts of a token by the names that rules use, the names of its roles, and the kind of its scope. */
record Asker(Map<String, String> attributes, Set<String> roles, ScopeKind scope) {
    /** What oslo.policy tells apart: a token without a scope counts as one of a project. */
    enum ScopeKind {
        SYSTEM('s'),
        DOMAIN('d'),
        PROJECT('p');

        private final char letter;

        ScopeKind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    Asker {
        attributes = Map.copyOf(attributes);
        roles = roles.stream().map(role -> role.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }
}
