package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import java.util.Optional;

/** Whose share a limit cuts. */
public sealed interface LimitOwner {
    record OfProject(ProjectId project) implements LimitOwner {}

    record OfDomain(DomainId domain) implements LimitOwner {}

    default Optional<ProjectId> projectIfOne() {
        return this instanceof OfProject one ? Optional.of(one.project()) : Optional.empty();
    }

    default Optional<DomainId> domainIfOne() {
        return this instanceof OfDomain one ? Optional.of(one.domain()) : Optional.empty();
    }
}
