package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Identities;
import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One person, many identities: linking by the person, by the realm's rule, and what must never link (cases 31 to 35). */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml") // NameIDs are among what stays the same
class LinkingJourneyTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final String DECISION = "form:has([name=answer])";

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    @Inject
    JourneyClock clock;

    @Inject
    TestFactors factors;

    @Inject
    Identities identities;

    @Inject
    Event<IdentityUnlinked> unlinked;

    @Inject
    Realms realms;

    @BeforeEach
    void listen() {
        audit.begin();
    }

    @AfterEach
    void now() {
        clock.backToNow();
    }

    @Test
    void whoProvesBothAccountsIsOnePersonAtEveryRelyingParty() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser later = new PlainBrowser()) {
            house.awaken();
            String sub = house.arrive(browser, Way.LOCAL, "mary", "desk").claim("sub");
            String nameId = kiosk.enter(browser).html().text();
            Visit question = bothProven(browser, "rosalind");
            assertThat(question.html().text())
                    .contains("Mary Somerville", "How you sign in so far", "What is added", "rosalind@guild.example");

            Visit linked = decide(browser, question, "yes");
            assertThat(linked.address().getPath()).isEqualTo("/realms/house/account/identities");
            assertThat(linked.html().select("[role=status]").text()).contains("Linked");

            Arrival by = house.arrive(later, Way.OIDC, "rosalind", "desk");
            assertThat(by.claim("sub")).isEqualTo(sub);
            assertThat(by.userinfo("name")).isEqualTo("Mary Somerville");
            Arrival offline = Arrival.at(house.enter(later, "crane", "scope", "openid offline_access"));
            Arrival own = Arrival.at(house.enter(browser, "crane", "scope", "openid offline_access"));
            assertThat(nameIdOf(kiosk.enter(later).html().text())).isEqualTo(nameIdOf(nameId));

            Visit list = browser.open(house.at("/account/identities"));
            Visit gone = browser.submit(
                    list, "form:has([value=guild][name=connector]):has([name=subject])", Map.of("connector", "guild"));
            assertThat(gone.html().select("[role=status]").text()).contains("Removed");
            assertThat(house.userinfo(by).getStatusCode())
                    .as("sessions that began by it are over")
                    .isEqualTo(401);
            assertThat(house.refresh("crane", offline).getBody())
                    .as("and what would outlive them")
                    .contains("invalid_grant");
            assertThat(house.userinfo(offline).getStatusCode()).isEqualTo(401);
            assertThat(house.refresh("crane", own).getStatusCode())
                    .as("who came by another way goes on")
                    .isEqualTo(200);
            assertThat(browser.open(house.at("/account/activity")).html().text())
                    .contains("An account elsewhere was linked", "An account elsewhere was removed");
        }
    }

    @Test // as at an outage before it is committed
    void whatIsUndoneIsNotTold() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.OIDC, "sofia", "desk");
            Arrival offline = Arrival.at(house.enter(browser, "crane", "scope", "openid offline_access"));
            UserId sofia = UserId.parse(offline.claim("sub")).orElseThrow();
            LinkedIdentity link = identities.of(HOUSE, sofia).getFirst();
            IdentityUnlinked gone = new IdentityUnlinked(
                    HOUSE,
                    sofia,
                    link.connector(),
                    link.subject(),
                    Circumstances.from("")
                            .in(SessionId.parse(offline.claim("sid")).orElseThrow()));
            assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                        unlinked.fire(gone);
                        throw new IllegalStateException("the database is away");
                    }))
                    .hasMessage("the database is away");
            assertThat(audit.all()).noneMatch(LinkingJourneyTest::isRevocation);
            assertThat(house.userinfo(offline).getStatusCode()).isEqualTo(200);
            QuarkusTransaction.requiringNew().run(() -> unlinked.fire(gone));
            assertThat(audit.all()).anyMatch(LinkingJourneyTest::isRevocation);
            assertThat(house.userinfo(offline).getStatusCode()).isEqualTo(401);
        }
    }

    private static boolean isRevocation(JsonNode line) {
        return line.path("event").asText().equals("grant-revoked")
                && line.path("reason").asText().equals("identity-unlinked");
    }

    @Test
    void whoChangesTheirMindLinksNothing() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            Visit list = decide(browser, bothProven(browser, "barbara"), "no");
            assertThat(list.address().getPath()).isEqualTo("/realms/house/account/identities");
            assertThat(list.html().select(".entries").text()).doesNotContain("Guild");
            assertThat(list.html().select("[role=status]").text())
                    .as("nothing was linked")
                    .isEmpty();
        }
    }

    @Test // security case 33
    void aProofIsGoodOnceInItsBrowserAndForItsSession() {
        try (PlainBrowser mary = new PlainBrowser();
                PlainBrowser thief = new PlainBrowser()) {
            house.arrive(mary, Way.LOCAL, "mary", "desk");
            house.arrive(thief, Way.LOCAL, "katherine", "desk");
            Visit question = bothProven(mary, "barbara");

            assertRefused(thief.open(question.address()), "link-used-or-expired");
            assertRefused(decide(thief, question, "yes"), "link-used-or-expired");
            assertRefused(mary.open(URI.create(question.address() + "x")), "link-does-not-open");
            assertThat(mary.open(question.address()).status()).as("still hers").isEqualTo(200);

            decide(mary, question, "no");
            assertRefused(decide(mary, question, "yes"), "link-used-or-expired");
            assertThat(mary.open(house.at("/account/identities"))
                            .html()
                            .select(".entries")
                            .text())
                    .doesNotContain("Guild");
        }
    }

    @Test // security case 33
    void aProofBegunByOneAccountIsNotUsedByAnother() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            Visit question = bothProven(browser, "barbara");
            Visit out = browser.click(browser.open(house.at("")), "Sign out");
            browser.submit(out, "form.answers", Map.of("logout", "yes"));
            house.arrive(browser, Way.LOCAL, "katherine", "desk");
            assertRefused(decide(browser, question, "yes"), "link-without-its-session");
        }
    }

    @Test // security case 33
    void whoIsNoLongerSignedInWhenTheyComeBackLinksNothing() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            Visit there = leave(browser);
            Visit out = browser.click(browser.open(house.at("")), "Sign out");
            browser.submit(out, "form.answers", Map.of("logout", "yes"));
            assertRefused(house.password(browser, there, "barbara"), "link-without-its-session");
        }
    }

    @Test // security case 33
    void aFormOfAnotherSiteBeginsNoLink() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            Visit list = browser.open(house.at("/account/identities"));
            Visit refused = browser.submit(list, linkForm(), Map.of("connector", "guild", "formKey", "forged"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(audit.refusal(House.reference(refused)).path("reason").asText())
                    .isEqualTo("form-not-of-this-session");
        }
    }

    @Test // security case 35
    void withoutARecentLoginThePersonProvesThemselvesFirst() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            clock.move(Duration.ofMinutes(11));
            Visit list = browser.open(house.at("/account/identities"));
            Visit again = browser.submit(list, linkForm(), Map.of("connector", "guild"));
            assertThat(again.address().getPath()).isEqualTo("/realms/house/login");
            Visit other = house.password(browser, again, "katherine");
            assertThat(other.address().getPath()).as("nobody else will do").isEqualTo("/realms/house");
            Visit back =
                    house.password(browser, browser.submit(list, linkForm(), Map.of("connector", "guild")), "mary");
            assertThat(back.address().getPath()).isEqualTo("/realms/house/account/identities");
            Visit away = browser.carryOn(browser.submit(back, linkForm(), Map.of("connector", "guild")));
            assertThat(away.address().getPath()).startsWith("/realms/guild/");
        }
    }

    @Test // security case 35
    void whoSaysYesSignedInAFewMinutesAgo() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            clock.move(Duration.ofMinutes(6));
            Visit there = leave(browser);
            clock.move(Duration.ofMinutes(9));
            Visit question = house.password(browser, there, "barbara");
            assertThat(question.html().select(DECISION)).isNotEmpty();
            clock.move(Duration.ofMinutes(11));
            assertRefused(decide(browser, question, "yes"), "link-login-too-old");
            Visit list = browser.open(house.at("/account/identities"));
            assertThat(list.html().select(".entries").text()).doesNotContain("Guild");
        }
    }

    @Test // security case 35
    void whomTheUpstreamLetThroughWithoutAQuestionHasNotSignedInAgain() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.awaken();
            house.arrive(browser, Way.OIDC, "mileva", "desk");
            clock.move(Duration.ofMinutes(6));
            house.forget(browser);
            assertThat(House.sessionCookie(browser)).isEmpty();
            assertThat(House.isSilent(house.enter(browser, "desk", "idp_hint", "guild")))
                    .isTrue();
            Visit list = browser.open(house.at("/account/identities"));
            Visit there = browser.carryOn(browser.submit(list, linkForm(), Map.of("connector", "abbey")));
            clock.move(Duration.ofMinutes(9));
            Visit question = house.password(browser, there, "beatrix");
            assertThat(question.html().select(DECISION)).as(question.body()).isNotEmpty();
            clock.move(Duration.ofMinutes(13));
            assertRefused(decide(browser, question, "yes"), "link-login-too-old");
        }
    }

    @Test // security case 35
    void aNewcomerWhomTheUpstreamLetThroughIsAskedToProveThemselvesThere() {
        files.with("house", "name: Abbey\n", "name: Abbey\n    linking: { newcomers: ask-everyone }\n", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.awaken();
                house.arrive(browser, Way.OIDC, "agnodice", "desk");
                clock.move(Duration.ofMinutes(11));
                house.forget(browser);
                Visit asked = house.through(browser, house.enter(browser, "desk"), "abbey");
                Visit picker = browser.submit(asked, DECISION, Map.of("answer", "mine"));
                Visit there = house.through(browser, house.through(browser, picker, "guild"), "guild");
                assertThat(there.address().getPath()).startsWith("/realms/guild/");
                Visit question = house.password(browser, there, "agnodice");
                assertThat(question.html().text()).contains("Link these accounts?");
                assertThat(decide(browser, question, "yes").address().getPath()).endsWith("/desk/callback");
            }
        });
    }

    @Test // security case 35
    void aNewcomersFirstProofIsNoBetterForTheSecond() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.signIn(browser, Way.OIDC, "dorothy", house.enter(browser, "desk"));
            clock.move(Duration.ofMinutes(6));
            Visit picker = browser.submit(asked, DECISION, Map.of("answer", "mine"));
            Visit question = house.password(browser, picker, "dorothy");
            assertThat(question.html().text()).contains("Link these accounts?");
            clock.move(Duration.ofMinutes(11));
            assertRefused(decide(browser, question, "yes"), "link-used-or-expired");
        }
    }

    @Test
    void anIdentityThatLeadsToSomebodyElseIsShownAndNotTakenFromThem() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser emmy = new PlainBrowser();
                PlainBrowser later = new PlainBrowser()) {
            String theirs = house.arrive(emmy, Way.OIDC, "emmy", "desk").claim("sub");
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            Visit question = bothProven(browser, "emmy");
            assertThat(question.html().select("[role=alert]").text()).contains("leads to another account here");
            assertRefused(decide(browser, question, "yes"), "link-leads-to-another");
            assertThat(house.arrive(later, Way.OIDC, "emmy", "desk").claim("sub"))
                    .isEqualTo(theirs);
        }
    }

    @Test // security case 35
    void theOnlyWayInStays() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.OIDC, "sofia", "desk");
            Visit list = browser.open(house.at("/account/identities"));
            Visit refused = browser.submit(
                    list, "form:has([value=guild][name=connector]):has([name=subject])", Map.of("connector", "guild"));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.html().select("[role=alert]").text()).contains("only way to sign in");
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("last-way-in"));
        }
    }

    @Test // security case 31
    void aNewcomerWithTheAddressOfSomebodyHereIsAskedAndProvesTheOther() {
        try (PlainBrowser before = new PlainBrowser();
                PlainBrowser browser = new PlainBrowser();
                PlainBrowser later = new PlainBrowser()) {
            String sub = house.arrive(before, Way.LOCAL, "lise", "desk").claim("sub");
            Visit asked = house.signIn(browser, Way.OIDC, "lise", house.enter(browser, "desk"));
            assertThat(asked.html().text()).contains("Have you been here before?", "Guild");
            assertThat(House.sessionCookie(browser)).isEmpty();
            Visit picker = browser.submit(asked, DECISION, Map.of("answer", "mine"));
            Visit question = house.password(browser, picker, "lise");
            assertThat(question.html().text()).contains("Link these accounts?", "Lise Meitner");
            Arrival arrival = Arrival.at(decide(browser, question, "yes"));
            assertThat(arrival.claim("sub")).isEqualTo(sub);
            assertThat(house.arrive(later, Way.OIDC, "lise", "desk").claim("sub"))
                    .isEqualTo(sub);
        }
    }

    @Test // security case 43
    void aNewcomerShowsTheFactorThatTheOtherAccountHas() {
        Realm realm = realms.find(new RealmName("house")).orElseThrow();
        User dorothy = factors.person(realm, "dorothy").orElseThrow();
        factors.enrol(realm, dorothy); // which no login with a password asks for
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.signIn(browser, Way.OIDC, "dorothy", house.enter(browser, "desk"));
            Visit picker = browser.submit(asked, DECISION, Map.of("answer", "mine"));
            Visit factor = house.password(browser, picker, "dorothy");
            assertThat(factor.address().getPath()).isEqualTo("/realms/house/login/factor");
            Visit question = browser.carryOn(
                    browser.submit(factor, "form:has([name=passcode])", Map.of("passcode", factors.passcode())));
            assertThat(question.html().text()).contains("Link these accounts?", "Dorothy Hodgkin");
            decide(browser, question, "no");
        } finally {
            factors.reset(realm, dorothy);
        }
    }

    @Test // security cases 31 and 32
    void aNewcomerWhoIsSomebodyElseIsNotJoined() {
        try (PlainBrowser before = new PlainBrowser();
                PlainBrowser browser = new PlainBrowser();
                PlainBrowser thief = new PlainBrowser()) {
            String sub = house.arrive(before, Way.LOCAL, "chien", "desk").claim("sub");
            Visit asked = house.signIn(browser, Way.OIDC, "chien", house.enter(browser, "desk"));
            assertRefused(thief.open(asked.address()), "link-used-or-expired");
            Arrival arrival = Arrival.at(browser.carryOn(browser.submit(asked, DECISION, Map.of("answer", "new"))));
            assertThat(arrival.claim("sub")).isNotEqualTo(sub);
            assertThat(arrival.userinfo("email")).isEmpty();
            assertRefused(browser.submit(asked, DECISION, Map.of("answer", "new")), "link-used-or-expired");
        }
    }

    @Test // security case 31
    void whereTheConnectorGivesTheAddressesOutNobodyIsAsked() {
        files.with(
                "house", "name: Guild\n", "name: Guild\n    linking: { authoritativeFor: [guild.example] }\n", () -> {
                    try (PlainBrowser before = new PlainBrowser();
                            PlainBrowser browser = new PlainBrowser()) {
                        String sub = house.arrive(before, Way.LOCAL, "maryam", "desk")
                                .claim("sub");
                        assertThat(house.arrive(browser, Way.OIDC, "maryam", "desk")
                                        .claim("sub"))
                                .isEqualTo(sub);
                        assertThat(audit.all())
                                .anyMatch(line -> line.path("what").asText().equals("identity-linked-by-rule"));
                    }
                });
    }

    @Test
    void aLinkThatIsCancelledOverThereChangesNothing() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            Visit there = leave(browser);
            Visit back = browser.carryOn(browser.submit(there, "form:has([name=cancel])", Map.of("cancel", "yes")));
            assertThat(List.of("/realms/house", "/realms/house/account/identities"))
                    .contains(back.address().getPath());
            assertThat(back.html().select("[role=status]").text()).isEmpty();
            assertThat(browser.open(house.at("/account/identities"))
                            .html()
                            .select(".entries")
                            .text())
                    .doesNotContain("Guild");
        }
    }

    /** At the guild's page, to prove an account there. */
    private Visit leave(PlainBrowser browser) {
        Visit list = browser.open(house.at("/account/identities"));
        return browser.carryOn(browser.submit(list, linkForm(), Map.of("connector", "guild")));
    }

    private Visit bothProven(PlainBrowser browser, String person) {
        return house.password(browser, leave(browser), person);
    }

    private static Visit decide(PlainBrowser browser, Visit question, String answer) {
        return browser.carryOn(browser.submit(question, DECISION, Map.of("answer", answer)));
    }

    private static String linkForm() {
        return "form[action$=/identities/link]";
    }

    private static String nameIdOf(String shown) {
        return shown.replaceAll("(?s).*\"nameId\":\\{\"value\":\"([^\"]*)\".*", "$1");
    }

    private void assertRefused(Visit page, String reason) {
        assertThat(page.status()).isEqualTo(400);
        assertThat(audit.refusal(House.reference(page)).path("reason").asText()).isEqualTo(reason);
    }
}
