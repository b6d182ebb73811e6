package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.access.Projects;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.directory.Identities;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Rules of an identity provider at a real login: what they give, take back, skip and refuse. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class FederatedRulesJourneyTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final String RULES = """
            federation:
              mappings:
                - id: guild-people
                  rules:
                    - local:
                        - user: { name: "{0}", email: "{1}" }
                        - GIVEN
                      remote:
                        - { type: HTTP_OIDC_PREFERRED_USERNAME }
                        - { type: OIDC-email }
                        - { type: groups, any_one_of: [staff] }
              identityProviders:
                - { id: guild, mapping: guild-people }

            access:
            """;
    private static final String NAVY = "group: { name: navy, domain: { name: Default } }";
    private static final String WORKSHOP =
            "projects: [{ name: \"workshop of {0}\", roles: [{ name: member }, { name: nonesuch }] }]";

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    @Inject
    Groups groups;

    @Inject
    Assignments assignments;

    @Inject
    Projects projects;

    @Inject
    Identities identities;

    @Inject
    Realms realms;

    @Test
    void groupsAreGivenAndTakenBackWhenTheRulesGiveThemNoLonger() {
        withRules(NAVY, () -> {
            Arrival first = arrive();
            assertThat(texts(first.shown().at("/claims/groups"))).containsExactly("navy");
            assertThat(groupsOf(first)).containsExactly("navy");
        });
        withRules("group_ids: \"[]\"", () -> assertThat(groupsOf(arrive())).isEmpty());
    }

    @Test
    void aProjectIsMadeAndItsRoleGivenAndTheRoleIsTakenBackWithTheProvider() {
        audit.begin();
        withRules(WORKSHOP, () -> {
            Arrival arrival = arrive();

            Scope workshop = new Scope.Project(projects.named(HOUSE, Domain.DEFAULT, "workshop of emmy")
                    .orElseThrow()
                    .id());
            assertThat(rolesOf(arrival)).extracting(Assignment::target).containsExactly(workshop);
            assertThat(audit.all()).anySatisfy(line -> {
                assertThat(line.path("event").asText()).isEqualTo("grant-skipped");
                assertThat(line.path("what").asText()).isEqualTo("role nonesuch on project workshop of emmy");
                assertThat(line.path("rulesOf").asText()).isEqualTo("guild");
            });
        });
        try (PlainBrowser browser = new PlainBrowser()) { // the file names no provider any more
            assertThat(rolesOf(house.arrive(browser, Way.OIDC, "emmy", "crane")))
                    .isEmpty();
        }
    }

    @Test
    void aGroupThatThereIsNotBreaksNoLogin() {
        audit.begin();
        withRules("group: { name: nonesuch, domain: { name: Default } }", () -> {
            assertThat(groupsOf(arrive())).isEmpty();
            assertThat(audit.all())
                    .anySatisfy(line ->
                            assertThat(line.path("what").asText()).isEqualTo("group nonesuch of domain Default"));
        });
    }

    @Test
    void whomNoRuleMatchesIsToldSoAndHasNoSession() {
        audit.begin();
        withRules(NAVY, () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = house.signIn(browser, Way.OIDC, "hedy", house.enter(browser, "crane"));

                assertThat(page.status()).isEqualTo(403);
                assertThat(page.html().select("h1").text()).isEqualTo("Your account is not meant for this place");
                JsonNode refusal = audit.refusal(House.reference(page));
                assertThat(refusal.path("reason").asText()).isEqualTo("no-rule-matches");
                assertThat(refusal.path("connector").asText()).isEqualTo("guild");
                assertThat(House.sessionCookie(browser)).isEmpty();
            }
        });
    }

    @Test
    void aProviderThatIsSwitchedOffLetsNobodyIn() {
        files.with(
                "house",
                "access:\n",
                RULES.replace("GIVEN", NAVY).replace("{ id: guild,", "{ id: guild, enabled: false,"),
                () -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        Visit page = house.signIn(browser, Way.OIDC, "emmy", house.enter(browser, "crane"));

                        assertThat(page.status()).isEqualTo(403);
                        assertThat(House.sessionCookie(browser)).isEmpty();
                    }
                });
    }

    @Test
    void whomNoRuleMatchesIsLinkedToNobody() {
        withRules(NAVY, () -> assertThat(reasonForNotLinking("hedy")).isEqualTo("no-rule-matches"));
    }

    @Test
    void throughAProviderThatIsSwitchedOffNobodyIsLinked() {
        files.with(
                "house",
                "access:\n",
                RULES.replace("GIVEN", NAVY).replace("{ id: guild,", "{ id: guild, enabled: false,"),
                () -> assertThat(reasonForNotLinking("wangari")).isEqualTo("identity-provider-disabled"));
    }

    @Test
    void groupsThatTheRulesDoNotGiveDoNotComeWithALink() {
        withRules(NAVY, () -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser later = new PlainBrowser()) {
                Arrival alan = house.arrive(browser, Way.LOCAL, "alan", "desk");
                try {
                    Visit linked = link(browser, "wangari");
                    assertThat(linked.html().select("[role=status]").text()).contains("Linked");
                    assertThat(texts(Arrival.at(house.enter(browser, "crane"))
                                    .shown()
                                    .at("/claims/groups")))
                            .doesNotContain("staff", "mathematics");
                    assertThat(house.arrive(later, Way.OIDC, "wangari", "desk").claim("sub"))
                            .isEqualTo(alan.claim("sub"));
                } finally {
                    unlink(user(alan));
                }
            }
        });
    }

    @Test
    void whatRulesGaveBecauseOfALinkIsTakenBackWithIt() {
        String both = WORKSHOP.replace(
                "projects:", "group: { name: navy, domain: { name: Default } }\n            - projects:");
        withRules(both.replace("{0}", "the linked"), () -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser later = new PlainBrowser()) {
                Arrival alan = house.arrive(browser, Way.LOCAL, "alan", "desk");
                try {
                    link(browser, "wangari");
                    Arrival linked = house.arrive(later, Way.OIDC, "wangari", "desk");
                    assertThat(rolesOf(linked)).hasSize(1);
                    assertThat(groupsOf(linked)).contains("navy");
                } finally {
                    unlink(user(alan));
                }
                assertThat(rolesOf(alan)).isEmpty();
                assertThat(groupsOf(alan)).doesNotContain("navy");
            }
        });
    }

    private void unlink(UserId user) {
        identities.of(HOUSE, user).stream()
                .filter(one -> one.connector().value().equals("guild"))
                .forEach(one -> identities.unlink(
                        realms.find(HOUSE).orElseThrow(),
                        user,
                        one.connector(),
                        one.subject(),
                        Circumstances.from("")));
    }

    private String reasonForNotLinking(String person) {
        audit.begin();
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "alan", "desk");
            Visit refused = link(browser, person);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(browser.open(house.at("/account/identities"))
                            .html()
                            .select(".entries")
                            .text())
                    .doesNotContain("Guild");
            return audit.refusal(House.reference(refused)).path("reason").asText();
        }
    }

    private Visit link(PlainBrowser browser, String person) {
        Visit list = browser.open(house.at("/account/identities"));
        Visit there =
                browser.carryOn(browser.submit(list, "form[action$=/identities/link]", Map.of("connector", "guild")));
        return browser.carryOn(browser.submit(
                house.password(browser, there, person), "form:has([name=answer])", Map.of("answer", "yes")));
    }

    private void withRules(String given, Runnable meanwhile) {
        files.with("house", "access:\n", RULES.replace("GIVEN", given), meanwhile);
    }

    private Arrival arrive() {
        try (PlainBrowser browser = new PlainBrowser()) {
            return house.arrive(browser, Way.OIDC, "emmy", "crane");
        }
    }

    private List<String> groupsOf(Arrival arrival) {
        return groups.ofUser(HOUSE, user(arrival)).stream().map(Group::name).toList();
    }

    private List<Assignment> rolesOf(Arrival arrival) {
        return assignments.list(HOUSE, AssignmentFilter.all().of(new Actor.OfUser(user(arrival))));
    }

    private static UserId user(Arrival arrival) {
        return UserId.parse(arrival.shown().at("/claims/sub").asText()).orElseThrow();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
