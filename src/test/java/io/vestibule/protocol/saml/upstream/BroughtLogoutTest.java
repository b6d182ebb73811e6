package io.vestibule.protocol.saml.upstream;

import static io.vestibule.protocol.saml.upstream.GuildSignOut.PARTIAL;
import static io.vestibule.protocol.saml.upstream.GuildSignOut.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.JourneyClock;
import io.vestibule.journey.RealmFiles;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToySignOut;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A LogoutRequest that somebody's browser brings from the identity provider, and what that browser is good for (decision 0016). */
@QuarkusTest
@TestProfile(LodgeProfile.class)
class BroughtLogoutTest {
    private static final String EMMY = "emmy-7f3a";

    @Inject
    BaseUrl base;

    @Inject
    AuditLines audit;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    private final PlainBrowser browser = new PlainBrowser();
    private GuildSignOut guild;
    private String index = "";

    @BeforeEach
    void open() {
        guild = new GuildSignOut(base, port, files);
        audit.begin();
        index = signIn(browser, EMMY);
    }

    @AfterEach
    void close() {
        clock.backToNow();
        browser.close();
        guild.close();
    }

    private String signIn(PlainBrowser in, String nameId) {
        String made = Draft.newId();
        guild.idp.says = draft -> {
            draft.nameId = nameId;
            draft.sessionIndex = made;
        };
        Visit picker = in.open(guild.at("/sign-in"));
        URI link = URI.create(
                picker.html().selectFirst("a[href*=/login/with/guild?]").absUrl("href"));
        assertThat(in.carryOn(in.open(link)).html().text()).contains("Sign out");
        return made;
    }

    private boolean isSignedIn(PlainBrowser in) {
        return in.open(guild.at("")).html().text().contains("Sign out");
    }

    private void enterBooth(PlainBrowser in) {
        Visit entered = in.carryOn(in.open(guild.boothDoor()));
        assertThat(entered.address().getPath()).as(entered.body()).isEqualTo("/acs");
    }

    private void enterTill(PlainBrowser in) {
        assertThat(in.open(guild.tillDoor()).address().getPath()).isEqualTo("/back");
    }

    private static HttpRequest.Builder from(HttpRequest.Builder request, String destination) {
        return destination.isEmpty() ? request : request.header("Sec-Fetch-Dest", destination);
    }

    /** To the end, as a browser that follows everything; {@code destination} may be unsaid. */
    private Visit bring(PlainBrowser in, String request, String destination) {
        return goOn(
                in,
                in.ask(from(HttpRequest.newBuilder(guild.redirect(request)), destination)
                        .GET()));
    }

    private Visit goOn(PlainBrowser in, HttpResponse<String> reply) {
        if (reply.statusCode() == 303) {
            return in.carryOn(
                    in.open(URI.create(reply.headers().firstValue("Location").orElseThrow())));
        }
        return in.carryOn(new Visit(reply.uri(), reply.statusCode(), reply.body(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"document", ""})
    void inItsOwnWindowTheBrowserTellsWhomOnlyItCanTell(String destination) {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            bring(browser, guild.request(EMMY, index), destination);
            assertThat(guild.booth.signOut().told()).hasSize(1);
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
            assertThat(guild.idp.strayed())
                    .as("the one that asked is not asked")
                    .noneMatch(at -> at.contains("SAMLRequest"));
            assertThat(isSignedIn(browser)).isFalse();
        });
    }

