package io.vestibule.identity;

/** What a proof with roles is good for. */
public sealed interface Scope {
    record Project(ProjectId project) implements Scope {}

    record Domain(DomainId domain) implements Scope {}

    /** The whole deployment. */
    record System() implements Scope {}
}
