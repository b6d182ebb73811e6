package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Assignments;
import io.vestibule.access.RoleDraft;
import io.vestibule.access.Roles;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Merging;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person makes two accounts of theirs one, both proven and shown before, and has them back (decision 0013). */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml") // the abbey is one of the two ways
class MergingJourneyTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final String DECISION = "form.answers";
    private static final String PARTS = "section[aria-labelledby^=part-]";

    private static Letters letters;

    @Inject
    House house;

    @Inject
    AccountApi account;

    @Inject
    AuditLines audit;

    @Inject
    TestFactors factors;

    @Inject
    Directory directory;

    @Inject
    Realms realms;

    @Inject
    Assignments assignments;

    @Inject
    Roles roles;

    @Inject
    Merging merging;

    @Inject
    RealmFiles files;

    @BeforeAll
    static void open() {
        letters = new Letters();
    }

    @AfterAll
    static void shut() {
        letters.close();
    }

    @BeforeEach
    void listen() {
        audit.begin();
    }

    @Test
    void whoProvesBothIsOneAndHasThemBack() {
        files.with("house", "passwords:", letters.block() + "passwords:", this::oneAndTwoAgain);
    }

    private void oneAndTwoAgain() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser gerty = new PlainBrowser();
                PlainBrowser later = new PlainBrowser();
                PlainBrowser again = new PlainBrowser()) {
            Arrival before = house.arrive(gerty, Way.OIDC, "gerty", "desk");
            String stays = house.arrive(browser, Way.LOCAL, "bassi", "desk").claim("sub");
            Visit shown = merge(browser, "guild", "gerty");
            assertThat(shown.html().text())
                    .contains("Make these two accounts one?", "Gerty Cori", stays, before.claim("sub"));
            assertThat(shown.html()
                            .select("section[aria-labelledby=part-identities]")
                            .text())
                    .contains("Guild · ", "comes along");

            Visit turned = browser.click(shown, "Keep the other one instead");
            assertThat(turned.status()).as("the file would make bassi again").isEqualTo(409);
            Visit done = decide(browser, shown, Map.of("answer", "yes"));
            assertThat(done.address().getPath()).isEqualTo("/realms/house/account/identities");
            assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
            assertThat(house.arrive(later, Way.OIDC, "gerty", "desk").claim("sub"))
                    .isEqualTo(stays);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("event").asText().equals("users-merged")
                            && line.path("byPerson").asBoolean()
                            && line.path("other").asText().equals(before.claim("sub")));
            assertThat(browser.open(house.at("/account/activity")).html().text())
                    .contains("Another account became one with this one");

            assertThat(letters.last("bassi@house.example", 1).text())
                    .contains("Another account became one with this one");

            Visit list = browser.open(house.at("/account/identities"));
            assertThat(list.html().select("section[aria-labelledby=merges]").text())
                    .contains("gerty");
            Visit two = browser.carryOn(
                    browser.submit(list, "form[action$=/identities/unmerge]", Map.of("merge", before.claim("sub"))));
            assertThat(two.address().getPath()).as("signed out").isEqualTo("/realms/house/login");
            assertThat(letters.last("bassi@house.example", 2).text()).contains("Two accounts became two again");
            assertThat(house.arrive(again, Way.OIDC, "gerty", "desk").claim("sub"))
                    .isEqualTo(before.claim("sub"));
        }
    }

    @Test
    void theOtherOneMayStayInstead() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser abbey = new PlainBrowser();
                PlainBrowser later = new PlainBrowser();
                PlainBrowser again = new PlainBrowser()) {
            String stays = house.arrive(abbey, Way.SAML, "lynn", "desk").claim("sub");
            Visit asked = house.signIn(browser, Way.OIDC, "lynn", house.enter(browser, "desk"));
            String goes = Arrival.at(
                            browser.carryOn(browser.submit(asked, "form:has([name=answer])", Map.of("answer", "new"))))
                    .claim("sub");
            assertThat(goes).isNotEqualTo(stays);
            Visit turned = browser.click(merge(browser, "abbey", "lynn"), "Keep the other one instead");
            Visit next = decide(browser, turned, Map.of("answer", "yes"));
            assertThat(next.address().getPath())
                    .as("of whom there is no session here")
                    .isEqualTo("/realms/house/login");
            assertThat(house.arrive(later, Way.OIDC, "lynn", "desk").claim("sub"))
                    .isEqualTo(stays);

            assertThat(account.get(later, "/merges").body().path("merges").findValuesAsText("id"))
                    .containsExactly(goes);
            assertThat(account.delete(later, "/merges/" + stays).status()).isEqualTo(404);
            assertThat(account.delete(later, "/merges/" + goes).status()).isEqualTo(204);
            assertThat(account.get(later, "/merges").status()).as("signed out").isEqualTo(401);
            assertThat(house.arrive(again, Way.OIDC, "lynn", "desk").claim("sub"))
                    .isEqualTo(goes);
        }
    }

    @Test // security case 33
    void aProofMergesOnceInItsBrowserAndForItsSession() {
        try (PlainBrowser mary = new PlainBrowser();
                PlainBrowser thief = new PlainBrowser();
                PlainBrowser emmy = new PlainBrowser()) {
            String theirs = house.arrive(emmy, Way.OIDC, "emmy", "desk").claim("sub");
            house.arrive(mary, Way.LOCAL, "mary", "desk");
            house.arrive(thief, Way.LOCAL, "katherine", "desk");
            Visit shown = merge(mary, "guild", "emmy");
            assertRefused(thief.open(shown.address()), "link-used-or-expired");
            assertRefused(decide(thief, shown, Map.of("answer", "yes")), "link-used-or-expired");
            Visit out = mary.click(mary.open(house.at("")), "Sign out");
            mary.submit(out, DECISION, Map.of("logout", "yes"));
            house.arrive(mary, Way.LOCAL, "katherine", "desk");
            assertRefused(decide(mary, shown, Map.of("answer", "yes")), "link-without-its-session");
            try (PlainBrowser later = new PlainBrowser()) {
                assertThat(house.arrive(later, Way.OIDC, "emmy", "desk").claim("sub"))
                        .isEqualTo(theirs);
            }
        }
    }

    @Test
    void theFactorOfTheOtherAccountIsAskedForToo() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser esther = new PlainBrowser()) {
            User other = user(house.arrive(esther, Way.OIDC, "esther", "desk"));
            factors.enrol(realms.find(HOUSE).orElseThrow(), other);
            house.arrive(browser, Way.LOCAL, "bassi", "desk");
            Visit shown = merge(browser, "guild", "esther");
            assertThat(shown.html().select(PARTS))
                    .as("nobody showed its factor")
                    .isEmpty();
            Visit wrong = decide(browser, shown, Map.of("answer", "yes", "passcode", "000000"));
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.html().select("[role=alert]")).isNotEmpty();
            assertThat(wrong.html().select(PARTS)).isEmpty();
            Visit both = decide(browser, wrong, Map.of("answer", "yes", "passcode", factors.passcode()));
            assertThat(both.status()).isEqualTo(200);
            assertThat(both.html().select(PARTS)).as("before it is decided").isNotEmpty();
            assertThat(both.html().select("[name=passcode]")).isEmpty();
            assertThat(now(other).switchedOn()).isTrue();
            Visit done = decide(browser, both, Map.of("answer", "yes"));
            assertThat(now(other).switchedOn()).isFalse();
            assertThat(done.status()).isEqualTo(200);
            merging.undo(realms.find(HOUSE).orElseThrow(), other.id(), Circumstances.from(""));
            assertThat(now(other).switchedOn()).isTrue();
        }
    }

    @Test
    void whoMayMoreThanOthersIsJoinedByOperatorsOnly() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser rachel = new PlainBrowser()) {
            User other = user(house.arrive(rachel, Way.OIDC, "rachel", "desk"));
            RoleId role = roles.named(HOUSE, Optional.empty(), "watch")
                    .map(found -> found.id())
                    .orElseGet(() -> {
                        RoleId id = new RoleId(UUID.randomUUID().toString().replace("-", ""));
                        roles.create(
                                HOUSE,
                                id,
                                new RoleDraft(
                                        Optional.empty(), "watch", Optional.empty(), Optional.empty(), Extra.none()));
                        return id;
                    });
            assignments.grant(HOUSE, new Assignment(new Actor.OfUser(other.id()), new Scope.System(), role, false));
            house.arrive(browser, Way.LOCAL, "bassi", "desk");
            Visit shown = merge(browser, "guild", "rachel");
            assertThat(shown.status()).isEqualTo(409);
            assertThat(shown.html().select("[role=alert]").text()).contains("ask an administrator");
            assertThat(shown.html().select(PARTS)).isEmpty();
            assertThat(decide(browser, shown, Map.of("answer", "yes")).status()).isEqualTo(409);
            assertThat(now(other).switchedOn()).isTrue();
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("administrator"));
            Visit list = decide(browser, shown, Map.of("answer", "no"));
            assertThat(list.address().getPath()).isEqualTo("/realms/house/account/identities");
            assertThat(list.html().select("[role=status]").text())
                    .as("nothing was linked")
                    .isEmpty();
        }
    }

    /** At the page that shows both, {@code person} of the guild proven as well. */
    private Visit merge(PlainBrowser browser, String connector, String person) {
        Visit list = browser.open(house.at("/account/identities"));
        Visit there =
                browser.carryOn(browser.submit(list, "form[action$=/identities/link]", Map.of("connector", connector)));
        Visit taken = house.password(browser, there, person);
        assertThat(taken.html().select("[role=alert]").text()).contains("leads to another account here");
        return browser.click(taken, "Make both accounts one");
    }

    private static Visit decide(PlainBrowser browser, Visit shown, Map<String, String> answer) {
        return browser.carryOn(browser.submit(shown, DECISION, answer));
    }

    private User user(Arrival arrival) {
        return directory
                .find(HOUSE, UserId.parse(arrival.claim("sub")).orElseThrow())
                .orElseThrow();
    }

    private User now(User user) {
        return directory.find(HOUSE, user.id()).orElseThrow();
    }

    private void assertRefused(Visit page, String reason) {
        assertThat(page.status()).isEqualTo(400);
        assertThat(audit.refusal(House.reference(page)).path("reason").asText()).isEqualTo(reason);
    }
}