    @Test
    void whomTheRealmAsksForAFactorSinceIsSignedOutInItsWindowToo() {
        String lodge = "displayName: Lodge\n";
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            files.with(
                    "lodge",
                    lodge,
                    lodge + "factors: { demand: everybody }\n",
                    () -> bring(browser, guild.request(EMMY, index), "document"));
            assertThat(guild.booth.signOut().told()).hasSize(1);
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
        });
    }

    @Test
    void theAnswerIsToTheirRequestWithTheirState() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            String request = guild.request(EMMY, index);
            Visit last = bring(browser, request, "document");
            assertThat(last.address().toString()).startsWith(guild.idp.at("/slo") + "?");
            Map<String, String> query = RedirectQuery.read(last.address().getRawQuery());
            assertThat(query).containsEntry("RelayState", "their state");
            assertThat(RedirectQuery.inflated(query.get("SAMLResponse")))
                    .contains("InResponseTo=\"" + request.replaceFirst("(?s).* ID=\"([^\"]*)\".*", "$1") + "\"");
        });
    }

    @Test
    void thePageOfTheRoundGoesOnByItselfAndTheCookieIsGone() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            enterTill(browser);
            HttpResponse<String> round =
                    browser.ask(from(HttpRequest.newBuilder(guild.redirect(guild.request(EMMY, index))), "document")
                            .GET());
            assertThat(round.statusCode()).isEqualTo(200);
            Visit page = new Visit(round.uri(), 200, round.body(), List.of());
            assertThat(page.html().select("iframe[data-asked]")).hasSize(2);
            assertThat(page.html().select("iframe:not([data-asked])")).isEmpty();
            assertThat(page.html().select("[data-on]").attr("data-after")).matches("[123]");
            assertThat(page.html().select("noscript").html()).contains("refresh", ";url=");
            assertThat(page.html().text()).doesNotContain("Guild");
            assertThat(round.headers().allValues("Set-Cookie"))
                    .anyMatch(cookie -> cookie.contains("session-lodge=;") && cookie.contains("Max-Age=0"));
            browser.carryOn(page);
            assertThat(guild.booth.signOut().told()).hasSize(1);
            assertThat(guild.toldAtTill).singleElement().asString().contains("iss=", "sid=");
            assertThat(guild.answers())
                    .as("a front channel confirms nothing")
                    .containsExactly(List.of(SUCCESS, PARTIAL));
        });
    }

    @Test
    void whoSaysNoMakesTheAnswerPartialAndNoReportHoldsIt() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            guild.booth.signOut().mood = ToySignOut.Mood.REFUSING;
            bring(browser, guild.request(EMMY, index), "document");
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"iframe", "frame", "object", "embed", "empty", "image"})
    void withinAPageTheBrowserGoesStraightBack(String destination) {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            assertStraightBack(browser.ask(
                    from(HttpRequest.newBuilder(guild.redirect(guild.request(EMMY, index))), destination)
                            .GET()));
            assertThat(isSignedIn(browser)).isFalse();
        });
    }

    private void assertStraightBack(HttpResponse<String> reply) {
        assertThat(reply.headers().firstValue("Location").orElse(reply.body())).startsWith(guild.idp.at("/slo") + "?");
        goOn(browser, reply);
        assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
        assertThat(guild.booth.signOut().told()).isEmpty();
    }

    @Test
    void aBrowserWithoutTheSessionGoesStraightBackAndTheSessionIsOver() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            try (PlainBrowser bare = new PlainBrowser()) {
                assertStraightBack(bare.ask(
                        from(HttpRequest.newBuilder(guild.redirect(guild.request(EMMY, index))), "document")
                                .GET()));
            }
            assertThat(isSignedIn(browser)).isFalse();
        });
    }

    @Test
    void aBrowserWithAnotherSessionKeepsItAndGoesStraightBack() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            try (PlainBrowser others = new PlainBrowser()) {
                signIn(others, "hedy-of-the-lodge");
                HttpResponse<String> reply =
                        others.ask(from(HttpRequest.newBuilder(guild.redirect(guild.request(EMMY, index))), "document")
                                .GET());
                assertThat(reply.headers().allValues("Set-Cookie")).isEmpty();
                assertStraightBack(reply);
                assertThat(isSignedIn(others)).isTrue();
            }
            assertThat(isSignedIn(browser)).isFalse();
        });
    }

    @Test
    void everySessionThatIsMeantEndsThisBrowsersWithItsRound() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            try (PlainBrowser elsewhere = new PlainBrowser()) {
                signIn(elsewhere, EMMY);
                enterBooth(elsewhere);
                bring(browser, guild.request(EMMY), "document");
                assertThat(isSignedIn(elsewhere)).isFalse();
                assertThat(isSignedIn(browser)).isFalse();
                assertThat(guild.booth.signOut().told())
                        .as("in this browser alone")
                        .hasSize(1);
                assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
            }
        });
    }

    /** As from a form of the identity provider's: SameSite=Lax keeps our cookies from it. */
    @Test
    void aFormOfAnotherSiteComesByAPageOfOursOnceAndCountsOnlyThen() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            Map<String, String> form = form(guild.request(EMMY, index));
            try (PlainBrowser bare = new PlainBrowser()) {
                Visit bounce = page(bare.ask(from(post(form), "document")));
                assertThat(isSignedIn(browser)).as("not counted yet").isTrue();
                assertThat(bounce.html().select("#auto-post").attr("action"))
                        .isEqualTo(guild.logout().toString());
                Map<String, String> again = bounce.html().select("#auto-post input").stream()
                        .collect(Collectors.toMap(input -> input.attr("name"), input -> input.attr("value")));
                assertThat(again).containsAllEntriesOf(form);
                goOn(browser, browser.ask(from(post(again), "document")));
                assertThat(guild.booth.signOut().told()).hasSize(1);
                assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
                assertThat(bare.ask(from(post(again), "document")).statusCode())
                        .as("twice")
                        .isEqualTo(400);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"iframe", ""})
    void aFormWithoutCookieThatMayBeInAFrameGoesStraightBack(String destination) {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            try (PlainBrowser bare = new PlainBrowser()) {
                assertStraightBack(bare.ask(from(post(form(guild.request(EMMY, index))), destination)));
            }
            assertThat(isSignedIn(browser)).isFalse();
        });
    }

    @Test
    void aFormThatStillComesWithoutCookieGoesStraightBack() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            Map<String, String> form = form(guild.request(EMMY, index));
            form.put("vestibule_bounced", "1");
            try (PlainBrowser bare = new PlainBrowser()) {
                assertStraightBack(bare.ask(from(post(form), "document")));
            }
        });
    }

    @Test
    void aFormWithTheCookieIsHandledAtOnce() {
        guild.withBoothAndTill("post", () -> {
            enterBooth(browser);
            goOn(browser, browser.ask(from(post(form(guild.request(EMMY, index))), "document")));
            assertThat(guild.booth.signOut().told()).hasSize(1);
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
        });
    }

    private Visit page(HttpResponse<String> reply) {
        return new Visit(reply.uri(), reply.statusCode(), reply.body(), List.of());
    }

    private Map<String, String> form(String request) {
        String signed = Seal.sign(request, GuildSignOut.key());
        return Stream.of(
                        Map.entry(
                                "SAMLRequest",
                                Base64.getEncoder().encodeToString(signed.getBytes(StandardCharsets.UTF_8))),
                        Map.entry("RelayState", "their state"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private HttpRequest.Builder post(Map<String, String> form) {
        String content = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(guild.logout())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(content));
    }

    @Test
    void aReplayedOneDoesNothingInTheWindowEither() {
        guild.withBoothAndTill("redirect", () -> {
            String request = guild.request(EMMY, index);
            bring(browser, request, "document");
            String before = index;
            index = signIn(browser, EMMY);
            assertThat(index).isNotEqualTo(before);
            enterBooth(browser);
            assertThat(bring(browser, request, "document").status()).isEqualTo(400);
            assertThat(guild.booth.signOut().told()).isEmpty();
            assertThat(isSignedIn(browser)).isTrue();
        });
    }

    @Test
    void aForgedOrForeignOneDoesNothingInTheWindowEither() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            String unsigned = RedirectQuery.unsigned("SAMLRequest", guild.request(EMMY, index), null);
            assertThat(browser.ask(from(HttpRequest.newBuilder(URI.create(guild.logout() + "?" + unsigned)), "document")
                                    .GET())
                            .statusCode())
                    .isEqualTo(400);
            assertThat(bring(browser, guild.request("somebody-else", index), "document")
                            .status())
                    .isEqualTo(400);
            assertThat(isSignedIn(browser)).isTrue();
            assertThat(guild.booth.signOut().told()).isEmpty();
        });
    }

    @Test
    void whenItIsOverAlreadyTheAnswerIsSuccess() {
        bring(browser, guild.request(EMMY, index), "document");
        bring(browser, guild.request(EMMY, index), "document");
        assertThat(guild.answers()).containsExactly(List.of(SUCCESS), List.of(SUCCESS));
    }

    @Test
    void fromTwoTabsAtOnceItIsOneLogout() throws Exception {
        HttpRequest.Builder one = from(HttpRequest.newBuilder(guild.redirect(guild.request(EMMY, index))), "document");
        HttpRequest.Builder two = from(HttpRequest.newBuilder(guild.redirect(guild.request(EMMY, index))), "document");
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Visit> first = both.submit(() -> goOn(browser, browser.ask(one.GET())));
            Future<Visit> second = both.submit(() -> goOn(browser, browser.ask(two.GET())));
            first.get();
            second.get();
        }
        assertThat(guild.answers())
                .as("who meets the other's logout half way does not know that everybody is out, and says so")
                .hasSize(2)
                .contains(List.of(SUCCESS))
                .isSubsetOf(List.of(SUCCESS), List.of(SUCCESS, PARTIAL));
        assertThat(audit.all().stream()
                        .filter(line -> line.path("event").asText().equals("session-ended")
                                && line.path("reason").asText().equals("upstream")))
                .hasSize(1);
    }

    @Test
    void aSealedAnswerIsGoodForItsProviderAndAFewMinutes() {
        URI answer = URI.create(browser.ask(
                        from(HttpRequest.newBuilder(guild.redirect(guild.request(EMMY, index))), "document")
                                .GET())
                .headers()
                .firstValue("Location")
                .orElseThrow());
        assertThat(answer.toString()).startsWith(guild.logout() + "/answer?answer=");
        try (PlainBrowser other = new PlainBrowser()) {
            assertThat(refusal(other, answer.toString().replace("/from/guild/", "/from/open/")))
                    .isEqualTo("logout-answer");
            assertThat(refusal(other, answer.toString().replace("/realms/lodge/", "/realms/annex/")))
                    .isEqualTo("logout-answer");
            assertThat(refusal(other, answer + "x")).isEqualTo("logout-answer");
            assertThat(refusal(other, guild.logout() + "/answer")).isEqualTo("logout-answer");
            clock.move(Duration.ofMinutes(11));
            assertThat(refusal(other, answer.toString())).isEqualTo("logout-answer");
            clock.backToNow();
        }
        browser.open(answer);
        assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
    }

    private String refusal(PlainBrowser in, String address) {
        Visit page = in.open(URI.create(address));
        assertThat(page.status()).as(page.body()).isEqualTo(400);
        return audit.refusal(page.html().selectFirst("#reference").text())
                .path("reason")
                .asText();
    }

    @Test
    void aProviderThatTakesNoAnswerLeavesTheBrowserWithUsOnceEverybodyIsTold() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth(browser);
            guild.withoutAPlaceForAnswers(() -> {
                Visit last = bring(browser, guild.request(EMMY, index), "document");
                assertThat(guild.booth.signOut().told()).hasSize(1);
                assertThat(last.address().toString()).startsWith(guild.at("").toString());
            });
        });
    }
}
