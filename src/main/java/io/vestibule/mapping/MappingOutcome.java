package io.vestibule.mapping;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What rules made of an assertion. Everything is named, nothing looked up: {@code login} knows what there is. */
public sealed interface MappingOutcome {
    /**
     * @param groupIds of groups
     * @param groups the same by name
     */
    record Matched(MappedUser user, Set<String> groupIds, Set<MappedGroup> groups, List<MappedProject> projects)
            implements MappingOutcome {
        public Matched {
            groupIds = Collections.unmodifiableSet(new LinkedHashSet<>(groupIds));
            groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
            projects = List.copyOf(projects);
        }
    }

    /** No rule gives anything for it. */
    record NoMatch() implements MappingOutcome {}

    /** A rule matches and what it gives makes no sense; {@code reason} is for the operator. */
    record Faulty(String reason) implements MappingOutcome {}
}
