package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import java.util.List;
import java.util.Optional;

/** A project as somebody wants it. Tags hold neither comma nor slash. */
public record ProjectDraft(
        DomainId domain,
        Optional<ProjectId> parent,
        String name,
        Optional<String> description,
        boolean enabled,
        Optional<Boolean> immutable,
        List<String> tags,
        Extra extra) {
    public ProjectDraft {
        tags = tags.stream().distinct().toList();
        if (tags.stream().anyMatch(tag -> tag.isEmpty() || tag.indexOf(',') >= 0 || tag.indexOf('/') >= 0)) {
            throw new IllegalArgumentException("a tag is not empty and has neither comma nor slash");
        }
    }

    /** An enabled one directly under {@code domain}, with nothing else said. */
    public static ProjectDraft of(DomainId domain, String name) {
        return new ProjectDraft(
                domain, Optional.empty(), name, Optional.empty(), true, Optional.empty(), List.of(), Extra.none());
    }

    public ProjectDraft under(Optional<ProjectId> above) {
        return new ProjectDraft(domain, above, name, description, enabled, immutable, tags, extra);
    }

    public ProjectDraft named(String other) {
        return new ProjectDraft(domain, parent, other, description, enabled, immutable, tags, extra);
    }

    public ProjectDraft described(Optional<String> other) {
        return new ProjectDraft(domain, parent, name, other, enabled, immutable, tags, extra);
    }

    public ProjectDraft enabled(boolean other) {
        return new ProjectDraft(domain, parent, name, description, other, immutable, tags, extra);
    }

    public ProjectDraft immutable(Optional<Boolean> other) {
        return new ProjectDraft(domain, parent, name, description, enabled, other, tags, extra);
    }

    public ProjectDraft tagged(List<String> other) {
        return new ProjectDraft(domain, parent, name, description, enabled, immutable, other, extra);
    }

    public ProjectDraft with(Extra other) {
        return new ProjectDraft(domain, parent, name, description, enabled, immutable, tags, other);
    }

    /** Whether {@code other} differs in nothing but the option that protects it. */
    boolean onlyProtectionDiffers(ProjectDraft other) {
        return immutable(other.immutable).equals(other);
    }
}
