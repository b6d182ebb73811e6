package io.vestibule.access;

import io.vestibule.identity.ScopeName;
import io.vestibule.realm.reading.IfAbsent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The block {@code access} of a realm file. Names that lie in a domain are written {@code domain/name}; without a domain they
 * lie in {@code Default}.
 *
 * @param limitModel how limits of a project and of its domain bind each other
 */
record AccessDeclaration(
        @IfAbsent("flat") LimitModel limitModel,
        List<DomainEntry> domains,
        List<GroupEntry> groups,
        List<RoleEntry> roles,
        List<ProjectEntry> projects,
        List<AssignmentEntry> assignments,
        List<RegisteredLimitEntry> registeredLimits,
        List<LimitEntry> limits) {
    static AccessDeclaration none() {
        return new AccessDeclaration(
                LimitModel.FLAT, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    record DomainEntry(
            String name,
            @IfAbsent("\"\"") String description,
            @IfAbsent("true") boolean enabled) {
        DomainEntry {
            says("name", name);
        }
    }

    record GroupEntry(String name, @IfAbsent("Default") String domain, Optional<String> description) {
        GroupEntry {
            says("name", name);
        }
    }

    /** @param domain whose private role it is; none for a role of the realm */
    record RoleEntry(String name, Optional<String> domain, Optional<String> description, List<String> implies) {
        RoleEntry {
            says("name", name);
        }
    }

    /** @param parent a project of the same domain, declared above this one or there already */
    record ProjectEntry(
            String name,
            @IfAbsent("Default") String domain,
            Optional<String> parent,
            Optional<String> description,
            @IfAbsent("true") boolean enabled,
            List<String> tags) {
        ProjectEntry {
            says("name", name);
            if (tags.stream().anyMatch(tag -> tag.isEmpty() || tag.indexOf(',') >= 0 || tag.indexOf('/') >= 0)) {
                throw new IllegalArgumentException("tags must be words without comma and slash");
            }
        }
    }

    /**
     * @param client a relying party, which has the roles itself
     * @param inherited holds on the projects below and not on what is named
     */
    record AssignmentEntry(
            Optional<String> user,
            Optional<String> group,
            Optional<String> client,
            List<String> roles,
            String on,
            @IfAbsent("false") boolean inherited) {
        AssignmentEntry {
            if (Stream.of(user, group, client).filter(Optional::isPresent).count() != 1) {
                throw new IllegalArgumentException(
                        "one of the keys \"user\", \"group\" and \"client\" is needed, and only one");
            }
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("roles must name at least one");
            }
            if (AccessDeclaration.scope(on) instanceof ScopeName.OfSystem && inherited) {
                throw new IllegalArgumentException("inherited goes with a project or a domain only");
            }
        }

        ScopeName scope() {
            return AccessDeclaration.scope(on);
        }

        /** Whoever it is for, as the file calls them. */
        String who() {
            return user.or(() -> group).or(() -> client).orElseThrow();
        }
    }

    record RegisteredLimitEntry(
            String service, Optional<String> region, String resource, long limit, Optional<String> description) {
        RegisteredLimitEntry {
            amount(limit);
        }
    }

    record LimitEntry(
            String on,
            String service,
            Optional<String> region,
            String resource,
            long limit,
            Optional<String> description) {
        LimitEntry {
            amount(limit);
            if (AccessDeclaration.scope(on) instanceof ScopeName.OfSystem) {
                throw new IllegalArgumentException("on must name a project or a domain");
            }
        }

        ScopeName scope() {
            return AccessDeclaration.scope(on);
        }
    }

    private static ScopeName scope(String on) {
        return ScopeName.parse(on)
                .orElseThrow(() ->
                        new IllegalArgumentException("on must be project:domain/project, domain:name or system:all"));
    }

    private static void amount(long limit) {
        if (limit < -1) {
            throw new IllegalArgumentException("limit must be a number, or -1 for none");
        }
    }

    private static void says(String key, String text) {
        if (text.isBlank() || text.length() > 255) {
            throw new IllegalArgumentException(key + " must have 1 to 255 characters");
        }
    }
}
