package io.vestibule.protocol.keystone.policy;

import io.vestibule.identity.DomainId;
import io.vestibule.realm.reading.IfAbsent;
import java.util.Map;
import java.util.Set;

/**
 * What a realm's file says about who may do what on the Identity API.
 *
 * @param administrators whose role {@code admin} is one over the whole realm
 * @param adminProjects projects of the domain {@code default} where it is, with {@code administrators: admin-projects}
 * @param rules an OpenStack {@code policy.yaml}: rules by name, in place of the ones that ship
 */
public record PolicySettings(
        @IfAbsent("admin-projects") Administrators administrators,
        @IfAbsent("[admin, service]") Set<String> adminProjects,
        @IfAbsent("{}") Map<String, String> rules) {
    /** Where holding {@code admin} makes somebody an administrator of everything. Holding it on the system always does. */
    public enum Administrators {
        /** Only there. */
        SYSTEM,
        /** On a project that is named for it, too. */
        ADMIN_PROJECTS,
        /** On any project or domain, as Keystone without enforced scopes has it: whoever administers one tenant, all. */
        ANYWHERE
    }

    private static final DomainId DEFAULT_DOMAIN = new DomainId("default");
    private static final PolicySettings STANDARD =
            new PolicySettings(Administrators.ADMIN_PROJECTS, Set.of("admin", "service"), Map.of());

    public PolicySettings {
        adminProjects = Set.copyOf(adminProjects);
        rules = Map.copyOf(rules);
        PolicyTable.shipped().with(rules); // a rule that cannot be read must not be found out at the first request
    }

    public static PolicySettings standard() {
        return STANDARD;
    }

    /**
     * Whether {@code admin} in a project of that name is one over everything. Another domain's projects can be called anything
     * by that domain's administrators: they never are.
     */
    public boolean isAdminProject(DomainId domain, String name) {
        return administrators == Administrators.ADMIN_PROJECTS
                && domain.equals(DEFAULT_DOMAIN)
                && adminProjects.contains(name);
    }

    /** Whether the role admin makes an administrator of the whole realm wherever it is given. */
    public boolean isAdminAnywhere() {
        return administrators == Administrators.ANYWHERE;
    }

    PolicyTable table() {
        PolicyTable shipped = PolicyTable.shipped();
        PolicyTable fitted = administrators == Administrators.ANYWHERE
                ? shipped.with(Map.of("admin_required", "role:admin"))
                : shipped;
        return fitted.with(rules);
    }
}
