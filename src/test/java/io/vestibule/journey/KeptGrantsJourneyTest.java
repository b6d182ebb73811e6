package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Actor;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.login.KeptForAWhile;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An identity provider that keeps for two hours what its rules no longer give. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class KeptGrantsJourneyTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final String GIVEN = "group: { name: navy, domain: { name: Default } }\n            - projects: "
            + "[{ name: \"workshop of {0}\", roles: [{ name: member }] }]";
    private static final String RULES = """
            federation:
              mappings:
                - id: guild-people
                  rules:
                    - local:
                        - user: { name: "{0}" }
                        - %s
                      remote:
                        - { type: preferred_username }
              identityProviders:
                - { id: guild, mapping: guild-people, grantsKeptFor: 2h }

            access:
            """.formatted(GIVEN);

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    @Inject
    JourneyClock clock;

    @Inject
    Groups groups;

    @Inject
    Assignments assignments;

    @Inject
    KeptForAWhile kept;

    @AfterEach
    void now() {
        clock.backToNow();
        come(); // by nobody's rules, so that no arrival of a time to come stays behind
    }

    @Test
    void whatRulesGiveNoLongerStaysForTheTimeAfterTheLastLoginThatGaveItAndGoesWithoutAnother() {
        withRules(() -> {
            UserId emmy = arrive();
            assertThat(held(emmy)).containsExactly("navy", "role");
            clock.move(Duration.ofHours(1));
            audit.begin();
            withoutWhatTheyGive(() -> {
                come();
                assertThat(held(emmy)).containsExactly("navy", "role");
                assertThat(told()).hasSize(2).allSatisfy(line -> {
                    assertThat(line.path("rulesOf").asText()).isEqualTo("guild");
                    assertThat(line.path("user").asText()).isEqualTo(emmy.toString());
                    assertThat(line.path("until").asText()).startsWith("20");
                });

                clock.move(Duration.ofMinutes(115));
                kept.takeBack();
                assertThat(held(emmy)).as("counted from the login that gave it").containsExactly("navy", "role");
                clock.move(Duration.ofMinutes(121));
                kept.takeBack();
                assertThat(held(emmy)).as("nobody came").isEmpty();
                assertThat(told())
                        .hasSize(4)
                        .filteredOn(line -> line.path("until").asText().equals("over"))
                        .extracting(line -> line.path("what").asText().split(" ")[0])
                        .containsExactlyInAnyOrder("group", "role");
            });
        });
    }

    @Test
    void whatIsGivenAgainMeanwhileStaysAsIfNothingHadBeen() {
        withRules(() -> {
            UserId emmy = arrive();
            withoutWhatTheyGive(this::come);
            clock.move(Duration.ofHours(1));
            come();
            clock.move(Duration.ofHours(4));
            kept.takeBack();
            assertThat(held(emmy)).containsExactly("navy", "role");
        });
    }

    @Test
    void theTimeIsOverWhenNobodyCameForSoLong() {
        withRules(() -> {
            UserId emmy = arrive();
            clock.move(Duration.ofHours(3));
            withoutWhatTheyGive(this::come);
            assertThat(held(emmy)).isEmpty();
        });
    }

    @Test
    void whoseTimeIsTakenAwayKeepsNothing() {
        withRules(() -> {
            UserId emmy = arrive();
            withoutWhatTheyGive(() -> {
                come();
                assertThat(held(emmy)).isNotEmpty();
                files.with("house", ", grantsKeptFor: 2h", "", () -> {
                    kept.takeBack();
                    assertThat(held(emmy)).isEmpty();
                });
            });
        });
    }

    @Test
    void whatIsGivenByRulesThatKeepNothingAnyMoreIsNotTakenBackBecauseTheyOnceDid() {
        withRules(() -> {
            UserId emmy = arrive();
            withoutWhatTheyGive(this::come);
            files.with("house", ", grantsKeptFor: 2h", "", () -> {
                come();
                kept.takeBack();
                assertThat(held(emmy)).containsExactly("navy", "role");
            });
        });
    }

    private List<JsonNode> told() {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("grant-kept"))
                .toList();
    }

    private void withRules(Runnable meanwhile) {
        files.with("house", "access:\n", RULES, meanwhile);
    }

    private void withoutWhatTheyGive(Runnable meanwhile) {
        files.with("house", GIVEN, "group_ids: \"[]\"", meanwhile);
    }

    private List<String> held(UserId user) {
        return Stream.concat(
                        groups.ofUser(HOUSE, user).stream().map(Group::name),
                        assignments.list(HOUSE, AssignmentFilter.all().of(new Actor.OfUser(user))).stream()
                                .map(role -> "role"))
                .toList();
    }

    /** Once more; relying parties of these tests do not follow the clock. */
    private void come() {
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(house.signIn(browser, Way.OIDC, "emmy", browser.open(house.at("/account")))
                            .status())
                    .isEqualTo(200);
        }
    }

    private UserId arrive() {
        try (PlainBrowser browser = new PlainBrowser()) {
            return UserId.parse(house.arrive(browser, Way.OIDC, "emmy", "crane")
                            .shown()
                            .at("/claims/sub")
                            .asText())
                    .orElseThrow();
        }
    }
}
