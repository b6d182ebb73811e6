package io.vestibule.identity;

import java.util.Set;

/**
 * By what an upstream says that something is over which it vouched for.
 *
 * @param sessions its names for sessions of its own
 * @param people its names for a person, who may have several
 */
public record UpstreamNames(Set<String> sessions, Set<String> people) {
    private static final UpstreamNames NONE = new UpstreamNames(Set.of(), Set.of());

    public UpstreamNames {
        sessions = Set.copyOf(sessions);
        people = Set.copyOf(people);
    }

    public static UpstreamNames none() {
        return NONE;
    }

    public boolean isEmpty() {
        return sessions.isEmpty() && people.isEmpty();
    }
}
