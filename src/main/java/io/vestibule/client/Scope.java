package io.vestibule.client;

import java.util.Map;
import java.util.Optional;

/** What a token is to be good for. */
public sealed interface Scope {
    /** Whatever the server chooses: the user's default project, or what the application credential is bound to. */
    record ByDefault() implements Scope {}

    /** Nothing; such a token only says who somebody is. */
    record Unscoped() implements Scope {}

    /** A project by its id. */
    record Project(String id) implements Scope {}

    /** A project by its name and the name of its domain. */
    record ProjectNamed(String name, String domainName) implements Scope {}

    /** A domain by its id. */
    record Domain(String id) implements Scope {}

    /** The whole cloud. */
    record SystemWide() implements Scope {}

    /** What somebody else entrusted to this user. */
    record Trust(String id) implements Scope {}

    /** The {@code scope} part of the request. */
    default Optional<Object> request() {
        return switch (this) {
            case ByDefault none -> Optional.empty();
            case Unscoped none -> Optional.of("unscoped");
            case Project project -> Optional.of(Map.of("project", Map.of("id", project.id())));
            case ProjectNamed project ->
                Optional.of(Map.of(
                        "project", Map.of("name", project.name(), "domain", Map.of("name", project.domainName()))));
            case Domain domain -> Optional.of(Map.of("domain", Map.of("id", domain.id())));
            case SystemWide all -> Optional.of(Map.of("system", Map.of("all", true)));
            case Trust trust -> Optional.of(Map.of("OS-TRUST:trust", Map.of("id", trust.id())));
        };
    }
}
