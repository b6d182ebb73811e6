package io.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.database.ConnectionsTaken;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Group;
import io.vestibule.directory.GroupOutcome;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.mapping.Assertion;
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.MappingOutcome.Matched;
import io.vestibule.mapping.RuleEngine;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.Rules;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What it costs to look up what rules name. The realm {@code demo} has people, groups and projects. */
@QuarkusTest
class NamedByRulesTest {
    private static final RealmName DEMO = new RealmName("demo");
    private static final String RULES = """
            {"schema_version": "3.0", "rules": [
              {"local": [{"user": {"name": "x"}, "groups": "{0}", "domain": {"name": "default"}}], "remote": [{"type": "groups"}]},
              {"local": [{"projects_json": "{0}"}], "remote": [{"type": "projects"}]}]}""";

    @Inject
    NamedByRules named;

    @Inject
    Groups groups;

    @Inject
    Projects projects;

    @Inject
    Accounts accounts;

    @Inject
    ConnectionsTaken connections;

    @Test
    void twoThousandNamesAreAFewQuestionsToTheDatabase() {
        String own = "crew " + UUID.randomUUID();
        Group crew = ((GroupOutcome.Done)
                        groups.create(DEMO, new Groups.NewGroup(Domain.DEFAULT, own, "", Extra.none())))
                .group();
        User ada = accounts.named(DEMO, Domain.DEFAULT, "ada").orElseThrow();
        Project apollo = projects.named(DEMO, Domain.DEFAULT, "apollo").orElseThrow();
        Rules rules = ((RuleReader.Outcome.Read) RuleReader.read(RULES)).rules();
        List<String> many = Stream.concat(
                        IntStream.range(0, 1_999).mapToObj(n -> "nonesuch " + n),
                        Stream.of(own.toUpperCase(Locale.ROOT)))
                .toList();
        String on = "[{\"name\": \"apollo\", \"roles\": [{\"name\": \"reader\"}, {\"name\": \"nonesuch\"}]}]";
        Matched matched =
                (Matched) RuleEngine.apply(rules, new Assertion(Map.of("groups", many, "projects", List.of(on)), true));

        for (Optional<DomainId> limit : List.of(Optional.<DomainId>empty(), Optional.of(Domain.DEFAULT))) {
            long before = connections.sofarHere();
            NamedByRules.Found found = named.find(DEMO, bound(rules, limit), matched, ada);
            assertThat(connections.sofarHere() - before).isBetween(4L, 6L);
            assertThat(found.groups()).extracting(Group::id).containsExactly(crew.id());
            assertThat(found.assignments())
                    .hasSize(1)
                    .allSatisfy(given -> assertThat(given.target()).isEqualTo(new Scope.Project(apollo.id())));
            assertThat(found.skipped()).hasSize(2_000).containsKey("role nonesuch on project apollo");
        }
    }

    private static Bound bound(Rules rules, Optional<DomainId> limit) {
        IdentityProvider idp = new IdentityProvider(
                DEMO,
                "somebody",
                Domain.DEFAULT,
                true,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                limit);
        return new Bound(idp, new FederationProtocol("somebody", "mapped", "rules", Optional.empty()), rules, limit);
    }
}
