package io.vestibule.protocol.keystone.token;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;

/** What a token is good for, with the names its body shows. */
public sealed interface TokenScope {
    record Unscoped() implements TokenScope {}

    record OfProject(ProjectId id, String name, DomainId domain, String domainName, boolean isDomain)
            implements TokenScope {}

    record OfDomain(DomainId id, String name) implements TokenScope {}

    record OfSystem() implements TokenScope {}
}
