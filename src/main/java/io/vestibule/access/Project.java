package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import java.util.List;
import java.util.Optional;

/**
 * What roles are given on, in a tree below its domain.
 *
 * @param parent the project above; none directly under the domain
 * @param immutable whether it resists change; absent when nobody said
 */
public record Project(
        ProjectId id,
        RealmName realm,
        DomainId domain,
        Optional<ProjectId> parent,
        String name,
        Optional<String> description,
        boolean enabled,
        Optional<Boolean> immutable,
        List<String> tags,
        Extra extra) {
    public Project {
        tags = List.copyOf(tags);
    }

    public boolean isImmutable() {
        return immutable.orElse(false);
    }

    /** Everything but its identity, to be changed. */
    public ProjectDraft draft() {
        return new ProjectDraft(domain, parent, name, description, enabled, immutable, tags, extra);
    }
}
