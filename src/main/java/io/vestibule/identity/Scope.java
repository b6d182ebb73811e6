package io.vestibule.identity;

/** What a proof with roles is good for. */
public sealed interface Scope {
    record Project(String domain, String project) implements Scope {}

    record Domain(String domain) implements Scope {}

    record System() implements Scope {}
}
