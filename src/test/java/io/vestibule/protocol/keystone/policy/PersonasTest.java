package io.vestibule.protocol.keystone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.protocol.keystone.policy.Asker.ScopeKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The table that ships, against who may do what according to OpenStack's own persona tests: personas.txt. */
@Tag("keystone")
class PersonasTest {
    private static final String ME = "11111111111111111111111111111111";
    private static final DomainId OWN = new DomainId("own");
    private static final DomainId OTHER = new DomainId("other");
    private static final DomainId DEFAULT = new DomainId("default");
    private static final ProjectId PROJECT = new ProjectId("project");
    private static final Map<String, Asker> PERSONAS = personas();

    private static Map<String, Asker> personas() {
        Map<String, Asker> personas = new LinkedHashMap<>();
        Map.of("A", 4, "G", 3, "M", 2, "R", 1).forEach((letter, rank) -> {
            Set<String> roles = Stream.of("reader", "member", "manager", "admin")
                    .limit(rank)
                    .collect(Collectors.toSet());
            if (!letter.equals("G")) {
                personas.put("S" + letter, asker(ScopeKind.SYSTEM, roles, "system_scope", "all"));
                personas.put("P" + letter, project(roles, "False"));
            }
            personas.put(
                    "D" + letter,
                    asker(ScopeKind.DOMAIN, roles, "domain_id", OWN.value(), "token.domain.id", OWN.value()));
        });
        personas.put("CA", project(Set.of("reader", "member", "manager", "admin"), "True", DEFAULT, "admin"));
        personas.put("SV", project(Set.of("service"), "True", DEFAULT, "service"));
        personas.put("UN", asker(ScopeKind.PROJECT, Set.of()));
        return personas;
    }

    private static Asker project(Set<String> roles, String isAdminProject) {
        return project(roles, isAdminProject, OWN, PROJECT.value());
    }

    private static Asker project(Set<String> roles, String isAdminProject, DomainId domain, String id) {
        return asker(
                ScopeKind.PROJECT,
                roles,
                "project_id",
                id,
                "project_domain_id",
                domain.value(),
                "token.project.domain.id",
                domain.value(),
                "is_admin_project",
                isAdminProject);
    }

    private static Asker asker(ScopeKind scope, Set<String> roles, String... facts) {
        Target named = Target.of(facts).with("user_id", ME);
        return new Asker(named.attributes(), roles, scope);
    }

    private static Target target(String kind) {
        return switch (kind) {
            case "none" -> Target.none();
            case "own" -> belonging(OWN, OWN, PROJECT.value()).and(role("member", null));
            case "other" -> belonging(OTHER, OTHER, "elsewhere").and(role("member", null));
            case "mixed" -> belonging(OWN, OTHER, "elsewhere").and(role("member", null));
            case "adminrole" -> belonging(OWN, OWN, PROJECT.value()).and(role("admin", null));
            case "adminproject" ->
                belonging(OWN, OWN, PROJECT.value())
                        .and(role("admin", null))
                        .with("target.project.is_admin_project", "True")
                        .with("target.reaches_admin_project", "True")
                        .with("target.user.is_cloud_admin", "True")
                        .with("target.group.is_cloud_admin", "True");
            case "foreignrole" -> belonging(OWN, OWN, PROJECT.value()).and(role("member", OTHER.value()));
            case "self" ->
                Target.of(
                        "user_id", ME,
                        "target.user.id", ME,
                        "target.user.domain_id", OWN.value(),
                        "target.credential.user_id", ME,
                        "target.token.user_id", ME,
                        "target.trust.trustor_user_id", ME);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Target role(String name, @Nullable String domain) {
        return Target.of("target.role.name", name).with("target.role.domain_id", domain);
    }

    private static Target belonging(DomainId user, DomainId rest, String project) {
        return Target.of(
                        "user_id",
                        "somebody",
                        "target.domain_id",
                        rest.value(),
                        "target.domain.id",
                        rest.value(),
                        "target.user.id",
                        "somebody",
                        "target.user.domain_id",
                        user.value(),
                        "target.group.domain_id",
                        rest.value(),
                        "target.project.id",
                        project,
                        "target.project.domain_id",
                        rest.value(),
                        "target.credential.user_id",
                        "somebody",
                        "target.token.user_id",
                        "somebody",
                        "target.trust.trustor_user_id",
                        "somebody")
                .and(Target.of(
                        "target.project.is_admin_project",
                        "False",
                        "target.reaches_admin_project",
                        "False",
                        "target.user.is_cloud_admin",
                        "False",
                        "target.group.is_cloud_admin",
                        "False",
                        "target.limit.project_id",
                        project,
                        "target.limit.project.domain_id",
                        rest.value()));
    }

    @TestFactory
    List<DynamicTest> everybodyMayDoWhatThePersonaTestsSayAndNothingElse() throws IOException {
        PolicyTable table = PolicySettings.standard().table();
        try (InputStream file =
                Objects.requireNonNull(PersonasTest.class.getResourceAsStream("/keystone/personas.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" +"))
                    .map(words ->
                            DynamicTest.dynamicTest(words[0] + " · " + words[1], () -> allowedAreExactly(table, words)))
                    .toList();
        }
    }

    private static void allowedAreExactly(PolicyTable table, String[] words) {
        Set<String> wanted = new TreeSet<>(List.of(words).subList(2, words.length));
        Set<String> allowed = new TreeSet<>();
        PERSONAS.forEach((name, persona) -> {
            if (table.allows(words[0], persona, target(words[1]))) {
                allowed.add(name);
            }
        });
        assertThat(allowed).isEqualTo(wanted);
    }
}
